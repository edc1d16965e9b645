import { checkInteger, checkKeys, checkNumber, checkString } from "../check.ts";
import type { Progress, Schedule } from "../schedule/schedule.ts";
import type { Metric } from "./history.ts";
import { checkMonitor, isAccuracy } from "./monitor.ts";

/** Options of `reduceOnPlateau`. */
export interface ReduceOnPlateauOptions {
  /** The value at the start, ≥ 0. */
  readonly rate: number;
  /** What each reduction multiplies the rate by, in (0, 1). Default 0.1. */
  readonly factor?: number | undefined;
  /** Epochs without improvement before a reduction, and between two, ≥ 1. Default 3. */
  readonly patience?: number | undefined;
  /** The least change that counts as improvement, ≥ 0. Default 0. */
  readonly minimumChange?: number | undefined;
  /** The least value, from 0 to `rate`. Default 0. */
  readonly minimum?: number | undefined;
  /**
   * The figure to watch: an accuracy should rise, anything else should fall. Default `"validationLoss"`, and for an RBM
   * `"validationReconstructionError"`.
   */
  readonly monitor?: Metric | undefined;
}

/**
 * A rate that falls whenever a figure has stopped improving: r ← max(r·factor, minimum) after `patience` epochs in a row
 * that are not better than the best before them by more than `minimumChange`.
 *
 * The schedule remembers nothing: it reads what the run has measured so far, so one object can serve any number of runs.
 *
 * @param options - The first rate, how and when it falls, and the figure to watch.
 * @returns A schedule, which outside a run is its first rate.
 * @throws RangeError if a number is outside its range; so does `fit`, before it begins, if the run does not report the figure.
 * @example
 * sgd({ learningRate: reduceOnPlateau({ rate: 0.1, factor: 0.5, patience: 3 }) });
 *
 * @see He, Zhang, Ren, Sun, "Deep residual learning for image recognition", CVPR 2016, section 3.4, which divides the rate
 * by 10 "when the error plateaus".
 */
export function reduceOnPlateau(options: ReduceOnPlateauOptions): Schedule {
  const action = "create reduceOnPlateau";
  checkKeys(action, options, ["rate", "factor", "patience", "minimumChange", "minimum", "monitor"]);
  const { rate, factor = 0.1, patience = 3, minimumChange = 0, minimum = 0, monitor } = options;
  checkNumber(action, "rate", rate, { min: 0 });
  checkNumber(action, "factor", factor, { above: 0, below: 1 });
  checkInteger(action, "patience", patience, { min: 1 });
  checkNumber(action, "minimumChange", minimumChange, { min: 0 });
  checkNumber(action, "minimum", minimum, { min: 0, max: rate });
  if (monitor !== undefined) checkString(action, "monitor", monitor);
  const watched = monitor === undefined ? "" : `, monitor=${monitor}`;
  const name = `reduceOnPlateau(rate=${rate}, factor=${factor}, patience=${patience}, minimumChange=${minimumChange}, minimum=${minimum}${watched})`;
  return Object.freeze({
    name,
    at(_epoch: number, progress?: Progress) {
      if (progress === undefined) return rate;
      const figure = checkMonitor<string>(`follow ${name}`, "monitor", monitor, Object.keys(progress));
      const sign = isAccuracy(figure) ? -1 : 1;
      let reduced = rate;
      let best = Number.POSITIVE_INFINITY;
      let waited = 0;
      for (const value of progress[figure]!) {
        const cost = sign * value;
        const improves = cost < best - minimumChange;
        if (improves) best = cost;
        waited = improves ? 0 : waited + 1;
        if (waited === patience) {
          reduced = Math.max(reduced * factor, minimum);
          waited = 0;
        }
      }
      return reduced;
    },
  });
}
