/** The middle of numbers, or the mean of the two in the middle. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * What repetitions gave: the median with the least and the greatest.
 *
 * @param {readonly number[]} numbers - At least one.
 * @returns {{ median: number, least: number, greatest: number, count: number }}
 */
export function summarize(numbers) {
  return {
    median: median(numbers),
    least: Math.min(...numbers),
    greatest: Math.max(...numbers),
    count: numbers.length,
  };
}

/**
 * How many times as long one system took as another: the ratios within each round, so that a machine that is
 * slower in one round than in the next does not tilt them.
 *
 * @param {readonly number[]} numerators - One per round.
 * @param {readonly number[]} denominators - Of the same rounds; where one list is shorter, the rest is left
 * out.
 */
export function pairwiseRatio(numerators, denominators) {
  const rounds = Math.min(numerators.length, denominators.length);
  return summarize(Array.from({ length: rounds }, (_, round) => numerators[round] / denominators[round]));
}
