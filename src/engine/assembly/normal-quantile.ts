import { naturalLogarithm } from "./logarithm";
import { doubleStep } from "./polynomial";

/** Half the width of the center, and its square. */
const CENTER: f64 = 0.425;
const SQUARE: f64 = 0.425 * 0.425;

/**
 * The quantile function of N(0, 1) at two numbers in [2⁻²⁵, 1 − 2⁻²⁵], with the operations of src/random/normal-quantile.ts in their
 * order, so that the bits are the same. 85 of 100 draws lie in the center, which is computed for both; the others
 * are computed again one by one.
 *
 * @see Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37 (1988),
 * PPND16.
 */
export function normalQuantile(p: v128): v128 {
  const q = f64x2.sub(p, f64x2.splat(0.5));
  const r = f64x2.sub(f64x2.splat(SQUARE), f64x2.mul(q, q));

  let top = doubleStep(f64x2.splat(2509.0809287301226727), r, 33430.575583588128105);
  top = doubleStep(top, r, 67265.770927008700853);
  top = doubleStep(top, r, 45921.953931549871457);
  top = doubleStep(top, r, 13731.693765509461125);
  top = doubleStep(top, r, 1971.5909503065514427);
  top = doubleStep(top, r, 133.14166789178437745);
  top = doubleStep(top, r, 3.387132872796366608);

  let bottom = doubleStep(f64x2.splat(5226.495278852854561), r, 28729.085735721942674);
  bottom = doubleStep(bottom, r, 39307.89580009271061);
  bottom = doubleStep(bottom, r, 21213.794301586595867);
  bottom = doubleStep(bottom, r, 5394.1960214247511077);
  bottom = doubleStep(bottom, r, 687.1870074920579083);
  bottom = doubleStep(bottom, r, 42.313330701600911252);
  bottom = doubleStep(bottom, r, 1);

  let quantiles = f64x2.div(f64x2.mul(q, top), bottom);
  const outside = f64x2.gt(f64x2.abs(q), f64x2.splat(CENTER));
  if (v128.any_true(outside)) {
    if (i64x2.extract_lane(outside, 0)) {
      quantiles = f64x2.replace_lane(quantiles, 0, shoulder(f64x2.extract_lane(p, 0)));
    }
    if (i64x2.extract_lane(outside, 1)) {
      quantiles = f64x2.replace_lane(quantiles, 1, shoulder(f64x2.extract_lane(p, 1)));
    }
  }
  return quantiles;
}

/** The quantile where √−log p ≤ 5, which it always is for p ≥ 2⁻²⁵. */
function shoulder(p: f64): f64 {
  const low = p < 0.5;
  const r = Math.sqrt(-naturalLogarithm(low ? p : 1 - p)) - 1.6;

  let top: f64 = 7.7454501427834140764e-4;
  top = top * r + 0.0227238449892691845833;
  top = top * r + 0.24178072517745061177;
  top = top * r + 1.27045825245236838258;
  top = top * r + 3.64784832476320460504;
  top = top * r + 5.7694972214606914055;
  top = top * r + 4.6303378461565452959;
  top = top * r + 1.42343711074968357734;

  let bottom: f64 = 1.05075007164441684324e-9;
  bottom = bottom * r + 5.475938084995344946e-4;
  bottom = bottom * r + 0.0151986665636164571966;
  bottom = bottom * r + 0.14810397642748007459;
  bottom = bottom * r + 0.68976733498510000455;
  bottom = bottom * r + 1.6763848301838038494;
  bottom = bottom * r + 2.05319162663775882187;
  bottom = bottom * r + 1;

  const magnitude = top / bottom;
  return low ? -magnitude : magnitude;
}
