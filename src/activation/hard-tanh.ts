import type { Activation } from "./activation.ts";

/**
 * The piecewise linear tanh, f(z) = max(−1, min(z, 1)), with slope 1 for −1 < z < 1 and 0 elsewhere. At the kinks ±1
 * the slope is 0, as in PyTorch.
 *
 * @example
 * hardTanh.apply(3); // 1
 * hardTanh.slope(0.5); // 1
 *
 * @see Collobert, "Large scale machine learning", PhD thesis, Université Paris VI, 2004.
 */
export const hardTanh: Activation = Object.freeze({
  name: "hardTanh",
  maxSlope: 1,
  kinks: [-1, 1],
  apply: (z: number): number => Math.max(-1, Math.min(z, 1)),
  slope: (z: number): number => (Math.abs(z) < 1 ? 1 : 0),
});
