import { step } from "./polynomial";

/** Where Φ(−a) and e^(−a²/2) are 0 in single precision. */
const END: f32 = 13.27;
/** 1/√(2π) */
export const DENSITY_AT_ZERO: f32 = 0.3989423;

/** |z|, or 13.27 where |z| is larger. */
@inline
export function magnitude(z: v128): v128 {
  return f32x4.pmin(f32x4.abs(z), f32x4.splat(END));
}

/**
 * Φ(z) to 3 units in the last place, given a = `magnitude(z)` and e^(−a²/2): Φ(−a) = e^(−a²/2)·p(a)/q(a) with the
 * rational function of least relative error, 2⁻²⁷ for 0 ≤ a ≤ 13.27, and Φ(a) = 1 − Φ(−a). All coefficients are
 * positive, so nothing cancels.
 */
@inline
export function distribution(z: v128, a: v128, gaussian: v128): v128 {
  let p = step(f32x4.splat(0.004017647), a, 0.039966915);
  p = step(p, a, 0.18125536);
  p = step(p, a, 0.43561652);
  p = step(p, a, 0.5);
  let q = step(f32x4.splat(0.010070603), a, 0.10018961);
  q = step(q, a, 0.46424466);
  q = step(q, a, 1.19427);
  q = step(q, a, 1.6691179);
  q = step(q, a, 1);
  const tail = f32x4.mul(gaussian, f32x4.div(p, q));
  return v128.bitselect(tail, f32x4.sub(f32x4.splat(1), tail), f32x4.lt(z, f32x4.splat(0)));
}
