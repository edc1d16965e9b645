import type { Activation } from "./activation.ts";

/**
 * The logistic function, σ(z) = 1 / (1 + e⁻ᶻ), with slope σ(z)·(1 − σ(z)) ≤ 0.25.
 *
 * @example
 * sigmoid.apply(0); // 0.5
 * sigmoid.slope(0); // 0.25
 *
 * @see Rumelhart, Hinton, Williams, "Learning representations by back-propagating errors", Nature 323 (1986),
 * equation 2.
 */
export const sigmoid: Activation = Object.freeze({
  name: "sigmoid",
  maxSlope: 0.25,
  apply: (z: number): number => {
    const e = Math.exp(-Math.abs(z)); // never overflows
    return z >= 0 ? 1 / (1 + e) : e / (1 + e);
  },
  slope: (z: number, y: number = sigmoid.apply(z)): number => y * (1 - y),
});
