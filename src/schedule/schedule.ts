import { checkNumber, type Limits } from "../check.ts";

/**
 * What a run has measured so far, for a rate that follows it: every figure that it reports, with its value in each epoch that is
 * over. `{ loss: [], accuracy: [] }` when the run begins, `{ loss: [0.7, 0.6], accuracy: [0.5, 0.8] }` after two epochs.
 */
export type Progress = Readonly<Record<string, readonly number[]>>;

/**
 * A number that changes as training goes on, such as a learning rate. Time is counted in epochs and is fractional
 * within one: after 30 of 100 batches of the third epoch it is 2.3.
 *
 * A plain frozen object; its `name` carries its arguments: `step(rate=0.1, factor=0.5, every=10)`.
 */
export interface Schedule {
  readonly name: string;
  /** The value at a time, and in a run with what it has measured until then. */
  readonly at: (epoch: number, progress?: Progress) => number;
}

/** A fixed number, or a schedule. */
export type Rate = number | Schedule;

/**
 * The value of a rate at a time.
 *
 * @param rate - A fixed number, or a schedule.
 * @param epoch - The time in epochs, fractional within one.
 * @param progress - What the run has measured until then.
 * @param limits - The range of the rate. Default ≥ 0.
 * @returns The number itself, or what the schedule gives at that time.
 * @throws RangeError if a schedule, which may be the user's own, gives NaN, infinity or what is out of range.
 * @example
 * rateAt(0.1, 7); // 0.1
 * rateAt(exponential({ rate: 0.1, decay: 0.5 }), 2); // 0.025
 */
export function rateAt(rate: Rate, epoch: number, progress?: Progress, limits: Limits = { min: 0 }): number {
  if (typeof rate === "number") return rate;
  const value = rate.at(epoch, progress);
  return checkNumber(`follow the schedule ${rate.name}`, `its value at epoch ${epoch}`, value, limits);
}

/** A rate as names show it: the number, or the name of the schedule. */
export function nameOfRate(rate: Rate): string {
  return typeof rate === "number" ? String(rate) : rate.name;
}
