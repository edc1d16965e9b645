import { cautiousQuantile, cautiousShare } from "./cautious-tails.ts";
import { studentQuantile, studentShare } from "./student.ts";

/** A mean with its interval; null where it is not bounded. */
export interface Interval {
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** What is known of the spread beside the values. */
export interface Spread {
  /** Test examples over training examples of a split: splits of one data set overlap, and their results go together. Default 0. */
  readonly overlap?: number;
  /** Values are known in steps of this size, and taken to spread no less. Default 0. */
  readonly resolution?: number;
}

/** What the interval and the test of a mean are made from. */
export interface Estimate {
  readonly count: number;
  readonly mean: number;
  /** What is known of how far the mean may be off; undefined where the values say nothing of it, being too few or all the same. */
  readonly errors?: {
    /** s/√n, of seeds that have nothing in common. */
    readonly seeds: number;
    /** s·√(1/n + test/train), of splits that overlap. */
    readonly splits: number;
  };
}

/** With three values the tails are out of all proportion. */
export const FEWEST = 4;
/** Values that differ by less than this share of the largest are the same, but for rounding. */
const ROUNDING = 1e-9;

/**
 * The mean of one value per seed and its standard errors.
 *
 * @see Nadeau, Bengio, "Inference for the generalization error", Machine Learning 52, 2003, section 3.
 */
export function estimateOf(
  values: readonly number[],
  { overlap = 0, resolution = 0 }: Spread = {},
): Estimate {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const spread = Math.max(Math.sqrt(squares / (count - 1)), resolution);
  if (count < FEWEST || !(spread > ROUNDING * Math.max(...values.map(Math.abs)))) return { count, mean };
  return {
    ...{ count, mean },
    errors: { seeds: spread / Math.sqrt(count), splits: spread * Math.sqrt(1 / count + overlap) },
  };
}

// Two things make Student's interval too narrow: noise that is not normal, of which skew is the worst, and splits that overlap. Each is
// answered as if it were alone, and the wider of the two answers holds: skewed noise by the quantiles of skewed values, overlapping splits
// by the wider standard error.

/** The interval of an estimate that leaves at most so much on either side. */
export function intervalOf({ count, mean, errors }: Estimate, tails: Tails): Interval {
  const bound = (sign: number, tail: number): number | null => {
    if (errors === undefined) return null;
    const skewed = errors.seeds * cautiousQuantile(count, tail);
    const overlapping = errors.splits * studentQuantile(count - 1, tail);
    return mean + sign * Math.max(skewed, overlapping);
  };
  return { mean, low: bound(-1, tails.below), high: bound(1, tails.above) };
}

/** The share of studies whose mean would lie as far from the truth on one side; 1 where the values say nothing. */
export function shareBeyond({ count, errors }: Estimate, distance: number): number {
  if (errors === undefined || distance <= 0) return 1;
  const overlapping = studentShare(count - 1, distance / errors.splits);
  return Math.max(cautiousShare(count, distance / errors.seeds), overlapping);
}

/** What an interval leaves below it and above it. */
export interface Tails {
  readonly below: number;
  readonly above: number;
}
