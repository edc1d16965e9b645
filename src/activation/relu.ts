import type { Activation } from "./activation.ts";

/**
 * The rectifier, f(z) = max(z, 0), with slope 1 for z > 0 and 0 elsewhere. At the kink the slope is 0, as in PyTorch.
 *
 * @example
 * relu.apply(-2); // 0
 * relu.slope(3); // 1
 *
 * @see Nair, Hinton, "Rectified linear units improve restricted Boltzmann machines", ICML 2010.
 */
export const relu: Activation = Object.freeze({
  name: "relu",
  maxSlope: 1,
  kinks: [0],
  apply: (z: number): number => Math.max(z, 0), // unlike z > 0 ? z : 0, it does not turn NaN into 0
  slope: (z: number): number => (z > 0 ? 1 : 0),
});
