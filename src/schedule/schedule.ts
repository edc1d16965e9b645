/**
 * A number that changes as training goes on, such as a learning rate. Time is counted in epochs and is fractional
 * within one: after 30 of 100 batches of the third epoch it is 2.3.
 */
export interface Schedule {
  readonly name: string;
  /** The value at a time. */
  readonly at: (epoch: number) => number;
}

/** A fixed number, or a schedule. */
export type Rate = number | Schedule;

/** The value of a rate at a time. */
export function rateAt(rate: Rate, epoch: number): number {
  return typeof rate === "number" ? rate : rate.at(epoch);
}
