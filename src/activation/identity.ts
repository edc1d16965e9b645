import type { Activation } from "./activation.ts";

/**
 * The identity, f(z) = z, with slope 1: a linear layer.
 *
 * @example
 * identity.apply(3); // 3
 * identity.slope(3); // 1
 */
export const identity: Activation = Object.freeze({
  name: "identity",
  maxSlope: 1,
  apply: (z: number): number => z,
  slope: (): number => 1,
});
