import { checkArray, checkKeys, checkNumber, type Limits, rangeError, show } from "../check.ts";
import type { Schedule } from "./schedule.ts";

/** Options of `piecewise`. */
export interface PiecewiseOptions {
  /** The values in order, each ≥ 0: one more than there are times in `until`. */
  readonly values: readonly number[];
  /** The times in epochs, > 0 and rising, at which one value gives way to the next. */
  readonly until: readonly number[];
}

/**
 * A rate that is constant in pieces: r(t) = valuesᵢ for the first i with t < untilᵢ, and the last value after all of
 * them.
 *
 * @param options - The values, and the times at which one gives way to the next.
 * @returns A schedule.
 * @throws RangeError if a number is outside its range, the times do not rise, or the numbers of values and times do
 * not fit.
 * @example
 * const momentum = piecewise({ values: [0.5, 0.9], until: [5] });
 * momentum.at(4.9); // 0.5
 * momentum.at(5); // 0.9
 *
 * Source of the example: Hinton, "A practical guide to training restricted Boltzmann machines", 2010, section 9.
 */
export function piecewise(options: PiecewiseOptions): Schedule {
  const action = "create piecewise";
  checkKeys(action, options, ["values", "until"]);
  const values = checkList(action, "values", options.values, { min: 0 });
  const until = checkList(action, "until", options.until, { above: 0 });
  if (values.length !== until.length + 1) {
    throw rangeError(action, "one value more than there are times", `${values.length} and ${until.length}`);
  }
  if (until.some((time, index) => index > 0 && time <= until[index - 1]!)) {
    throw rangeError(action, "until to rise", show(until));
  }
  return Object.freeze({
    name: `piecewise(values=[${values.join(", ")}], until=[${until.join(", ")}])`,
    at: (epoch: number) => values[until.filter((time) => time <= epoch).length]!,
  });
}

function checkList(action: string, name: string, list: readonly number[], limits: Limits): number[] {
  return checkArray(action, `${name} to be an array of numbers`, list).map((value, index) =>
    checkNumber(action, `${name}[${index}]`, value, limits),
  );
}
