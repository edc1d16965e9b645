import { polynomial } from "./polynomial.ts";

/**
 * The error function, erf x = 2/√π · ∫₀ˣ e^−t² dt, to about 4·10⁻¹⁶ of its value.
 *
 * @param x - Any number.
 * @returns A number in [−1, 1].
 * @example
 * erf(1); // 0.8427007929
 *
 * @see Cody, "Rational Chebyshev approximations for the error function", Mathematics of Computation 23 (1969).
 */
export function erf(x: number): number {
  if (Math.abs(x) <= CENTER) return erfNearZero(x);
  return x < 0 ? erfc(-x) - 1 : 1 - erfc(x);
}

/**
 * The complementary error function, erfc x = 1 − erf x, to about 10⁻¹⁵ of its value even where erf x is nearly one
 * and the difference would be lost.
 *
 * @param x - Any number.
 * @returns A number in [0, 2].
 * @example
 * erfc(10); // 2.0884875838e-45
 *
 * @see Cody, Mathematics of Computation 23 (1969).
 */
export function erfc(x: number): number {
  if (Math.abs(x) <= CENTER) return 1 - erfNearZero(x);
  if (x < 0) return 2 - erfc(-x);
  if (x <= SHOULDER) return (gaussian(x) * polynomial(SHOULDER_TOP, x)) / polynomial(SHOULDER_BOTTOM, x);
  const r = 1 / (x * x);
  const correction = (r * polynomial(TAIL_TOP, r)) / polynomial(TAIL_BOTTOM, r);
  return (gaussian(x) * (1 / Math.sqrt(Math.PI) - correction)) / x;
}

function erfNearZero(x: number): number {
  const r = x * x;
  return (x * polynomial(CENTER_TOP, r)) / polynomial(CENTER_BOTTOM, r);
}

/** e^−x² for x > 0. The square of `head`, four binary places of x, is exact, so rounding x² costs no accuracy. */
function gaussian(x: number): number {
  if (x > 27) return 0; // below the smallest number there is
  const head = Math.floor(16 * x) / 16;
  return Math.exp(-head * head) * Math.exp(-(x - head) * (x + head));
}

const CENTER = 0.46875;
const SHOULDER = 4;

// |x| ≤ 0.46875, in x²
const CENTER_TOP = [
  3209.3775891384694, 377.485237685302, 113.86415415105016, 3.1611237438705655, 0.18577770618460315,
];
const CENTER_BOTTOM = [2844.236833439171, 1282.6165260773723, 244.02463793444417, 23.601290952344122, 1];

// 0.46875 < x ≤ 4, in x
const SHOULDER_TOP = [
  1230.3393547979972, 2051.0783778260716, 1712.0476126340707, 881.952221241769, 298.6351381974001,
  66.11919063714163, 8.883149794388377, 0.5641884969886701, 2.1531153547440383e-8,
];
const SHOULDER_BOTTOM = [
  1230.3393548037495, 3439.3676741437216, 4362.619090143247, 3290.7992357334597, 1621.3895745666903,
  537.1811018620099, 117.6939508913125, 15.744926110709835, 1,
];

// x > 4, in 1/x²
const TAIL_TOP = [
  0.0006587491615298378, 0.016083785148742275, 0.12578172611122926, 0.36034489994980445, 0.30532663496123236,
  0.016315387137302097,
];
const TAIL_BOTTOM = [
  0.0023352049762686918, 0.06051834131244132, 0.5279051029514285, 1.8729528499234673, 2.568520192289822, 1,
];
