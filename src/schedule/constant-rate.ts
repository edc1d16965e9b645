import { checkNumber } from "../check.ts";
import type { Schedule } from "./schedule.ts";

/**
 * A rate that stays as it is: r(t) = rate. Wherever a schedule is taken, the bare number says the same.
 *
 * @param rate - The value at all times, ≥ 0.
 * @returns A schedule.
 * @throws RangeError if the rate is outside its range.
 * @example
 * constantRate(0.1).at(7); // 0.1
 */
export function constantRate(rate: number): Schedule {
  checkNumber("create constantRate", "rate", rate, { min: 0 });
  return Object.freeze({ name: `constantRate(${rate})`, at: () => rate });
}
