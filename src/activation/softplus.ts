import type { Activation } from "./activation.ts";
import { sigmoid } from "./sigmoid.ts";

/**
 * Softplus, f(z) = log(1 + eᶻ) = max(z, 0) + log(1 + e^−|z|), with slope σ(z) < 1, the logistic function. The second
 * form is the one computed: it never overflows.
 *
 * @example
 * softplus.apply(0); // 0.6931471806
 * softplus.slope(0); // 0.5
 *
 * @see Dugas, Bengio, Bélisle, Nadeau, Garcia, "Incorporating second-order functional knowledge for better option
 * pricing", NIPS 2000.
 */
export const softplus: Activation = Object.freeze({
  name: "softplus",
  maxSlope: 1,
  apply: (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))),
  slope: (z: number): number => sigmoid.apply(z),
});
