import { erfc } from "../activation/erf.ts";

/** From here on the tail is told by a continued fraction. */
const FAR = 5;

const LOG_ROOT_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** Mills' ratio (1 − Φ(a)) / φ(a) for a ≥ FAR: 1 / (a + 1 / (a + 2 / (a + 3 / …))). */
function millsRatio(a: number): number {
  let denominator = a;
  for (let term = 60; term >= 1; term--) denominator = a + term / denominator;
  return 1 / denominator;
}

/** log(1 − Φ(a)), the logarithm of the share of N(0, 1) above a. */
export function logUpperTail(a: number): number {
  if (a <= FAR) return Math.log(0.5 * erfc(a * Math.SQRT1_2));
  return -0.5 * a * a - LOG_ROOT_TWO_PI + Math.log(millsRatio(a));
}

/** φ(a) / (1 − Φ(a)), the rate at which that logarithm falls. */
export function hazard(a: number): number {
  if (a > FAR) return 1 / millsRatio(a);
  return Math.exp(-0.5 * a * a - LOG_ROOT_TWO_PI - logUpperTail(a));
}
