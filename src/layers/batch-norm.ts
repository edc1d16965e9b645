import { ofLibrary } from "../check/own-name.ts";
import { checkInteger, checkKeys, checkNumber, rangeError } from "../check.ts";
import { checkSize } from "../matrix/check-size.ts";
import { type AbstractMatrix, Matrix } from "../matrix/matrix.ts";
import type { Layer } from "./layer.ts";

/** Options of `batchNorm`. */
export interface BatchNormOptions {
  /** Units that go through, ≥ 1. */
  readonly units: number;
  /** The share of a new batch in the running statistics, in (0, 1]. Default 0.1. */
  readonly momentum?: number | undefined;
  /** ε, added to the variance so that a constant unit is not divided by zero, > 0. Default 1e-5. */
  readonly epsilon?: number | undefined;
}

interface BatchNormCache {
  /** x̂: (batch, units) */
  readonly normalized: AbstractMatrix;
  /** 1/√(σ² + ε): (1, units) */
  readonly inverseStd: AbstractMatrix;
  /** μ and σ² of the batch, (1, units) each; absent at prediction, when the running ones stand in. */
  readonly batch?: { readonly mean: AbstractMatrix; readonly variance: AbstractMatrix };
}

/**
 * Normalizes each unit over the batch: x̂ = (x − μ)/√(σ² + ε) and y = g ⊙ x̂ + b, with g and b (1, units). In training
 * μ and σ² are the mean and the (biased) variance of the unit in the batch; at prediction, the running ones.
 *
 * Backward, with ⟨·⟩ the mean over the batch: ∂E/∂g = Σ ∂E/∂y ⊙ x̂, ∂E/∂b = Σ ∂E/∂y and, as μ and σ² depend on x,
 * ∂E/∂x = g/√(σ² + ε) ⊙ (∂E/∂y − ⟨∂E/∂y⟩ − x̂ ⊙ ⟨∂E/∂y ⊙ x̂⟩); at prediction they do not, and ∂E/∂x =
 * g/√(σ² + ε) ⊙ ∂E/∂y.
 *
 * The running statistics start at mean 0 and variance 1 and move only in `updateStatistics`:
 * running ← (1 − momentum)·running + momentum·batch, with the unbiased variance of the batch, n/(n − 1)·σ².
 *
 * @param options - Its width, the momentum of its running statistics and ε.
 * @returns A layer with parameters `gain` and `bias` and statistics `runningMean` and `runningVariance`.
 * @throws RangeError if an option is outside its range, and in training if a batch has a single row.
 * @example
 * batchNorm({ units: 30 });
 *
 * @see Ioffe, Szegedy, "Batch normalization: accelerating deep network training by reducing internal covariate
 * shift", ICML 2015, algorithm 1 and section 3.1.
 */
export function batchNorm(options: BatchNormOptions): Layer {
  const action = "create a batchNorm layer";
  checkKeys(action, options, ["units", "momentum", "epsilon"]);
  const { units, momentum = 0.1, epsilon = 1e-5 } = options;
  checkInteger(action, "units", units, { min: 1 });
  checkSize(action, "gain", 1, units);
  checkNumber(action, "momentum", momentum, { above: 0, max: 1 });
  checkNumber(action, "epsilon", epsilon, { above: 0 });
  const inverseSquareRoot = (variance: number) => 1 / Math.sqrt(variance + epsilon);
  return ofLibrary({
    kind: "batchNorm",
    inputs: units,
    outputs: units,

    initialize: () => ({
      parameters: { gain: Matrix.ones(1, units), bias: Matrix.zeros(1, units) },
      statistics: { runningMean: Matrix.zeros(1, units), runningVariance: Matrix.ones(1, units) },
    }),

    forward(engine, { gain, bias, runningMean, runningVariance }, x, mode) {
      if (mode.training && x.rows === 1) {
        throw rangeError("normalize a batch in training", "at least 2 rows to take the variance of", "1");
      }
      const mean = mode.training ? engine.scale(1 / x.rows, engine.columnSums(x)) : runningMean!; // (1, units)
      const centered = engine.addRow(x, engine.scale(-1, mean)); // (batch, units)
      const variance = mode.training
        ? engine.scale(1 / x.rows, engine.columnSums(engine.multiply(centered, centered)))
        : runningVariance!; // (1, units)
      const inverseStd = engine.map(inverseSquareRoot, variance); // (1, units)
      const normalized = engine.multiplyRow(centered, inverseStd); // (batch, units)
      const outputs = engine.addRow(engine.multiplyRow(normalized, gain!), bias!); // (batch, units)
      const batch = mode.training ? { batch: { mean, variance } } : {};
      return { outputs, cache: { normalized, inverseStd, ...batch } };
    },

    backward(engine, { gain }, { normalized, inverseStd, batch }, outputGradient) {
      const gainGradient = engine.columnSums(engine.multiply(outputGradient, normalized)); // (1, units)
      const biasGradient = engine.columnSums(outputGradient); // (1, units)
      return {
        gradients: { gain: gainGradient, bias: biasGradient },
        inputGradient() {
          const factor = engine.multiply(gain!, inverseStd); // (1, units)
          if (batch === undefined) return engine.multiplyRow(outputGradient, factor); // (batch, units)
          const rows = outputGradient.rows;
          const throughMean = engine.scale(-1 / rows, biasGradient); // (1, units)
          const throughVariance = engine.multiplyRow(normalized, engine.scale(1 / rows, gainGradient)); // (batch, units)
          const slope = engine.subtract(engine.addRow(outputGradient, throughMean), throughVariance);
          return engine.multiplyRow(slope, factor); // (batch, units)
        },
      };
    },

    updateStatistics(engine, { runningMean, runningVariance }, { normalized, batch }) {
      if (batch === undefined) return;
      const unbiased = normalized.rows / (normalized.rows - 1);
      engine.combine(1 - momentum, runningMean!, momentum, batch.mean, runningMean);
      engine.combine(1 - momentum, runningVariance!, momentum * unbiased, batch.variance, runningVariance);
    },

    toJSON: () => ({ kind: "batchNorm", units, momentum, epsilon }),
  } satisfies Layer<BatchNormCache>);
}
