import { ofLibrary } from "../check/own-name.ts";
import { checkKeys, checkNumber } from "../check.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";
import type { Layer } from "./layer.ts";

/** Options of `dropout`. */
export interface DropoutOptions {
  /** p, the share of units that is left out, in [0, 1). */
  readonly rate: number;
}

interface DropoutCache {
  /** Absent at prediction, when every unit takes part: (batch, units). */
  readonly mask?: AbstractMatrix;
}

/**
 * Leaves out each unit of each example with probability p in training: y = x ⊙ m / (1 − p) with m ~ Bernoulli(1 − p),
 * so that the expectation of y is x, and at prediction y = x.
 *
 * Backward: ∂E/∂x = ∂E/∂y ⊙ m / (1 − p).
 *
 * @param options - The share of units to leave out.
 * @returns A layer without parameters, for inputs of any width.
 * @throws RangeError if `rate` is outside [0, 1).
 * @example
 * dropout({ rate: 0.5 });
 *
 * @see Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov, "Dropout: a simple way to prevent neural networks
 * from overfitting", JMLR 15 (2014), section 4; the division by 1 − p in training is its section 10.
 */
export function dropout(options: DropoutOptions): Layer {
  checkKeys("create a dropout layer", options, ["rate"]);
  const rate = checkNumber("create a dropout layer", "rate", options.rate, { min: 0, below: 1 });
  const keep = 1 - rate;
  return ofLibrary({
    kind: "dropout",

    initialize: () => ({ parameters: {}, statistics: {} }),

    forward(engine, _values, x, mode) {
      if (!mode.training) return { outputs: x, cache: {} };
      const means = engine.map(() => keep, x); // (batch, units)
      const kept = engine.bernoulli(means, mode.random); // (batch, units)
      const mask = engine.scale(1 / keep, kept); // (batch, units)
      return { outputs: engine.multiply(x, mask), cache: { mask } };
    },

    backward(engine, _values, { mask }, outputGradient) {
      return {
        gradients: {},
        inputGradient: () => (mask ? engine.multiply(outputGradient, mask) : outputGradient), // (batch, units)
      };
    },

    toJSON: () => ({ kind: "dropout", rate }),
  } satisfies Layer<DropoutCache>);
}
