import { ofLibrary } from "../check/own-name.ts";
import { checkInteger, checkKeys, checkNumber } from "../check.ts";
import { checkSize } from "../matrix/check-size.ts";
import { type AbstractMatrix, Matrix } from "../matrix/matrix.ts";
import type { Layer } from "./layer.ts";

/** Options of `layerNorm`. */
export interface LayerNormOptions {
  /** Units that go through, ≥ 2: with one, every output would be the bias. */
  readonly units: number;
  /** ε, added to the variance so that a constant row is not divided by zero, > 0. Default 1e-5. */
  readonly epsilon?: number | undefined;
}

interface LayerNormCache {
  /** x̂: (batch, units) */
  readonly normalized: AbstractMatrix;
  /** 1/√(σ² + ε): (batch, 1) */
  readonly inverseStd: AbstractMatrix;
}

/**
 * Normalizes each example over its units: x̂ = (x − μ)/√(σ² + ε) and y = g ⊙ x̂ + b, with μ and σ² the mean and the
 * (biased) variance of the row, and g and b (1, units). It is the same in training and at prediction.
 *
 * Backward, with ĝ = ∂E/∂x̂ = ∂E/∂y ⊙ g and ⟨·⟩ the mean over the units: ∂E/∂g = Σ ∂E/∂y ⊙ x̂ and ∂E/∂b = Σ ∂E/∂y
 * over the batch, ∂E/∂x = (ĝ − ⟨ĝ⟩ − x̂ ⊙ ⟨ĝ ⊙ x̂⟩)/√(σ² + ε).
 *
 * @param options - Its width and ε.
 * @returns A layer with parameters `gain` and `bias`.
 * @throws RangeError if an option is outside its range.
 * @example
 * layerNorm({ units: 30 });
 *
 * @see Ba, Kiros, Hinton, "Layer normalization", arXiv:1607.06450 (2016), section 3.
 */
export function layerNorm(options: LayerNormOptions): Layer {
  const action = "create a layerNorm layer";
  checkKeys(action, options, ["units", "epsilon"]);
  const { units, epsilon = 1e-5 } = options;
  checkInteger(action, "units", units, { min: 2 });
  checkSize(action, "gain", 1, units);
  checkNumber(action, "epsilon", epsilon, { above: 0 });
  const inverseSquareRoot = (variance: number) => 1 / Math.sqrt(variance + epsilon);
  return ofLibrary({
    kind: "layerNorm",
    inputs: units,
    outputs: units,

    initialize: () => ({
      parameters: { gain: Matrix.ones(1, units), bias: Matrix.zeros(1, units) },
      statistics: {},
    }),

    forward(engine, { gain, bias }, x) {
      const mean = engine.scale(1 / units, engine.rowSums(x)); // (batch, 1)
      const centered = engine.addColumn(x, engine.scale(-1, mean)); // (batch, units)
      const squares = engine.rowSums(engine.multiply(centered, centered)); // (batch, 1)
      const variance = engine.scale(1 / units, squares); // (batch, 1)
      const inverseStd = engine.map(inverseSquareRoot, variance); // (batch, 1)
      const normalized = engine.multiplyColumn(centered, inverseStd); // (batch, units)
      const outputs = engine.addRow(engine.multiplyRow(normalized, gain!), bias!); // (batch, units)
      return { outputs, cache: { normalized, inverseStd } };
    },

    backward(engine, { gain }, { normalized, inverseStd }, outputGradient) {
      return {
        gradients: {
          gain: engine.columnSums(engine.multiply(outputGradient, normalized)), // (1, units)
          bias: engine.columnSums(outputGradient), // (1, units)
        },
        inputGradient() {
          const slope = engine.multiplyRow(outputGradient, gain!); // ĝ: (batch, units)
          const mean = engine.scale(1 / units, engine.rowSums(slope)); // ⟨ĝ⟩: (batch, 1)
          const products = engine.rowSums(engine.multiply(slope, normalized)); // (batch, 1)
          const projection = engine.scale(1 / units, products); // ⟨ĝ ⊙ x̂⟩: (batch, 1)
          const difference = engine.subtract(
            engine.addColumn(slope, engine.scale(-1, mean)),
            engine.multiplyColumn(normalized, projection),
          ); // (batch, units)
          return engine.multiplyColumn(difference, inverseStd); // (batch, units)
        },
      };
    },

    toJSON: () => ({ kind: "layerNorm", units, epsilon }),
  } satisfies Layer<LayerNormCache>);
}
