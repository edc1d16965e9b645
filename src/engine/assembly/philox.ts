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
 * they are transposed, so that the four words of a block lie side by side.
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
    const low = i32x4.splat(u32(block));
    let x0 = i32x4.add(low, i32x4(0, 1, 2, 3));
    let x1 = i32x4.sub(i32x4.splat(u32(block >> 32)), i32x4.lt_u(x0, low)); // true is −1
    let x2 = i32x4.splat(0);
    let x3 = i32x4.splat(0);
    let roundKey0 = i32x4.splat(key0);
    let roundKey1 = i32x4.splat(key1);
    let round = ROUNDS;
    do {
      const first01 = i64x2.extmul_low_i32x4_u(x0, multiplier0);
      const first23 = i64x2.extmul_high_i32x4_u(x0, multiplier0);
      const second01 = i64x2.extmul_low_i32x4_u(x2, multiplier1);
      const second23 = i64x2.extmul_high_i32x4_u(x2, multiplier1);
      x0 = v128.xor(v128.xor(upperWords(second01, second23), x1), roundKey0);
      x1 = lowerWords(second01, second23);
      x2 = v128.xor(v128.xor(upperWords(first01, first23), x3), roundKey1);
      x3 = lowerWords(first01, first23);
      roundKey0 = i32x4.add(roundKey0, keyStep0);
      roundKey1 = i32x4.add(roundKey1, keyStep1);
    } while (--round > 0);
    const even01 = v128.shuffle<i32>(x0, x1, 0, 4, 1, 5);
    const odd01 = v128.shuffle<i32>(x2, x3, 0, 4, 1, 5);
    const even23 = v128.shuffle<i32>(x0, x1, 2, 6, 3, 7);
    const odd23 = v128.shuffle<i32>(x2, x3, 2, 6, 3, 7);
    v128.store(at, v128.shuffle<i64>(even01, odd01, 0, 2));
    if (at + 16 < last) v128.store(at, v128.shuffle<i64>(even01, odd01, 1, 3), 16);
    if (at + 32 < last) v128.store(at, v128.shuffle<i64>(even23, odd23, 0, 2), 32);
    if (at + 48 < last) v128.store(at, v128.shuffle<i64>(even23, odd23, 1, 3), 48);
    block += 4;
    at += 64;
  } while (at < last);
}

@inline
function lowerWords(products01: v128, products23: v128): v128 {
  return v128.shuffle<i32>(products01, products23, 0, 2, 4, 6);
}

@inline
function upperWords(products01: v128, products23: v128): v128 {
  return v128.shuffle<i32>(products01, products23, 1, 3, 5, 7);
}
