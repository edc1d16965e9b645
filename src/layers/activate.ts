import type { Activation } from "../activation/activation.ts";
import { checkActivation } from "../activation/check-activation.ts";
import { ofLibrary } from "../check/own-name.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";
import type { Layer } from "./layer.ts";

interface ActivateCache {
  readonly preActivations: AbstractMatrix;
  readonly outputs: AbstractMatrix;
}

/**
 * An activation that stands by itself, such as behind a normalization: y = f(z).
 *
 * Backward: ∂E/∂z = ∂E/∂y ⊙ f′(z).
 *
 * @param activation - f
 * @returns A layer without parameters, for inputs of any width.
 * @throws TypeError if it is no activation.
 * @example
 * const layers = [dense({ inputs: 64, outputs: 30 }), batchNorm({ units: 30 }), activate(relu)];
 *
 * @see Ioffe, Szegedy, "Batch normalization: accelerating deep network training by reducing internal covariate
 * shift", ICML 2015, section 3.2: the normalization comes before the nonlinearity.
 */
export function activate(activation: Activation): Layer {
  checkActivation("create an activate layer", activation);
  return ofLibrary({
    kind: "activate",
    activation,

    initialize: () => ({ parameters: {}, statistics: {} }),

    forward(engine, _values, z) {
      const outputs = engine.activate(activation, z); // (batch, units)
      return { outputs, preActivations: z, cache: { preActivations: z, outputs } };
    },

    backward(engine, _values, { preActivations: z, outputs: y }, outputGradient) {
      const delta = engine.multiply(outputGradient, engine.slope(activation, z, y)); // (batch, units)
      return { errorSignal: delta, gradients: {}, inputGradient: () => delta };
    },

    toJSON: () => ({ kind: "activate", activation: activation.name }),
  } satisfies Layer<ActivateCache>);
}
