// Rows of scores, for the rows from `begin` to `end`. A row may begin anywhere; its last vector is read
// whole, and what lies behind the row takes part as −∞, whose exponential is 0.

import { exponential } from "./exponential";
import { naturalLogarithm } from "./logarithm";

/** into ← exp(z − max) / Σ exp(z − max) in each row, the sum taken in double precision. */
export function softmax(z: usize, into: usize, columns: usize, begin: usize, end: usize): void {
  const bytes = columns * 4;
  const whole = bytes & ~15;
  for (let row = begin; row < end; row++) {
    const source = z + row * bytes;
    const target = into + row * bytes;
    const maximum = f32x4.splat(rowMaximum(source, columns));
    let sums = f64x2.splat(0);
    for (let at: usize = 0; at < whole; at += 16) {
      const share = exponential(f32x4.sub(v128.load(source + at), maximum));
      sums = addInDouble(sums, share);
      v128.store(target + at, share);
    }
    const rest = exponential(f32x4.sub(lastVector(source, columns), maximum));
    const factor = f32x4.splat(f32(1 / total(addInDouble(sums, rest))));
    for (let at: usize = 0; at < whole; at += 16) {
      v128.store(target + at, f32x4.mul(v128.load(target + at), factor));
    }
    storeFirst(target + whole, f32x4.mul(rest, factor), columns % 4);
  }
}

/** into ← max + log Σ exp(z − max) of each row, the sum and its logarithm taken in double precision. */
export function logSumExp(z: usize, into: usize, columns: usize, begin: usize, end: usize): void {
  const bytes = columns * 4;
  const whole = bytes & ~15;
  for (let row = begin; row < end; row++) {
    const source = z + row * bytes;
    const maximum = rowMaximum(source, columns);
    const maxima = f32x4.splat(maximum);
    let sums = f64x2.splat(0);
    for (let at: usize = 0; at < whole; at += 16) {
      sums = addInDouble(sums, exponential(f32x4.sub(v128.load(source + at), maxima)));
    }
    const sum = total(addInDouble(sums, exponential(f32x4.sub(lastVector(source, columns), maxima))));
    const logarithm = f64x2.extract_lane(naturalLogarithm(f64x2.splat(sum)), 0);
    store<f32>(into + row * 4, isNaN(sum) ? NaN : f32(maximum + logarithm));
  }
}

/** The largest element of a row. */
function rowMaximum(row: usize, columns: usize): f32 {
  const last = row + (columns & ~3) * 4;
  let largest = lastVector(row, columns);
  for (; row < last; row += 16) largest = f32x4.pmax(largest, v128.load(row));
  largest = f32x4.pmax(largest, v128.shuffle<f32>(largest, largest, 2, 3, 0, 1));
  return max(f32x4.extract_lane(largest, 0), f32x4.extract_lane(largest, 1));
}

/** The elements of a row behind its last whole vector, followed by −∞. */
@inline
function lastVector(row: usize, columns: usize): v128 {
  const lanes = i32x4(0, 1, 2, 3);
  const inside = i32x4.lt_s(lanes, i32x4.splat(i32(columns % 4)));
  return v128.bitselect(v128.load(row + (columns & ~3) * 4), f32x4.splat(-Infinity), inside);
}

/** Stores the first `count` lanes, up to three. */
@inline
function storeFirst(into: usize, lanes: v128, count: usize): void {
  if (count & 2) {
    v128.store64_lane(into, lanes, 0);
    if (count & 1) v128.store32_lane(into, lanes, 2, 8);
  } else if (count & 1) {
    v128.store32_lane(into, lanes, 0);
  }
}

/** Adds four numbers to two sums in double precision. */
@inline
function addInDouble(sums: v128, addends: v128): v128 {
  const upper = v128.shuffle<f32>(addends, addends, 2, 3, 2, 3);
  return f64x2.add(sums, f64x2.add(f64x2.promote_low_f32x4(addends), f64x2.promote_low_f32x4(upper)));
}

@inline
function total(sums: v128): f64 {
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}
