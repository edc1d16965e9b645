// Draws, element by element from `begin`, a multiple of 4, to `end`. `into` is not `means`: it first holds
// the random words.

import { normalQuantile } from "./normal-quantile";
import { randomWords } from "./philox";

/** into ← 1 where the uniform of the element, of 24 bits, is below its mean, else 0 */
export function bernoulli(
  means: usize,
  into: usize,
  key0: u32,
  key1: u32,
  firstBlock: u64,
  begin: usize,
  end: usize,
): void {
  randomWords(into, key0, key1, firstBlock, begin, end);
  const unit = f32x4.splat(1.0 / 16777216);
  const one = f32x4.splat(1);
  let at = begin * 4;
  do {
    const uniforms = f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(v128.load(into + at), 8)), unit);
    v128.store(into + at, v128.and(one, f32x4.lt(uniforms, v128.load(means + at))));
    at += 16;
  } while (at < end * 4);
}

/**
 * into ← mean + the normal quantile at the middle of the uniform's interval, in double precision and rounded
 * once
 */
export function gaussian(
  means: usize,
  into: usize,
  key0: u32,
  key1: u32,
  firstBlock: u64,
  begin: usize,
  end: usize,
): void {
  randomWords(into, key0, key1, firstBlock, begin, end);
  let at = begin * 4;
  do {
    const words = i32x4.shr_u(v128.load(into + at), 8);
    const mean = v128.load(means + at);
    const first = shiftedNormals(words, mean);
    const second = shiftedNormals(upperHalf(words), upperHalf(mean));
    v128.store(into + at, v128.shuffle<f32>(first, second, 0, 1, 4, 5));
    at += 16;
  } while (at < end * 4);
}

/** The draws for the first two of the words and means. */
@inline
function shiftedNormals(words: v128, means: v128): v128 {
  const uniforms = f64x2.mul(f64x2.convert_low_i32x4_u(words), f64x2.splat(1.0 / 16777216));
  const normals = normalQuantile(f64x2.add(uniforms, f64x2.splat(1.0 / 33554432)));
  return f32x4.demote_f64x2_zero(f64x2.add(f64x2.promote_low_f32x4(means), normals));
}

@inline
function upperHalf(four: v128): v128 {
  return v128.shuffle<i32>(four, four, 2, 3, 2, 3);
}
