import { checkKeys, checkNumber } from "../check.ts";
import type { Schedule } from "./schedule.ts";

/** Options of `cosine`. */
export interface CosineOptions {
  /** The value at the start, ≥ 0. */
  readonly rate: number;
  /** The value at the end and after it, ≥ 0. Default 0. */
  readonly final?: number | undefined;
  /** Epochs from start to end, > 0. */
  readonly epochs: number;
}

/**
 * A rate that goes from its first to its final value along half a cosine, and stays there:
 * r(t) = final + (rate − final)·(1 + cos(π·min(t / epochs, 1))) / 2.
 *
 * @param options - The first rate, the final one and the epochs between them.
 * @returns A schedule.
 * @throws RangeError if a number is outside its range.
 * @example
 * cosine({ rate: 0.1, epochs: 20 }).at(10); // 0.05
 *
 * @see Loshchilov, Hutter, "SGDR: stochastic gradient descent with warm restarts", ICLR 2017, equation 5, without
 * the restarts.
 */
export function cosine(options: CosineOptions): Schedule {
  const action = "create cosine";
  checkKeys(action, options, ["rate", "final", "epochs"]);
  const { rate, final = 0, epochs } = options;
  checkNumber(action, "rate", rate, { min: 0 });
  checkNumber(action, "final", final, { min: 0 });
  checkNumber(action, "epochs", epochs, { above: 0 });
  return Object.freeze({
    name: `cosine(rate=${rate}, final=${final}, epochs=${epochs})`,
    at: (epoch: number) =>
      final + ((rate - final) * (1 + Math.cos(Math.PI * Math.min(epoch / epochs, 1)))) / 2,
  });
}
