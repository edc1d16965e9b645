import { expect } from "vitest";
import fixture from "../fixtures/random-streams.json" with { type: "json" };

const quantiles: Record<string, readonly number[]> = fixture.chiSquared;

/**
 * Expects counts to be drawn from these probabilities by Pearson's test: Σ (count − expected)² / expected lies between
 * the quantiles 0.0005 and 0.9995 of chi-squared, so draws that are too even are found as well as biased ones.
 */
export function expectDistribution(counts: readonly number[], probabilities: readonly number[]): void {
  const [low, high] = quantiles[counts.length - 1]!;
  const draws = counts.reduce((sum, count) => sum + count, 0);
  const statistic = counts.reduce((sum, count, index) => {
    const expected = draws * probabilities[index]!;
    return sum + (count - expected) ** 2 / expected;
  }, 0);
  expect(statistic).toBeGreaterThan(low!);
  expect(statistic).toBeLessThan(high!);
}

/** How many of the draws fall into each of `bins` classes. */
export function countBy<T>(draws: Iterable<T>, bins: number, binOf: (draw: T) => number): number[] {
  const counts = Array.from({ length: bins }, () => 0);
  for (const draw of draws) counts[binOf(draw)]! += 1;
  return counts;
}

/** The same probability for each of `bins` classes. */
export function even(bins: number): number[] {
  return Array.from({ length: bins }, () => 1 / bins);
}
