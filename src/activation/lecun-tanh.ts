import type { Activation } from "./activation.ts";

const HEIGHT = 1.7159;
const STEEPNESS = 2 / 3;

/**
 * The scaled hyperbolic tangent, f(z) = 1.7159·tanh(2z/3), with slope 1.7159·(2/3)·(1 − (f(z)/1.7159)²).
 *
 * Its constants put f(±1) at ±1 (to 3·10⁻⁶, as published), so that targets of ±1 are reached where the curvature is
 * largest, and inputs of variance one give outputs of variance about one.
 *
 * @example
 * lecunTanh.apply(1); // 0.99999726
 * lecunTanh.slope(0); // 1.14393333
 *
 * @see LeCun, Bottou, Orr, Müller, "Efficient BackProp", 1998, section 4.4.
 */
export const lecunTanh: Activation = Object.freeze({
  name: "lecunTanh",
  maxSlope: HEIGHT * STEEPNESS,
  apply: (z: number): number => HEIGHT * Math.tanh(STEEPNESS * z),
  slope: (z: number, y: number = lecunTanh.apply(z)): number =>
    HEIGHT * STEEPNESS * (1 - (y / HEIGHT) * (y / HEIGHT)),
});
