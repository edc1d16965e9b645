/** How many examples each class has. */
export function countLabels(labels: ArrayLike<number>, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (let example = 0; example < labels.length; example++) counts[labels[example]!]! += 1;
  return counts;
}
