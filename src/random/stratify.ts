/** How many examples each class has. */
export function countLabels(labels: ArrayLike<number>, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (let example = 0; example < labels.length; example++) counts[labels[example]!]! += 1;
  return counts;
}

/** Shares out `total` in proportion to `counts`, in whole numbers, by the largest remainders. */
export function shares(counts: readonly number[], total: number): number[] {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const whole = counts.map((count) => Math.floor((count * total) / all));
  const left = total - whole.reduce((sum, share) => sum + share, 0);
  const byRemainder = counts
    .map((count, index) => ({ index, remainder: (count * total) % all }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, left)) whole[index]! += 1;
  return whole;
}

/** Goes through the examples in order: the first of each class, up to its share, are the training part. */
export function partByClass(
  order: Uint32Array,
  labels: Int32Array,
  trainingShares: readonly number[],
): [train: number[], test: number[]] {
  const remaining = [...trainingShares];
  const [train, test]: [number[], number[]] = [[], []];
  for (const index of order) {
    const label = labels[index]!;
    if (remaining[label]! > 0) {
      remaining[label]! -= 1;
      train.push(index);
    } else test.push(index);
  }
  return [train, test];
}
