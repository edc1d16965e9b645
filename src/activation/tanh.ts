import type { Activation } from "./activation.ts";

/**
 * The hyperbolic tangent, f(z) = tanh z, with slope 1 − f(z)² ≤ 1: a logistic that is centered on zero,
 * tanh z = 2·σ(2z) − 1.
 *
 * @example
 * tanh.apply(0); // 0
 * tanh.slope(0); // 1
 *
 * @see LeCun, Bottou, Orr, Müller, "Efficient BackProp", 1998, section 4.4.
 */
export const tanh: Activation = Object.freeze({
  name: "tanh",
  maxSlope: 1,
  apply: (z: number): number => Math.tanh(z),
  slope: (z: number, y: number = Math.tanh(z)): number => 1 - y * y,
});
