import { naturalLogarithm } from "./logarithm";

/** How many coefficients a polynomial has. */
const COEFFICIENTS: usize = 8;

// The polynomials on top and at the bottom, from the highest power down: |p − 0.5| ≤ 0.425, in 0.425² − q²
const CENTER: usize = memory.data<f64>([
  2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
  13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,

  5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
  5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1,
]);

// Beyond, in √−log p − 1.6. It never is larger than 5 − 1.6, where the third pair would begin: p ≥ 2⁻²⁵.
const SHOULDER: usize = memory.data<f64>([
  7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
  3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,

  1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
  0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1,
]);

/**
 * The quantile function of N(0, 1) at two numbers in [2⁻²⁵, 1 − 2⁻²⁵], by the operations of
 * src/random/normal-quantile.ts in their order, so that the bits are the same. 85 of 100 draws lie in the
 * center; where both do, there is nothing else to compute.
 *
 * @see Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37
 * (1988), PPND16.
 */
export function normalQuantile(p: v128): v128 {
  const q = f64x2.sub(p, f64x2.splat(0.5));
  const r = f64x2.sub(f64x2.splat(0.425 * 0.425), f64x2.mul(q, q));
  const central = f64x2.div(f64x2.mul(q, polynomial(CENTER, r)), polynomial(CENTER + 8 * COEFFICIENTS, r));
  const outside = f64x2.gt(f64x2.abs(q), f64x2.splat(0.425));
  return v128.any_true(outside) ? v128.bitselect(shoulder(p, q), central, outside) : central;
}

@inline
function shoulder(p: v128, q: v128): v128 {
  const low = f64x2.lt(q, f64x2.splat(0));
  const share = v128.bitselect(p, f64x2.sub(f64x2.splat(1), p), low);
  const r = f64x2.sub(f64x2.sqrt(f64x2.neg(naturalLogarithm(share))), f64x2.splat(1.6));
  const magnitude = f64x2.div(polynomial(SHOULDER, r), polynomial(SHOULDER + 8 * COEFFICIENTS, r));
  return v128.bitselect(f64x2.neg(magnitude), magnitude, low);
}

/** The polynomial of two numbers whose coefficients stand at this address. */
@inline
function polynomial(coefficients: usize, x: v128): v128 {
  let sum = v128.load64_splat(coefficients);
  for (let i: usize = 1; i < COEFFICIENTS; i++) {
    sum = f64x2.add(f64x2.mul(sum, x), v128.load64_splat(coefficients + 8 * i));
  }
  return sum;
}
