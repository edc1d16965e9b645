import type { Initializer } from "./initializer.ts";
import { scaledNormal, scaledUniform } from "./scaled.ts";

/**
 * Weights from U(−a, a) with a = √(6 / (inputs + outputs)): the variance 2 / (inputs + outputs) that keeps
 * activations and gradients even through tanh layers.
 *
 * @example
 * glorotUniform.draw({ inputs: 64, outputs: 30 }, new RandomStream(42, "weights")).weights; // (64, 30)
 *
 * @see Glorot, Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010,
 * equation 16.
 */
export const glorotUniform: Initializer = /* @__PURE__ */ scaledUniform(
  "glorotUniform",
  ({ inputs, outputs }) => Math.sqrt(6 / (inputs + outputs)),
);

/**
 * Weights from N(0, 2 / (inputs + outputs)): the variance of `glorotUniform` in a normal distribution.
 *
 * @example
 * glorotNormal.draw({ inputs: 64, outputs: 30 }, new RandomStream(42, "weights")).weights; // (64, 30)
 *
 * @see Glorot, Bengio, AISTATS 2010, equation 12.
 */
export const glorotNormal: Initializer = /* @__PURE__ */ scaledNormal("glorotNormal", ({ inputs, outputs }) =>
  Math.sqrt(2 / (inputs + outputs)),
);

/**
 * Weights for logistic units from U(−a, a) with a = 4·√(6 / (inputs + outputs)), four times those of
 * `glorotUniform`: σ(z) = (1 + tanh(z/2)) / 2 has a quarter of the slope of tanh at 0.
 *
 * @example
 * logisticGlorot.draw({ inputs: 64, outputs: 30 }, new RandomStream(42, "weights")).weights; // (64, 30)
 *
 * @see Glorot, Bengio, AISTATS 2010, equation 16, with the factor of the Deep Learning Tutorials
 * (deeplearning.net), "Multilayer Perceptron".
 */
export const logisticGlorot: Initializer = /* @__PURE__ */ scaledUniform(
  "logisticGlorot",
  ({ inputs, outputs }) => 4 * Math.sqrt(6 / (inputs + outputs)),
);
