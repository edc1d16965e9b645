import { exponential } from "./exponential";

/** Below, σ(z) is less than 5·10⁻¹⁸. */
const LEAST: f32 = -40;

/**
 * σ(z) = 1 / (1 + e⁻ᶻ) to 3 units in the last place, and 0 below −40.
 *
 * The one form does for both signs, and what it gives where e⁻ᶻ overflows is cleared. Smaller values would be
 * right but dear: a product of two of them and of a share of a batch is subnormal, and processors take a
 * hundred times as long for such a product.
 */
@inline
export function logistic(z: v128): v128 {
  const one = f32x4.splat(1);
  const value = f32x4.div(one, f32x4.add(one, exponential(opposite(z))));
  return v128.andnot(value, f32x4.lt(z, f32x4.splat(LEAST)));
}

/** −x by way of a subtraction, which gives +0 for ±0 and costs no constant that must be loaded. */
@inline
export function opposite(x: v128): v128 {
  return f32x4.sub(f32x4.splat(0), x);
}
