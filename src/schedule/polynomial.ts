import { checkKeys, checkNumber } from "../check.ts";
import type { Schedule } from "./schedule.ts";

/** Options of `polynomial`. */
export interface PolynomialOptions {
  /** The value at the start, ≥ 0. */
  readonly rate: number;
  /** The value at the end and after it, ≥ 0. Default 0. */
  readonly final?: number | undefined;
  /** Epochs from start to end, > 0. */
  readonly epochs: number;
  /** p > 0; 1 is a straight line. Default 1. */
  readonly power?: number | undefined;
}

/**
 * A rate that goes from its first to its final value along a power of the time that is left, and stays there:
 * r(t) = final + (rate − final)·(1 − min(t / epochs, 1))ᵖ.
 *
 * @param options - The first rate, the final one, the epochs between them and the power.
 * @returns A schedule.
 * @throws RangeError if a number is outside its range.
 * @example
 * polynomial({ rate: 0.1, epochs: 20 }).at(15); // 0.025
 *
 * @see Chen et al., "DeepLab: semantic image segmentation with deep convolutional nets, atrous convolution, and fully
 * connected CRFs", IEEE Transactions on Pattern Analysis and Machine Intelligence 40 (2018), section 4.1.2, where p = 0.9.
 */
export function polynomial(options: PolynomialOptions): Schedule {
  const action = "create polynomial";
  checkKeys(action, options, ["rate", "final", "epochs", "power"]);
  const { rate, final = 0, epochs, power = 1 } = options;
  checkNumber(action, "rate", rate, { min: 0 });
  checkNumber(action, "final", final, { min: 0 });
  checkNumber(action, "epochs", epochs, { above: 0 });
  checkNumber(action, "power", power, { above: 0 });
  return Object.freeze({
    name: `polynomial(rate=${rate}, final=${final}, epochs=${epochs}, power=${power})`,
    at: (epoch: number) => final + (rate - final) * (1 - Math.min(epoch / epochs, 1)) ** power,
  });
}
