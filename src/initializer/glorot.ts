import { drawMatrix } from "./draw-matrix.ts";
import type { Fan, Initializer } from "./initializer.ts";

/**
 * Weights from U(−a, a) with a = √(6 / (inputs + outputs)): the variance 2 / (inputs + outputs) that keeps
 * activations and gradients even through tanh layers.
 *
 * Source: Glorot, Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010,
 * equation 16.
 */
export const glorotUniform: Initializer = Object.freeze({
  name: "glorotUniform",
  draw({ inputs, outputs }: Fan, random) {
    const limit = Math.sqrt(6 / (inputs + outputs));
    return { weights: drawMatrix(inputs, outputs, () => limit * (2 * random.uniform() - 1)) };
  },
} satisfies Initializer);

/**
 * Weights from N(0, 2 / (inputs + outputs)).
 *
 * Source: Glorot, Bengio, AISTATS 2010, equation 12.
 */
export const glorotNormal: Initializer = Object.freeze({
  name: "glorotNormal",
  draw({ inputs, outputs }: Fan, random) {
    const std = Math.sqrt(2 / (inputs + outputs));
    return { weights: drawMatrix(inputs, outputs, () => std * random.normal()) };
  },
} satisfies Initializer);
