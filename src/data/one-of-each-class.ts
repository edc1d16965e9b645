/**
 * Sees to it that each part has an example of each class that has as many examples as there are parts: `counts[part][class]`.
 * A part without one takes it from the part that has the most, and gives for it one of the class that it has most of, so
 * that no part changes its size. Where every part has as many examples as there are classes this always succeeds.
 */
export function withOneOfEachClass(counts: readonly (readonly number[])[]): number[][] {
  const parts = counts.map((part) => [...part]);
  for (const label of parts[0]!.keys()) {
    const total = parts.reduce((sum, part) => sum + part[label]!, 0);
    if (total < parts.length) continue;
    for (const part of parts.filter((part) => part[label] === 0)) {
      const giver = parts.reduce((most, other) => (other[label]! > most[label]! ? other : most));
      const given = part.indexOf(part.reduce((most, count) => Math.max(most, count)));
      if (part[given]! < 2) continue;
      giver[label]! -= 1;
      part[label]! += 1;
      part[given]! -= 1;
      giver[given]! += 1;
    }
  }
  return parts;
}
