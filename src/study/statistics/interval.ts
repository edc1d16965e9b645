import { cautiousQuantile } from "./cautious-tails.ts";

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
  /** The standard error; undefined where the values say nothing of it, being too few or all the same. */
  readonly error: number | undefined;
}

/** With three values the tails are out of all proportion. */
export const FEWEST = 4;
/** Values that differ by less than this share of the largest are the same, but for rounding. */
const ROUNDING = 1e-9;

/**
 * The mean of one value per seed and its standard error, s·√(1/n + test/train).
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
  const known = count >= FEWEST && spread > ROUNDING * Math.max(...values.map(Math.abs));
  return { count, mean, error: known ? spread * Math.sqrt(1 / count + overlap) : undefined };
}

/** The interval of an estimate that leaves so much on either side: mean ± error · the cautious quantile. */
export function intervalOf({ count, mean, error }: Estimate, tails: Tails): Interval {
  const bound = (sign: number, tail: number): number | null =>
    error === undefined ? null : mean + sign * error * cautiousQuantile(count, tail);
  return { mean, low: bound(-1, tails.below), high: bound(1, tails.above) };
}

/** What an interval leaves below it and above it. */
export interface Tails {
  readonly below: number;
  readonly above: number;
}
