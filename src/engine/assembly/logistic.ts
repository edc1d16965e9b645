import { exponential } from "./exponential";

/**
 * σ(z) = 1 / (1 + e⁻ᶻ) to 2 units in the last place. The one form does for both signs: where e⁻ᶻ overflows, σ(z) is 0
 * as it should be, to 5·10⁻³⁹.
 */
@inline
export function logistic(z: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exponential(f32x4.neg(z))));
}
