/** The two 32-bit words that select a stream of random numbers. */
export type Key = readonly [number, number];

/** The four 32-bit words that select a block within a stream. */
export type Counter = readonly [number, number, number, number];

const ROUNDS = 10;
const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const KEY_STEP_0 = 0x9e3779b9; // the golden ratio
const KEY_STEP_1 = 0xbb67ae85; // √3 − 1

/**
 * Fills `words` with the blocks of the stream `key` from block `counter` on, four words each: Philox4x32-10, a keyed permutation
 * of the counter, so any block can be had without those before it.
 *
 * @see Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011, section 4.3.
 */
export function philox(key: Key, counter: Counter, words: Uint32Array): void {
  for (let at = 0; at < words.length; at += 4) {
    let key0 = key[0] | 0; // a pattern, let [key0, key1] = key, takes five times as long here
    let key1 = key[1] | 0;
    const block = (counter[0] >>> 0) + at / 4;
    let x0 = block | 0;
    let x1 = (counter[1] + Math.floor(block / 2 ** 32)) | 0;
    let x2 = counter[2] | 0;
    let x3 = counter[3] | 0;
    for (let round = 0; round < ROUNDS; round++) {
      const high0 = multiplyHigh(MULTIPLIER_0, x0);
      const high1 = multiplyHigh(MULTIPLIER_1, x2);
      const low0 = Math.imul(MULTIPLIER_0, x0);
      const low1 = Math.imul(MULTIPLIER_1, x2);
      x0 = high1 ^ x1 ^ key0;
      x1 = low1;
      x2 = high0 ^ x3 ^ key1;
      x3 = low0;
      key0 = (key0 + KEY_STEP_0) | 0;
      key1 = (key1 + KEY_STEP_1) | 0;
    }
    words[at] = x0;
    words[at + 1] = x1;
    words[at + 2] = x2;
    words[at + 3] = x3;
  }
}

/** The upper 32 bits of the 64-bit product of two 32-bit integers without signs, in arithmetic that never leaves 32 bits. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16);
  const carry = Math.imul(aLow, bHigh) + (middle & 0xffff);
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (carry >>> 16)) | 0;
}
