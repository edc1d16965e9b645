import { ofLibrary } from "../check/own-name.ts";
import { rangeError } from "../check.ts";
import type { Layer, LayerPass } from "./layer.ts";
import {
  backwardSequence,
  checkSequence,
  forwardSequence,
  initializeSequence,
  updateSequenceStatistics,
} from "./sequence.ts";

interface ResidualCache {
  readonly passes: readonly LayerPass[];
}

/**
 * Layers with a way around them: y = x + F(x), where F runs the layers in a row.
 *
 * Backward: ∂E/∂x = ∂E/∂y + (∂F/∂x)ᵀ·∂E/∂y, so that a part of the gradient arrives without passing through F.
 *
 * @param layers - The layers of F, which must give as many outputs as they take inputs.
 * @returns A layer with the values of its layers, named `"0.weights"` and so on.
 * @throws RangeError if there is no layer, or the widths do not fit.
 * @example
 * residual([dense({ inputs: 30, outputs: 30, activation: tanh }), dense({ inputs: 30, outputs: 30 })]);
 *
 * @see He, Zhang, Ren, Sun, "Deep residual learning for image recognition", CVPR 2016, equation 1.
 */
export function residual(layers: readonly Layer[]): Layer {
  const action = "create a residual layer";
  const widths = checkSequence(action, layers);
  const { inputs, outputs } = widths;
  if (inputs !== outputs) {
    throw rangeError(action, "as many outputs as inputs", `${inputs} inputs and ${outputs} outputs`);
  }
  const inner = Object.freeze([...layers]);
  return ofLibrary({
    kind: "residual",
    ...widths,
    layers: inner,

    initialize: (random, position) => initializeSequence(inner, random, position),

    forward(engine, values, x, mode) {
      const { outputs: change, passes } = forwardSequence(engine, inner, values, x, mode); // (batch, units)
      return { outputs: engine.add(x, change), cache: { passes }, passes };
    },

    backward(engine, values, { passes }, outputGradient) {
      const through = backwardSequence(engine, values, passes, outputGradient);
      return {
        gradients: through.gradients,
        inputGradient: () => engine.add(outputGradient, through.inputGradient()), // (batch, units)
        traces: through.traces,
      };
    },

    updateStatistics: (engine, values, { passes }) => updateSequenceStatistics(engine, values, passes),

    toJSON: () => ({ kind: "residual", layers: inner.map((layer) => layer.toJSON()) }),
  } satisfies Layer<ResidualCache>);
}
