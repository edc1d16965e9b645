const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const KEY_STEP_0 = 0x9e3779b9; // the golden ratio
const KEY_STEP_1 = 0xbb67ae85; // √3 − 1
const ROUNDS = 10;

/**
 * into ← the words from `begin` to `end` of a stream, as src/random/philox.ts computes them: word e is word e
 * mod 4 of block `firstBlock` + ⌊e/4⌋. `begin` is a multiple of 4.
 *
 * Four blocks are computed at a time, each lane of the vectors x0 … x3 holding the words of one; at the end
 * they are transposed, so that the four words of a block lie side by side. Each round waits for the one before it, so the
 * next four blocks, y0 … y3, go along.
 */
export function randomWords(
  into: usize,
  key0: u32,
  key1: u32,
  firstBlock: u64,
  begin: usize,
  end: usize,
): void {
  const multiplier0 = i32x4.splat(MULTIPLIER_0);
  const multiplier1 = i32x4.splat(MULTIPLIER_1);
  const keyStep0 = i32x4.splat(KEY_STEP_0);
  const keyStep1 = i32x4.splat(KEY_STEP_1);
  const last = into + end * 4;
  let block = firstBlock + begin / 4;
  let at = into + begin * 4;
  do {
    let x0 = lowWords(block);
    let x1 = highWords(block);
    let x2 = i32x4.splat(0);
    let x3 = x2;
    let y0 = lowWords(block + 4);
    let y1 = highWords(block + 4);
    let y2 = x2;
    let y3 = x2;
    let roundKey0 = i32x4.splat(key0);
    let roundKey1 = i32x4.splat(key1);
    let round = ROUNDS;
    do {
      const xFirst01 = i64x2.extmul_low_i32x4_u(x0, multiplier0);
      const xFirst23 = i64x2.extmul_high_i32x4_u(x0, multiplier0);
      const yFirst01 = i64x2.extmul_low_i32x4_u(y0, multiplier0);
      const yFirst23 = i64x2.extmul_high_i32x4_u(y0, multiplier0);
      const xSecond01 = i64x2.extmul_low_i32x4_u(x2, multiplier1);
      const xSecond23 = i64x2.extmul_high_i32x4_u(x2, multiplier1);
      const ySecond01 = i64x2.extmul_low_i32x4_u(y2, multiplier1);
      const ySecond23 = i64x2.extmul_high_i32x4_u(y2, multiplier1);
      x0 = v128.xor(v128.xor(upperWords(xSecond01, xSecond23), x1), roundKey0);
      y0 = v128.xor(v128.xor(upperWords(ySecond01, ySecond23), y1), roundKey0);
      x1 = lowerWords(xSecond01, xSecond23);
      y1 = lowerWords(ySecond01, ySecond23);
      x2 = v128.xor(v128.xor(upperWords(xFirst01, xFirst23), x3), roundKey1);
      y2 = v128.xor(v128.xor(upperWords(yFirst01, yFirst23), y3), roundKey1);
      x3 = lowerWords(xFirst01, xFirst23);
      y3 = lowerWords(yFirst01, yFirst23);
      roundKey0 = i32x4.add(roundKey0, keyStep0);
      roundKey1 = i32x4.add(roundKey1, keyStep1);
    } while (--round > 0);
    storeBlocks(x0, x1, x2, x3, at, last);
    storeBlocks(y0, y1, y2, y3, at + 64, last);
    block += 8;
    at += 128;
  } while (at < last);
}

/** The lower words of the numbers of four blocks. */
@inline
function lowWords(block: u64): v128 {
  return i32x4.add(i32x4.splat(u32(block)), i32x4(0, 1, 2, 3));
}

/** The upper words of the numbers of four blocks. */
@inline
function highWords(block: u64): v128 {
  const carries = i32x4.lt_u(lowWords(block), i32x4.splat(u32(block))); // true is −1
  return i32x4.sub(i32x4.splat(u32(block >> 32)), carries);
}

/** Writes the words of four blocks, block after block, as far as `last`. */
function storeBlocks(x0: v128, x1: v128, x2: v128, x3: v128, at: usize, last: usize): void {
  const even01 = v128.shuffle<i32>(x0, x1, 0, 4, 1, 5);
  const odd01 = v128.shuffle<i32>(x2, x3, 0, 4, 1, 5);
  const even23 = v128.shuffle<i32>(x0, x1, 2, 6, 3, 7);
  const odd23 = v128.shuffle<i32>(x2, x3, 2, 6, 3, 7);
  if (at < last) v128.store(at, v128.shuffle<i64>(even01, odd01, 0, 2));
  if (at + 16 < last) v128.store(at, v128.shuffle<i64>(even01, odd01, 1, 3), 16);
  if (at + 32 < last) v128.store(at, v128.shuffle<i64>(even23, odd23, 0, 2), 32);
  if (at + 48 < last) v128.store(at, v128.shuffle<i64>(even23, odd23, 1, 3), 48);
}

@inline
function lowerWords(products01: v128, products23: v128): v128 {
  return v128.shuffle<i32>(products01, products23, 0, 2, 4, 6);
}

@inline
function upperWords(products01: v128, products23: v128): v128 {
  return v128.shuffle<i32>(products01, products23, 1, 3, 5, 7);
}
