import { exponentialLessOne } from "./exponential";
import { magnitude } from "./magnitude";

/**
 * tanh z to 3 units in the last place, also where z is near 0: |tanh z| = E / (E + 2) with E = e^(2|z|) − 1.
 * Above 9.02 it is 1 in single precision.
 */
@inline
export function hyperbolicTangent(z: v128): v128 {
  const x = f32x4.pmin(magnitude(z), f32x4.splat(9.02));
  const e = exponentialLessOne(f32x4.add(x, x));
  const y = f32x4.div(e, f32x4.add(e, f32x4.splat(2)));
  return v128.or(y, v128.and(z, i32x4.splat(0x80000000)));
}
