import type { RandomStream } from "../random/stream.ts";

/**
 * The examples of one epoch, cut into batches: in file order, or in a random order where a stream is given. The last
 * batch may be smaller; a single example that would be left over joins the batch before it, since one example has no
 * batch statistics.
 */
export function batchesOf(
  examples: number,
  batchSize: number,
  order: RandomStream | undefined,
): Uint32Array[] {
  const indices = order?.permutation(examples) ?? Uint32Array.from({ length: examples }, (_, index) => index);
  const batches: Uint32Array[] = [];
  for (let start = 0; start < examples; ) {
    const left = examples - start;
    const size = left === batchSize + 1 && batchSize > 1 ? left : Math.min(batchSize, left);
    batches.push(indices.subarray(start, start + size));
    start += size;
  }
  return batches;
}
