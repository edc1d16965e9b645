import type { Activation } from "./activation.ts";
import { erf, erfc } from "./erf.ts";

/**
 * The Gaussian error linear unit, f(z) = z·Φ(z), with slope Φ(z) + z·φ(z): Φ is the distribution function of N(0, 1)
 * and φ its density. The exact form with the error function, not the one with tanh.
 *
 * @example
 * gelu.apply(1); // 0.8413447461
 * gelu.slope(0); // 0.5
 *
 * @see Hendrycks, Gimpel, "Gaussian error linear units (GELUs)", 2016, section 2.
 */
export const gelu: Activation = Object.freeze({
  name: "gelu",
  // f″(z) = φ(z)·(2 − z²) vanishes at z = √2, so the largest slope is Φ(√2) + √2·φ(√2) = 1.1289041451851547.
  maxSlope: (1 + erf(1)) / 2 + Math.exp(-1) / Math.sqrt(Math.PI),
  apply: (z: number): number => z * distribution(z),
  slope: (z: number): number => distribution(z) + z * density(z),
});

/** Φ(z) = erfc(−z/√2) / 2, which unlike (1 + erf(z/√2)) / 2 does not cancel for negative z. */
function distribution(z: number): number {
  return erfc(-z * Math.SQRT1_2) / 2;
}

/** φ(z) = e^(−z²/2) / √(2π). */
function density(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}
