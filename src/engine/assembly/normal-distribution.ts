import { magnitude } from "./magnitude";
import { step } from "./polynomial";

/** Where Φ(−a) and e^(−a²/2) are 0 in single precision. */
const END: f32 = 13.27;
/** 1/√(2π) */
export const DENSITY_AT_ZERO: f32 = 0.3989423;

/** |z|, or 13.27 where that is smaller. */
@inline
export function distanceFromMean(z: v128): v128 {
  return f32x4.pmin(magnitude(z), f32x4.splat(END));
}

/**
 * Φ(z) to 4 units in the last place, given a = `distanceFromMean(z)` and e^(−a²/2).
 *
 * Φ(−a) = e^(−a²/2)·h(t) / (a + 1.5) with t = (a − 3) / (a + 3), after Shepherd and Laframboise, "Chebyshev
 * approximation of (1 + 2x) exp(x²) erfc x in 0 ≤ x < ∞", Mathematics of Computation 36 (1981): h changes
 * little, so the rounding of its terms hardly shows. It is the polynomial of least relative error, 2⁻²⁵ for a
 * ≤ 13.27. For z ≥ 0, Φ(z) = 1 − Φ(−z).
 */
@inline
export function distribution(z: v128, a: v128, gaussian: v128): v128 {
  const t = f32x4.div(f32x4.sub(a, f32x4.splat(3)), f32x4.add(a, f32x4.splat(3)));
  let h = step(f32x4.splat(-4.004818e-5), t, -0.00039567242);
  h = step(h, t, -0.0004346566);
  h = step(h, t, 0.0025073504);
  h = step(h, t, 0.0025823493);
  h = step(h, t, -0.019664267);
  h = step(h, t, 0.02206124);
  h = step(h, t, 0.045180477);
  h = step(h, t, -0.1997282);
  h = step(h, t, 0.5468128);
  const tail = f32x4.div(f32x4.mul(gaussian, h), f32x4.add(a, f32x4.splat(1.5)));
  return v128.bitselect(tail, f32x4.sub(f32x4.splat(1), tail), f32x4.lt(z, f32x4.splat(0)));
}
