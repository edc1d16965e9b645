import { doubleStep, step } from "./polynomial";

/**
 * log(1 + u) for 0 ≤ u ≤ 1 to 3 units in the last place: with t = u / (2 + u) it is 2·artanh t, or
 * 2t + t³·p(t²). p is the polynomial of least relative error, 2⁻²⁷ for t ≤ ⅓.
 */
@inline
export function logarithmOfOnePlus(u: v128): v128 {
  const t = f32x4.div(u, f32x4.add(f32x4.splat(2), u));
  const square = f32x4.mul(t, t);
  let p = step(f32x4.splat(0.2802943), square, 0.27998212);
  p = step(p, square, 0.4002175);
  p = step(p, square, 0.6666641);
  return f32x4.add(f32x4.mul(f32x4.mul(t, square), p), f32x4.add(t, t));
}

/**
 * log x of two numbers in double precision, positive, finite and not subnormal: x = m·2ᵉ with √½ ≤ m < √2,
 * and log m = 2·artanh t with t = (m − 1) / (m + 1), by its series. The bits are those of `naturalLogarithm`
 * in src/random/normal-quantile.ts.
 */
@inline
export function naturalLogarithm(x: v128): v128 {
  const one = f64x2.splat(1);
  const fraction = v128.or(v128.and(x, i64x2.splat(0x000fffffffffffff)), one); // in [1, 2)
  const large = f64x2.ge(fraction, f64x2.splat(2 * Math.SQRT1_2));
  const m = v128.bitselect(f64x2.mul(fraction, f64x2.splat(0.5)), fraction, large);
  const t = f64x2.div(f64x2.sub(m, one), f64x2.add(m, one));
  let sum = f64x2.splat(1.0 / 23);
  sum = seriesStep(sum, t, 1.0 / 21);
  sum = seriesStep(sum, t, 1.0 / 19);
  sum = seriesStep(sum, t, 1.0 / 17);
  sum = seriesStep(sum, t, 1.0 / 15);
  sum = seriesStep(sum, t, 1.0 / 13);
  sum = seriesStep(sum, t, 1.0 / 11);
  sum = seriesStep(sum, t, 1.0 / 9);
  sum = seriesStep(sum, t, 1.0 / 7);
  sum = seriesStep(sum, t, 1.0 / 5);
  sum = seriesStep(sum, t, 1.0 / 3);
  sum = seriesStep(sum, t, 1);
  // 2⁵² with e + 1023 in its lowest bits; a comparison gives −1 where it holds
  const biased = v128.or(i64x2.sub(i64x2.shr_u(x, 52), large), f64x2.splat(4503599627370496));
  const e = f64x2.sub(biased, f64x2.splat(4503599627370496 + 1023));
  return f64x2.add(f64x2.mul(f64x2.add(t, t), sum), f64x2.mul(e, f64x2.splat(Math.LN2)));
}

/** sum·t·t + coefficient, in this order */
@inline
function seriesStep(sum: v128, t: v128, coefficient: f64): v128 {
  return doubleStep(f64x2.mul(sum, t), t, coefficient);
}
