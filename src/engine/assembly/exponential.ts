// The exponential function by the reduction of Cody and Waite, "Software manual for the elementary functions"
// (1980), chapter 6: x = n·log 2 + r with n a whole number and |r| ≤ ½·log 2, so that eˣ = 2ⁿ·eʳ.

import { step } from "./polynomial";

/**
 * 1.5·2²³ + 127: a sum of this and a small number has the nearest whole number in its lowest bits, with the
 * 127 added that the exponent of a number in single precision is counted from.
 */
const SHIFT: f32 = 12583039;
/** log 2 in two parts: the first has 16 bits, so that its product with n is exact. */
const LOG_2_HIGH: f32 = 0.693145751953125;
const LOG_2_LOW: f32 = 1.4286068e-6;
/** 4/3 in two parts, the first of which has twelve bits. */
const FOUR_THIRDS_HIGH: f32 = 1.3330078125;
const FOUR_THIRDS_LOW: f32 = 0.0003255208333;
/** Where n is −127 and where it is 128: the power of two comes out as 0 and as infinity. */
const LEAST: f32 = -88.05;
const MOST: f32 = 88.7;

/** eˣ for x ≤ 88.7 to 1 unit in the last place; 0 below −87.69, and infinite already above 88.37. */
@inline
export function exponential(x: v128): v128 {
  x = atLeast(x);
  const shifted = nearest(x);
  const r = remainder(x, shifted);
  return f32x4.mul(powerOfTwo(shifted), f32x4.add(f32x4.splat(1), nearZero(r)));
}

/** x, or −88.05 where that is larger, whose exponential is 0. */
@inline
export function atLeast(x: v128): v128 {
  return f32x4.pmax(x, f32x4.splat(LEAST));
}

/** x, or 88.7 where that is smaller, whose exponential is infinite. */
@inline
export function atMost(x: v128): v128 {
  return f32x4.pmin(x, f32x4.splat(MOST));
}

/** eˣ − 1 for −88.05 ≤ x ≤ 88 to 2 units in the last place, also where x is near 0. */
@inline
export function exponentialLessOne(x: v128): v128 {
  const shifted = nearest(x);
  const power = powerOfTwo(shifted);
  const r = remainder(x, shifted);
  return f32x4.add(f32x4.mul(power, nearZero(r)), f32x4.sub(power, f32x4.splat(1)));
}

/**
 * e^(−x²/2) for 0 ≤ x ≤ 13.27, where it is 0, to 1 unit in the last place. The square of `head`, the first
 * twelve bits of x, is exact; what is left of x² is small, and rounding it does no harm.
 */
@inline
export function gaussian(x: v128): v128 {
  const minusHalf = f32x4.splat(-0.5);
  const head = firstBits(x);
  const high = f32x4.mul(f32x4.mul(head, head), minusHalf);
  const low = f32x4.mul(f32x4.mul(f32x4.sub(x, head), f32x4.add(x, head)), minusHalf);
  return exponentialOfSum(high, low);
}

/** e^(4x/3) for x ≤ 0 to 1 unit in the last place; 0 from −66 on. The product of `head` and the first bits of 4/3 is exact. */
@inline
export function exponentialOfFourThirds(x: v128): v128 {
  const least = f32x4.pmax(x, f32x4.splat(-66));
  const head = firstBits(least);
  const high = f32x4.mul(head, f32x4.splat(FOUR_THIRDS_HIGH));
  const rest = f32x4.mul(f32x4.sub(least, head), f32x4.splat(4.0 / 3));
  return exponentialOfSum(high, f32x4.add(f32x4.mul(head, f32x4.splat(FOUR_THIRDS_LOW)), rest));
}

/** e^(high + low) for a sum of at least −88.05 whose second part is small. */
@inline
function exponentialOfSum(high: v128, low: v128): v128 {
  const shifted = nearest(f32x4.add(high, low));
  const r = f32x4.add(remainder(high, shifted), low);
  return f32x4.mul(powerOfTwo(shifted), f32x4.add(f32x4.splat(1), nearZero(r)));
}

/** The first twelve bits of a number. */
@inline
function firstBits(x: v128): v128 {
  return v128.and(x, i32x4.splat(0xfffff000));
}

/** n + SHIFT, where n is the whole number nearest to x / log 2. */
@inline
function nearest(x: v128): v128 {
  return f32x4.add(f32x4.mul(x, f32x4.splat(1.442695)), f32x4.splat(SHIFT));
}

/** r = x − n·log 2 */
@inline
function remainder(x: v128, shifted: v128): v128 {
  const n = f32x4.sub(shifted, f32x4.splat(SHIFT));
  const first = f32x4.sub(x, f32x4.mul(n, f32x4.splat(LOG_2_HIGH)));
  return f32x4.sub(first, f32x4.mul(n, f32x4.splat(LOG_2_LOW)));
}

/** 2ⁿ: n + 127 becomes the exponent of a number. */
@inline
function powerOfTwo(shifted: v128): v128 {
  return i32x4.shl(shifted, 23);
}

/** eʳ − 1 = r + r²·q(r), with q the polynomial of least relative error: 2⁻²⁶ for |r| ≤ ½·log 2. */
@inline
function nearZero(r: v128): v128 {
  let q = step(f32x4.splat(0.0013974357), r, 0.00836804);
  q = step(q, r, 0.04166616);
  q = step(q, r, 0.16666532);
  q = step(q, r, 0.5);
  return f32x4.add(f32x4.mul(f32x4.mul(r, r), q), r);
}
