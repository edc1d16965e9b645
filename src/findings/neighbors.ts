/**
 * The nearest other example of each, by the distance of their rows, each column divided by its standard deviation.
 *
 * @param rows - Standardized examples.
 * @returns The index of the neighbor of each; of equally near ones the first.
 */
export function nearestNeighbors(rows: readonly Float64Array[]): Int32Array {
  const nearest = new Int32Array(rows.length).fill(-1);
  const least = new Float64Array(rows.length).fill(Number.POSITIVE_INFINITY);
  for (let a = 0; a < rows.length; a++) {
    for (let b = a + 1; b < rows.length; b++) {
      const distance = squaredDistance(rows[a]!, rows[b]!, Math.max(least[a]!, least[b]!));
      if (distance < least[a]!) {
        least[a] = distance;
        nearest[a] = b;
      }
      if (distance < least[b]!) {
        least[b] = distance;
        nearest[b] = a;
      }
    }
  }
  return nearest;
}

/** ‖a − b‖², or some number beyond `enough` where it is more than that. */
function squaredDistance(a: Float64Array, b: Float64Array, enough: number): number {
  let sum = 0;
  for (let column = 0; column < a.length && sum <= enough; column++) sum += (a[column]! - b[column]!) ** 2;
  return sum;
}

/**
 * By how many standard deviations neighbors have the same label more often than by chance, where each class counts alike: the mean of
 * 1/p over the examples whose neighbor is of their class, of share p, is 1 by chance, with variance (classes − 1)/n; two that are
 * each other's neighbors say one thing twice, so that their share adds to the variance.
 */
export function scoreOfLabels(labels: ArrayLike<number>, neighbors: Int32Array): number {
  const counts = new Map<number, number>();
  for (let example = 0; example < labels.length; example++) {
    counts.set(labels[example]!, (counts.get(labels[example]!) ?? 0) + 1);
  }
  if (counts.size < 2) return 0;
  let sum = 0;
  for (const [example, neighbor] of neighbors.entries()) {
    const label = labels[example]!;
    if (neighbor >= 0 && labels[neighbor] === label) sum += 1 / counts.get(label)!;
  }
  return (sum - 1) / Math.sqrt(((counts.size - 1) / labels.length) * (1 + mutualShare(neighbors)));
}

/** The correlation of numbers with those of their neighbors, times √n, or less by those that are each
 * other's neighbors: its standard deviation by chance is 1. */
export function scoreOfNumbers(values: ArrayLike<number>, neighbors: Int32Array): number {
  const count = values.length;
  const own = Array.from({ length: count }, (_, example) => values[example]!);
  const others = own.map((value, example) => (neighbors[example]! < 0 ? value : own[neighbors[example]!]!));
  const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / count;
  const [a, b] = [mean(own), mean(others)];
  const product = mean(own.map((value, example) => (value - a) * (others[example]! - b)));
  const size = Math.sqrt(
    mean(own.map((value) => (value - a) ** 2)) * mean(others.map((value) => (value - b) ** 2)),
  );
  return size > 0 ? (product / size) * Math.sqrt(count / (1 + mutualShare(neighbors))) : 0;
}

/** The share of examples that are the neighbors of their neighbors. */
function mutualShare(neighbors: Int32Array): number {
  return neighbors.filter((neighbor, example) => neighbors[neighbor] === example).length / neighbors.length;
}
