import { type Bar, effectOf, type Measured } from "./effect.ts";

/**
 * The effect "so many times the spread over seeds": the ratio of two standard deviations over the same seeds.
 *
 * Its values are the jackknife's, n·ln r − (n − 1)·ln r₋ᵢ, where r₋ᵢ is the ratio without seed i. They vary as much as the shape of
 * the noise and the pairing make them, where an F-test takes the noise for normal. Overlapping splits narrow both spreads alike.
 *
 * @param values - One per seed, and `others` in the same order.
 * @param resolution - Values are known in steps of this size, and taken to spread no less.
 * @see Miller, "Jackknifing variances", Annals of Mathematical Statistics 39, 1968.
 */
export function spreadRatio(
  name: string,
  [values, others]: readonly [readonly number[], readonly number[]],
  bar: Bar,
  resolution = 0,
): Measured {
  const count = values.length;
  const without = (list: readonly number[], left: number): number[] =>
    list.filter((_, seed) => seed !== left);
  const logRatio = (some: readonly number[], others: readonly number[]): number =>
    Math.log(Math.max(spreadOf(some), resolution) / Math.max(spreadOf(others), resolution));
  const whole = logRatio(values, others);
  const pseudo = values.map(
    (_, seed) => count * whole - (count - 1) * logRatio(without(values, seed), without(others, seed)),
  );
  // Where some do not spread at all no ratio is known.
  return { ...effectOf(name, "times", pseudo.every(Number.isFinite) ? pseudo : [], bar), overlap: 0 };
}

/** The standard deviation, with n − 1. */
function spreadOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
