import { checkKeys, checkNumber } from "../check.ts";
import type { Schedule } from "./schedule.ts";

/** Options of `step`. */
export interface StepOptions {
  /** The value before the first step, ≥ 0. */
  readonly rate: number;
  /** What each step multiplies the rate by, > 0. */
  readonly factor: number;
  /** Epochs between two steps, > 0. */
  readonly every: number;
}

/**
 * A rate that is multiplied by a factor after every so many epochs: r(t) = rate·factor^⌊t / every⌋.
 *
 * @param options - The first rate, the factor and the epochs between two steps.
 * @returns A schedule.
 * @throws RangeError if a number is outside its range.
 * @example
 * step({ rate: 0.1, factor: 0.5, every: 10 }).at(25); // 0.025
 */
export function step(options: StepOptions): Schedule {
  const action = "create step";
  checkKeys(action, options, ["rate", "factor", "every"]);
  const { rate, factor, every } = options;
  checkNumber(action, "rate", rate, { min: 0 });
  checkNumber(action, "factor", factor, { above: 0 });
  checkNumber(action, "every", every, { above: 0 });
  return Object.freeze({
    name: `step(rate=${rate}, factor=${factor}, every=${every})`,
    at: (epoch: number) => rate * factor ** Math.floor(epoch / every),
  });
}
