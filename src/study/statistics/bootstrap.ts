import { RandomStream } from "../../random/stream.ts";

/** A mean with its interval; null where it is not bounded on that side. */
export interface Interval {
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** Up to this many values all resamples are gone through, 92,378 of them at most, and nothing is drawn. */
const LARGEST_EXHAUSTIVE = 10;
const DRAWS = 20_000;
/** With three values, resamples of one value repeated are more than a tail. */
const FEWEST = 4;

/**
 * The bootstrap-t interval of a mean.
 *
 * Of each resample, t* = (mean* − mean)/s*; the interval is mean − s·t*(quantiles). Unlike the percentile interval it keeps
 * its level with a handful of values, since it knows that s is uncertain too. Resamples of one value repeated have an infinite
 * t*, and fewer than four values bound nothing.
 *
 * @param values - One per pair.
 * @param level - Such as 0.95, half of the rest on each side.
 * @see Efron, Tibshirani, "An introduction to the bootstrap", 1993, section 12.5.
 */
export function bootstrapInterval(values: readonly number[], level = 0.95): Interval {
  const count = values.length;
  const { mean, error } = moments(
    values,
    values.map(() => 1),
  );
  if (count < FEWEST) return { mean, low: null, high: null };
  if (error <= 1e-12 * Math.max(...values.map(Math.abs))) return { mean, low: mean, high: mean }; // all the same
  const ratios = resamples(count)
    .map(({ counts, weight }) => {
      const resample = moments(values, counts);
      return { t: studentized(resample.mean - mean, resample.error), weight };
    })
    .sort((a, b) => a.t - b.t);
  const tail = (1 - level) / 2;
  const bounded = (t: number): number | null => (Number.isFinite(t) ? mean - error * t : null);
  return { mean, low: bounded(quantile(ratios, 1 - tail)), high: bounded(quantile(ratios, tail)) };
}

function studentized(difference: number, error: number): number {
  if (error > 0) return difference / error;
  return difference === 0 ? 0 : Math.sign(difference) * Number.POSITIVE_INFINITY;
}

/** The mean of values that are taken so many times each, and its standard error. */
function moments(values: readonly number[], counts: readonly number[]) {
  const size = values.length;
  const mean = values.reduce((sum, value, index) => sum + counts[index]! * value, 0) / size;
  const squares = values.reduce((sum, value, index) => sum + counts[index]! * (value - mean) ** 2, 0);
  const only = counts.filter((count) => count > 0).length === 1;
  return { mean, error: only ? 0 : Math.sqrt(squares / (size - 1) / size) };
}

interface Weighted {
  readonly t: number;
  readonly weight: number;
}

/** The least value that has this share of the weight at or below it. */
function quantile(sorted: readonly Weighted[], share: number): number {
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  let below = 0;
  for (const { t, weight } of sorted) {
    below += weight;
    if (below >= share * total) return t;
  }
  return sorted.at(-1)!.t;
}

interface Resample {
  /** How often each value is taken. */
  readonly counts: readonly number[];
  /** In how many ways. */
  readonly weight: number;
}

function resamples(count: number): readonly Resample[] {
  if (count <= LARGEST_EXHAUSTIVE) return multisets(count, count, factorial(count));
  const random = new RandomStream(count, "bootstrap");
  return Array.from({ length: DRAWS }, () => {
    const counts = Array.from({ length: count }, () => 0);
    for (let draw = 0; draw < count; draw++) counts[random.integer(count)]! += 1;
    return { counts, weight: 1 };
  });
}

/** All ways of taking `total` from `kinds`, each with its number of orders, weight / Π counts!. */
function multisets(kinds: number, total: number, weight: number): Resample[] {
  if (kinds === 1) return [{ counts: [total], weight: weight / factorial(total) }];
  return Array.from({ length: total + 1 }, (_, first) =>
    multisets(kinds - 1, total - first, weight / factorial(first)).map(({ counts, weight: ways }) => ({
      counts: [first, ...counts],
      weight: ways,
    })),
  ).flat();
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}
