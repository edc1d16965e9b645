/** sum·x + coefficient, the step of Horner's rule, for four polynomials at once. */
@inline
export function step(sum: v128, x: v128, coefficient: f32): v128 {
  return f32x4.add(f32x4.mul(sum, x), f32x4.splat(coefficient));
}

/** The same for two polynomials in double precision. */
@inline
export function doubleStep(sum: v128, x: v128, coefficient: f64): v128 {
  return f64x2.add(f64x2.mul(sum, x), f64x2.splat(coefficient));
}
