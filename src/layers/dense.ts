import type { Activation } from "../activation/activation.ts";
import { checkActivation } from "../activation/check-activation.ts";
import { identity } from "../activation/identity.ts";
import { ofLibrary } from "../check/own-name.ts";
import { checkInteger, checkKeys } from "../check.ts";
import { checkInitializer, drawnBy } from "../initializer/check-initializer.ts";
import { glorotUniform } from "../initializer/glorot.ts";
import type { Initializer } from "../initializer/initializer.ts";
import { checkSize } from "../matrix/check-size.ts";
import { type AbstractMatrix, Matrix } from "../matrix/matrix.ts";
import type { Layer } from "./layer.ts";

/** Options of `dense`. */
export interface DenseOptions {
  /** Units that feed in, ≥ 1. */
  readonly inputs: number;
  /** Units of this layer, ≥ 1. */
  readonly outputs: number;
  /** f. Default `identity`. */
  readonly activation?: Activation | undefined;
  /** Where the weights start. Default `glorotUniform`. */
  readonly initializer?: Initializer | undefined;
}

export interface DenseCache {
  readonly inputs: AbstractMatrix;
  readonly preActivations: AbstractMatrix;
  readonly outputs: AbstractMatrix;
}

/**
 * A fully connected layer: y = f(x·W + b), with W (inputs, outputs) and b (1, outputs).
 *
 * Backward, with δ = ∂E/∂z: δ = ∂E/∂y ⊙ f′(z), ∂E/∂W = xᵀ·δ, ∂E/∂b = Σ δ over the batch, ∂E/∂x = δ·Wᵀ.
 *
 * @param options - Its widths, its activation and where its weights start.
 * @returns A layer with parameters `weights` and `bias`.
 * @throws RangeError if a width is not an integer ≥ 1, TypeError if an option has the wrong type.
 * @example
 * dense({ inputs: 64, outputs: 30, activation: tanh });
 *
 * @see Rumelhart, Hinton, Williams, "Learning representations by back-propagating errors", Nature 323 (1986).
 */
export function dense(options: DenseOptions): Layer {
  const action = "create a dense layer";
  checkKeys(action, options, ["inputs", "outputs", "activation", "initializer"]);
  const inputs = checkInteger(action, "inputs", options.inputs, { min: 1 });
  const outputs = checkInteger(action, "outputs", options.outputs, { min: 1 });
  checkSize(action, "weights", inputs, outputs);
  const { activation = identity, initializer = glorotUniform } = options;
  checkActivation(action, activation);
  checkInitializer(action, initializer);
  const layer = {
    kind: "dense",
    inputs,
    outputs,
    activation,

    initialize(random, position) {
      const { weights, bias } = drawnBy(
        action,
        initializer,
        { inputs, outputs },
        random("weights"),
        position,
      );
      return { parameters: { weights, bias: bias ?? Matrix.zeros(1, outputs) }, statistics: {} };
    },

    forward(engine, { weights, bias }, x) {
      const z = engine.affine(x, weights!, bias!); // (batch, outputs)
      const y = engine.activate(activation, z); // (batch, outputs)
      return { outputs: y, preActivations: z, cache: { inputs: x, preActivations: z, outputs: y } };
    },

    backward(engine, { weights }, { inputs: x, preActivations: z, outputs: y }, outputGradient) {
      const slope = engine.slope(activation, z, y); // (batch, outputs)
      const delta = engine.multiply(outputGradient, slope); // (batch, outputs)
      return {
        errorSignal: delta,
        gradients: {
          weights: engine.productLeftTransposed(x, delta), // (inputs, outputs)
          bias: engine.columnSums(delta), // (1, outputs)
        },
        inputGradient: () => engine.productRightTransposed(delta, weights!), // (batch, inputs)
      };
    },

    toJSON: () => ({ kind: "dense", inputs, outputs, activation: activation.name }),
  } satisfies Layer<DenseCache>;
  // A copy with other functions in it does not inherit this: it says for itself whether it is affine.
  return ofLibrary(Object.defineProperty(layer, "affine", { value: true }));
}
