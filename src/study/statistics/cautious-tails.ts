/** Shares of the tail, and their logarithms. */
const SHARES = [0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.0025, 0.001, 0.0005, 0.00025, 0.0001];

/**
 * Of so many values that are as skewed as exp(normal), how far Student's ratio (mean − truth)/(s/√n) lies below zero with these
 * shares: a few values that happen to lie together, far below a mean that rare large ones make. From
 * `test/fixtures/lognormal-tails.py`.
 */
const QUANTILES: Readonly<Record<number, readonly number[]>> = {
  4: [2.2, 4.94, 7.5, 10.6, 15.7, 20.6, 26.7, 37.1, 47.2, 60, 82],
  5: [1.96, 4.27, 6.3, 8.62, 12.2, 15.5, 19.2, 25.1, 30.5, 36.7, 46.6],
  6: [1.81, 3.86, 5.6, 7.54, 10.4, 12.9, 15.7, 20, 23.6, 27.8, 34],
  7: [1.7, 3.58, 5.14, 6.83, 9.31, 11.4, 13.7, 17, 19.9, 23, 27.7],
  8: [1.61, 3.37, 4.8, 6.32, 8.53, 10.3, 12.3, 15.2, 17.5, 20.1, 23.8],
  9: [1.55, 3.21, 4.54, 5.95, 7.95, 9.58, 11.3, 13.8, 15.8, 18, 21.2],
  10: [1.49, 3.08, 4.33, 5.64, 7.49, 8.97, 10.5, 12.8, 14.6, 16.5, 19.2],
  12: [1.41, 2.88, 4.01, 5.19, 6.83, 8.12, 9.47, 11.4, 12.9, 14.4, 16.7],
  15: [1.32, 2.67, 3.7, 4.74, 6.16, 7.28, 8.43, 10, 11.2, 12.5, 14.3],
  20: [1.22, 2.45, 3.36, 4.27, 5.49, 6.43, 7.39, 8.69, 9.7, 10.7, 12.2],
  30: [1.11, 2.21, 3, 3.77, 4.78, 5.55, 6.32, 7.35, 8.13, 8.91, 9.96],
};

const LOG_SHARES = SHARES.map(Math.log);
const LOG_QUANTILES = new Map(
  Object.entries(QUANTILES).map(([count, row]) => [Number(count), row.map(Math.log)]),
);

/**
 * How many standard errors leave at most this share beyond them on either side, for values of any shape up to the skew of
 * exp(normal).
 *
 * @param count - How many values there are, at least four.
 * @param share - At most 0.25.
 */
export function cautiousQuantile(count: number, share: number): number {
  return Math.exp(onLines(Math.log(share), LOG_SHARES, rowOf(count)));
}

/** The row for this many values, or the next fewer. */
function rowOf(count: number): readonly number[] {
  const counts = [...LOG_QUANTILES.keys()].filter((rowCount) => rowCount <= count);
  return LOG_QUANTILES.get(Math.max(...counts))!;
}

/** The height at a place of the straight lines through points, the outer lines going on for ever. */
function onLines(place: number, places: readonly number[], heights: readonly number[]): number {
  const rising = places[1]! > places[0]! ? 1 : -1;
  const beyond = places.findIndex((each) => rising * (each - place) >= 0);
  const right = beyond === -1 ? places.length - 1 : Math.max(1, beyond);
  const part = (place - places[right - 1]!) / (places[right]! - places[right - 1]!);
  return heights[right - 1]! + part * (heights[right]! - heights[right - 1]!);
}
