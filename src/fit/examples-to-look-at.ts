const MOST = 1000;

/** The indices of examples that a look at a trained model takes: all, or a thousand evenly spaced ones, since files may be sorted. */
export function examplesToLookAt(examples: number): Uint32Array {
  const count = Math.min(examples, MOST);
  return Uint32Array.from({ length: count }, (_, index) => Math.floor((index * examples) / count));
}
