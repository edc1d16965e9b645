import type { Activation } from "./activation.ts";

/** The identity, f(z) = z, with slope 1. */
export const identity: Activation = Object.freeze({
  name: "identity",
  maxSlope: 1,
  apply: (z: number): number => z,
  slope: (): number => 1,
});
