import type { Activation } from "./activation.ts";

/**
 * The exponential linear unit with α = 1: f(z) = z for z > 0, else eᶻ − 1. Its slope is 1 for z > 0, else eᶻ.
 *
 * @example
 * elu.apply(-1); // -0.6321205588
 * elu.slope(2); // 1
 *
 * @see Clevert, Unterthiner, Hochreiter, "Fast and accurate deep network learning by exponential linear units
 * (ELUs)", ICLR 2016.
 */
export const elu: Activation = Object.freeze({
  name: "elu",
  maxSlope: 1,
  kinks: [0],
  apply: (z: number): number => (z > 0 ? z : Math.expm1(z)),
  slope: (z: number): number => (z > 0 ? 1 : Math.exp(z)), // from z: y + 1 would cancel
});
