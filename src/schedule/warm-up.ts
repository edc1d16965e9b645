import { checkKeys, checkNumber } from "../check.ts";
import { checkRate } from "./check-rate.ts";
import { nameOfRate, type Progress, type Rate, rateAt, type Schedule } from "./schedule.ts";

/** Options of `warmUp`. */
export interface WarmUpOptions {
  /** Epochs until the schedule takes over, > 0. */
  readonly epochs: number;
  /** What comes after: a number ≥ 0 or a schedule. */
  readonly schedule: Rate;
  /** The value at the start, ≥ 0. Default 0, which makes the very first update a zero one. */
  readonly from?: number | undefined;
}

/**
 * A rate that rises on a straight line to the first value of a schedule and then follows that schedule:
 * r(t) = from + (s(0) − from)·t / epochs before `epochs`, and s(t − epochs) from then on.
 *
 * The schedule's own time starts when the warm-up is over, so nothing of it is skipped: `cosine` over 20 epochs after
 * a warm-up of 5 ends at 25.
 *
 * @param options - The epochs of the warm-up, the schedule after it and the value it starts from.
 * @returns A schedule.
 * @throws RangeError if a number is outside its range.
 * @example
 * const rate = warmUp({ epochs: 5, schedule: cosine({ rate: 0.1, epochs: 20 }) });
 * rate.at(2.5); // 0.05
 * rate.at(5); // 0.1
 * rate.at(25); // 0
 *
 * @see Goyal et al., "Accurate, large minibatch SGD: training ImageNet in 1 hour", 2017, section 2.2.
 */
export function warmUp(options: WarmUpOptions): Schedule {
  const action = "create warmUp";
  checkKeys(action, options, ["epochs", "schedule", "from"]);
  const { epochs, schedule, from = 0 } = options;
  checkNumber(action, "epochs", epochs, { above: 0 });
  checkRate(action, "schedule", schedule, { min: 0 });
  checkNumber(action, "from", from, { min: 0 });
  return Object.freeze({
    name: `warmUp(epochs=${epochs}, schedule=${nameOfRate(schedule)}, from=${from})`,
    at(epoch: number, progress?: Progress) {
      const to = rateAt(schedule, Math.max(epoch - epochs, 0), progress && after(epochs, progress));
      return epoch < epochs ? from + ((to - from) * epoch) / epochs : to;
    },
  });
}

/** The progress of a run as seen by what starts later: the epochs that began before are not there. */
function after(start: number, progress: Progress): Progress {
  const figures = Object.entries(progress);
  return Object.fromEntries(figures.map(([name, values]) => [name, values.slice(Math.ceil(start))]));
}
