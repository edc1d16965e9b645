import type { Activation } from "./activation.ts";

// The constants for which mean 0 and variance 1 are a fixed point of a layer with weights of variance 1/inputs:
// α = −√(2/π) / (erfc(1/√2)·√e − 1), and λ makes the variance of f(z), z ~ N(0, 1), one.
const ALPHA = 1.6732632423543772;
const LAMBDA = 1.0507009873554805;

/**
 * The scaled exponential linear unit: f(z) = λ·z for z > 0, else λ·α·(eᶻ − 1), with λ = 1.0507… and α = 1.6732…. Its
 * slope is λ for z > 0, else λ·α·eᶻ; at the kink it is λ·α, the largest there is, as in PyTorch.
 *
 * @example
 * selu.apply(1); // 1.0507009874
 * selu.slope(0); // 1.7580993408
 *
 * @see Klambauer, Unterthiner, Mayr, Hochreiter, "Self-normalizing neural networks", NeurIPS 2017, equation 2.
 */
export const selu: Activation = Object.freeze({
  name: "selu",
  maxSlope: LAMBDA * ALPHA,
  kinks: [0],
  apply: (z: number): number => (z > 0 ? LAMBDA * z : LAMBDA * ALPHA * Math.expm1(z)),
  slope: (z: number): number => (z > 0 ? LAMBDA : LAMBDA * ALPHA * Math.exp(z)),
});
