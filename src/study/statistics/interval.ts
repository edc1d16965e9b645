import { cautiousQuantile } from "./cautious-tails.ts";
import { studentQuantile } from "./student.ts";

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
    /** s/√n: what is each seed's own. */
    readonly own: number;
    /** s·√(test/train): what overlapping splits have in common. */
    readonly shared: number;
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
    errors: { own: spread / Math.sqrt(count), shared: spread * Math.sqrt(overlap) },
  };
}

/**
 * How far from the truth the mean is with this share on one side. What is each seed's own may be as skewed as noise gets, and is far out by
 * the quantiles of skewed values; what the splits have in common by those of Student's t. They are independent, so their squares add.
 */
function distanceAt(share: number, count: number, { own, shared }: NonNullable<Estimate["errors"]>): number {
  const common = shared === 0 ? 0 : shared * studentQuantile(count - 1, share);
  return Math.hypot(own * cautiousQuantile(count, share), common);
}

/** The interval of an estimate that leaves at most so much on either side. */
export function intervalOf({ count, mean, errors }: Estimate, tails: Tails): Interval {
  const bound = (sign: number, tail: number): number | null =>
    errors === undefined ? null : mean + sign * distanceAt(tail, count, errors);
  return { mean, low: bound(-1, tails.below), high: bound(1, tails.above) };
}

/** Larger shares than this are not told exactly. */
const NEAR = 0.25;
const BISECTIONS = 60;

/** The share of studies whose mean would lie as far from the truth on one side; 1 where the values say nothing. */
export function shareBeyond({ count, errors }: Estimate, distance: number): number {
  if (errors === undefined || distance <= 0) return 1;
  const nearest = distanceAt(NEAR, count, errors);
  if (distance <= nearest) return 1 - (1 - NEAR) * (distance / nearest);
  let [low, high] = [Math.log(Number.MIN_VALUE), Math.log(NEAR)];
  for (let bisection = 0; bisection < BISECTIONS; bisection++) {
    const middle = (low + high) / 2;
    if (distanceAt(Math.exp(middle), count, errors) > distance) low = middle;
    else high = middle;
  }
  return Math.exp(high);
}

/** What an interval leaves below it and above it. */
export interface Tails {
  readonly below: number;
  readonly above: number;
}
