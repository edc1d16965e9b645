import type { Activation } from "./activation.ts";
import { sigmoid } from "./sigmoid.ts";

/**
 * The sigmoid linear unit (swish), f(z) = z·σ(z), with slope σ(z)·(1 + z·σ(−z)), where σ is the logistic function.
 *
 * @example
 * silu.apply(1); // 0.7310585786
 * silu.slope(0); // 0.5
 *
 * @see Elfwing, Uchibe, Doya, "Sigmoid-weighted linear units for neural network function approximation in
 * reinforcement learning", Neural Networks 107 (2018).
 */
export const silu: Activation = Object.freeze({
  name: "silu",
  // f″(z) = 0 where z·tanh(z/2) = 2, that is at z = 2w with w·tanh w = 1, w = 1.1996786402577338…. There
  // σ(z) = (1 + 1/w)/2, and the slope comes to (1 + w)/2.
  maxSlope: (1 + 1.1996786402577337) / 2,
  apply: (z: number): number => z * sigmoid.apply(z),
  slope: (z: number): number => sigmoid.apply(z) * (1 + z * sigmoid.apply(-z)),
});
