import type { Activation } from "./activation.ts";

/**
 * Softsign, f(z) = z / (1 + |z|), with slope 1 / (1 + |z|)² ≤ 1: it saturates like a power of z where tanh saturates
 * exponentially.
 *
 * @example
 * softsign.apply(1); // 0.5
 * softsign.slope(1); // 0.25
 *
 * @see Glorot, Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010,
 * section 3.3.
 */
export const softsign: Activation = Object.freeze({
  name: "softsign",
  maxSlope: 1,
  kinks: [0],
  apply: (z: number): number => z / (1 + Math.abs(z)),
  slope: (z: number): number => 1 / (1 + Math.abs(z)) ** 2, // from z: 1 − |y| would cancel
});
