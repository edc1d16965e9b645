import { type Cell, isOf } from "./cell.ts";
import { meanOf } from "./statistics/evidence.ts";
import type { TrialResult } from "./trial-result.ts";

/** How learning rates are chosen. Plain JSON. */
export interface Tuning {
  /** Seeds that are used for nothing else, so that no rate is chosen on what is then compared. */
  readonly seeds: readonly number[];
  /** The rates that each optimizer's search begins with. */
  readonly rates: Readonly<Record<string, readonly number[]>>;
  /** How many rates the grid is widened by at most, on each side. */
  readonly widenings: number;
}

/** What the tuning of a cell says so far. */
export interface Tuned {
  /** The rates that belong to the grid, rising; of some of them results may be missing. */
  readonly rates: readonly number[];
  /** The best rate of those that have all their results. */
  readonly best: number;
  /** Whether a better rate may lie beyond an end of a grid that is widened no further. */
  readonly atBorder: boolean;
}

/**
 * The grid of a cell, which grows at an end as long as its best rate stands there: rate by rate, by factors of √10. The best has the
 * least validation error of any epoch in the mean over the seeds, of equal ones the least loss, of equal losses it is the smallest.
 * Rates at which a run diverged come last; where one did at every rate, smaller ones are tried.
 *
 * Where no rate does better than the net before training, a smaller one would do less and is not tried.
 */
export function tune(grid: TunedGrid, results: readonly TrialResult[]): Tuned {
  const byRate = new Map<number, TrialResult[]>();
  for (const result of results) {
    const { learningRate } = result.spec;
    byRate.set(learningRate, [...(byRate.get(learningRate) ?? []), result]);
  }
  return tuneBy(
    grid,
    [...byRate].map(([rate, results]) => rankOf(rate, results)),
  );
}

/** The same from how each rate did, whatever its error is one of. */
export function tuneBy({ rates: first, widenings }: TunedGrid, tried: readonly Rank[]): Tuned {
  let rates = first;
  let [below, above] = [0, 0];
  for (;;) {
    const known = tried.filter(({ rate }) => rates.includes(rate));
    const ranked = [...known].sort(byRank);
    const best = ranked[0]?.rate ?? first[0]!;
    if (known.length < rates.length) return { rates, best, atBorder: false };
    const diverges = ranked[0]!.diverged > 0;
    const learns = ranked.some(({ error, before }) => error < LEARNS * before);
    const down = diverges || (learns && best === rates[0]);
    const up = !diverges && (!learns || best === rates.at(-1));
    if (up && above < widenings) {
      rates = [...rates, halfDecade(rates.at(-1)!, 1)];
      above += 1;
    } else if (down && below < widenings) {
      rates = [halfDecade(rates[0]!, -1), ...rates];
      below += 1;
    } else return { rates, best, atBorder: down || (up && learns) };
  }
}

/** The grid that a cell's tuning begins with. */
export interface TunedGrid {
  readonly rates: readonly number[];
  readonly widenings: number;
}

/** A net that learns has less than this of the error that it had before training. */
const LEARNS = 0.95;

/** How a rate did. */
export interface Rank {
  readonly rate: number;
  /** How many runs diverged. */
  readonly diverged: number;
  readonly error: number;
  readonly loss: number;
  /** The error before training. */
  readonly before: number;
}

function rankOf(rate: number, results: readonly TrialResult[]): Rank {
  const least = (figure: "validationError" | "validationLoss"): number =>
    meanOf(results.map(({ curve }) => Math.min(...curve.map((point) => point[figure]))));
  return {
    rate,
    diverged: results.filter(({ diverged }) => diverged !== undefined).length,
    error: least("validationError"),
    loss: least("validationLoss"),
    before: meanOf(results.map(({ curve }) => curve[0]!.validationError)),
  };
}

/** The better first. */
export const byRank = (a: Rank, b: Rank): number =>
  a.diverged - b.diverged || a.error - b.error || a.loss - b.loss || a.rate - b.rate;

/** The next rate, half a power of ten further, of three digits. */
function halfDecade(rate: number, step: 1 | -1): number {
  const next = rate * Math.sqrt(step > 0 ? 10 : 0.1);
  const even = 10 ** (Math.round(2 * Math.log10(next)) / 2); // the same digits however it was come to
  return Number((Math.abs(next / even - 1) < 0.01 ? even : next).toPrecision(3));
}

/** The results of a cell's tuning. */
export function tuningOf(cell: Cell, tuned: readonly TrialResult[]): readonly TrialResult[] {
  return tuned.filter(({ spec }) => spec.purpose === "tune" && isOf(cell, spec));
}
