/** How many examples each class has. */
export function countLabels(labels: ArrayLike<number>, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (let example = 0; example < labels.length; example++) counts[labels[example]!]! += 1;
  return counts;
}

/**
 * Shares out `total` in proportion to `counts`, in whole numbers, by the largest remainders; none gets more than its `most`, and what
 * it would have had goes to the others.
 */
export function shares(counts: readonly number[], total: number, most: readonly number[] = counts): number[] {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const whole = counts.map((count, index) => Math.min(Math.floor((count * total) / all), most[index]!));
  let left = total - whole.reduce((sum, share) => sum + share, 0);
  const byRemainder = counts
    .map((count, index) => ({ index, remainder: (count * total) % all }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (let next = 0; left > 0; next = (next + 1) % counts.length) {
    const { index } = byRemainder[next]!;
    if (whole[index] === most[index]) continue;
    whole[index]! += 1;
    left -= 1;
  }
  return whole;
}

/** Parts examples that come in this order: the first of each class, up to its share, and the rest. */
export function partByClass(
  order: Uint32Array,
  labels: Int32Array,
  shareOfClass: readonly number[],
): [first: number[], rest: number[]] {
  const remaining = [...shareOfClass];
  const [first, rest]: [number[], number[]] = [[], []];
  for (const index of order) {
    const label = labels[index]!;
    if (remaining[label]! > 0) {
      remaining[label]! -= 1;
      first.push(index);
    } else rest.push(index);
  }
  return [first, rest];
}
