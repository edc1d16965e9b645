import type { Initializer } from "./initializer.ts";
import { scaledNormal, scaledUniform } from "./scaled.ts";

/**
 * Weights from N(0, 2 / inputs): twice LeCun's variance, because a rectifier passes half of it on.
 *
 * @example
 * heNormal.draw({ inputs: 64, outputs: 30 }, new RandomStream(42, "weights")).weights; // (64, 30)
 *
 * @see He, Zhang, Ren, Sun, "Delving deep into rectifiers: surpassing human-level performance on ImageNet
 * classification", ICCV 2015, equation 10.
 */
export const heNormal: Initializer = /* @__PURE__ */ scaledNormal("heNormal", ({ inputs }) =>
  Math.sqrt(2 / inputs),
);

/**
 * Weights from U(−a, a) with a = √(6 / inputs): the variance 2 / inputs of `heNormal` in a uniform distribution.
 *
 * @example
 * heUniform.draw({ inputs: 64, outputs: 30 }, new RandomStream(42, "weights")).weights; // (64, 30)
 *
 * @see He, Zhang, Ren, Sun, ICCV 2015, equation 10.
 */
export const heUniform: Initializer = /* @__PURE__ */ scaledUniform("heUniform", ({ inputs }) =>
  Math.sqrt(6 / inputs),
);
