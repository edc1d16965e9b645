import type { Initializer } from "./initializer.ts";
import { scaledUniform } from "./scaled.ts";

/**
 * Weights from U(−a, a) with a = 1/√inputs, the start that nets commonly had before 2010. Its variance 1 / (3·inputs)
 * shrinks what passes through a layer, forward and back.
 *
 * @example
 * classicUniform.draw({ inputs: 64, outputs: 30 }, new RandomStream(42, "weights")).weights; // (64, 30)
 *
 * @see Glorot, Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010,
 * equation 1 (their "standard" initialization).
 */
export const classicUniform: Initializer = /* @__PURE__ */ scaledUniform(
  "classicUniform",
  ({ inputs }) => 1 / Math.sqrt(inputs),
);
