import { step } from "./polynomial";

/**
 * log(1 + u) for 0 ≤ u ≤ 1 to 2 units in the last place. With t = u / (2 + u) it is 2·artanh t = t·(2 + t²·p(t²)); p is the
 * polynomial of least relative error, 2⁻²⁷ for t ≤ ⅓.
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
 * log x in double precision for a positive finite x that is not subnormal: x = m·2ᵉ with √½ ≤ m < √2, and log m = 2·artanh t with
 * t = (m − 1) / (m + 1), by its series. The bits are those of `naturalLogarithm` in src/random/normal-quantile.ts.
 */
export function naturalLogarithm(x: f64): f64 {
  const bits = reinterpret<u64>(x);
  let exponent = i32(bits >> 52) - 1023;
  let mantissa = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000); // in [1, 2)
  if (mantissa >= 2 * Math.SQRT1_2) {
    mantissa /= 2;
    exponent += 1;
  }
  const t = (mantissa - 1) / (mantissa + 1);
  let sum: f64 = 1.0 / 23;
  sum = sum * t * t + 1.0 / 21;
  sum = sum * t * t + 1.0 / 19;
  sum = sum * t * t + 1.0 / 17;
  sum = sum * t * t + 1.0 / 15;
  sum = sum * t * t + 1.0 / 13;
  sum = sum * t * t + 1.0 / 11;
  sum = sum * t * t + 1.0 / 9;
  sum = sum * t * t + 1.0 / 7;
  sum = sum * t * t + 1.0 / 5;
  sum = sum * t * t + 1.0 / 3;
  sum = sum * t * t + 1;
  return 2 * t * sum + f64(exponent) * Math.LN2;
}
