import { checkKeys, checkNumber } from "../check.ts";
import type { Schedule } from "./schedule.ts";

/** Options of `exponential`. */
export interface ExponentialOptions {
  /** The value at the start, ≥ 0. */
  readonly rate: number;
  /** What one epoch multiplies the rate by, > 0. */
  readonly decay: number;
}

/**
 * A rate that is multiplied by the same factor in every epoch, smoothly: r(t) = rate·decay^t.
 *
 * @param options - The first rate and the factor per epoch.
 * @returns A schedule.
 * @throws RangeError if a number is outside its range.
 * @example
 * exponential({ rate: 0.1, decay: 0.5 }).at(2); // 0.025
 */
export function exponential(options: ExponentialOptions): Schedule {
  const action = "create exponential";
  checkKeys(action, options, ["rate", "decay"]);
  const { rate, decay } = options;
  checkNumber(action, "rate", rate, { min: 0 });
  checkNumber(action, "decay", decay, { above: 0 });
  return Object.freeze({
    name: `exponential(rate=${rate}, decay=${decay})`,
    at: (epoch: number) => rate * decay ** epoch,
  });
}
