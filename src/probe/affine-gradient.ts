import { identity } from "../activation/identity.ts";
import type { Engine } from "../engine/engine.ts";
import { readMatrix } from "../engine/read-matrix.ts";
import type { LayerTrace } from "../layers/layer.ts";
import type { AbstractMatrix, Matrix } from "../matrix/matrix.ts";
import { rowOf } from "../matrix/storage.ts";
import { RandomStream } from "../random/stream.ts";
import { inRange, type ScaledMatrix } from "./in-range.ts";
import type { LayerGradient } from "./layer-gradient.ts";
import { meanFieldAttenuation } from "./mean-field.ts";
import { spectralNorm } from "./singular-values.ts";

/** What can be said of a layer y = f(x·W + b) once its weights (inputs, outputs) and bias (1, outputs) are known too. */
export type AffineGradient = Pick<
  LayerGradient,
  "predictedAttenuation" | "attenuationBound" | "deadShare" | "signalToNoise"
>;

/** A unit whose outputs differ by no more than this share of the largest says the same of every example. */
const SAME = 1e-6;

/** Measures such a layer against mean field and its bound, and its gradient against the noise of the examples. */
export function measureAffine(
  engine: Engine,
  trace: LayerTrace,
  weights: Matrix,
  bias: Matrix,
): AffineGradient {
  const { inputs, layer } = trace; // (examples, inputs)
  const { activation = identity } = layer;
  const { rows: fanIn, columns: fanOut } = weights;
  const biases = bias.to1DArray();
  const biasMean = biases.reduce((sum, b) => sum + b, 0) / fanOut;
  const moments = {
    ...{ inputs: fanIn, outputs: fanOut, biasMean },
    weightMeanSquare: weights.dot(weights) / (fanIn * fanOut),
    biasVariance: biases.reduce((sum, b) => sum + (b - biasMean) ** 2, 0) / fanOut,
    inputMeanSquare: engine.sumOfSquares(inputs) / (inputs.rows * inputs.columns),
  };
  const norm = spectralNorm(weights, new RandomStream(0, "spectral norm"));
  return {
    predictedAttenuation: meanFieldAttenuation(activation, moments),
    attenuationBound: activation.maxSlope * norm * Math.sqrt(fanOut / fanIn),
    deadShare: deadShare(readMatrix(engine, trace.forward.outputs)),
    ...signalToNoise(engine, inputs, trace),
  };
}

function deadShare(outputs: Matrix): number {
  const lowest = Float64Array.from(rowOf(outputs, 0));
  const highest = lowest.slice();
  for (let row = 1; row < outputs.rows; row++) {
    const values = rowOf(outputs, row);
    for (let unit = 0; unit < values.length; unit++) {
      lowest[unit] = Math.min(lowest[unit]!, values[unit]!);
      highest[unit] = Math.max(highest[unit]!, values[unit]!);
    }
  }
  const dead = lowest.filter((low, unit) => {
    const high = highest[unit]!;
    return high - low <= SAME * Math.max(Math.abs(low), Math.abs(high));
  });
  return dead.length / outputs.columns;
}

/**
 * ‖ḡ‖ / √(tr Cov g) of the gradients g = xᵀ·δ of the examples. ‖xᵀ·δ‖ = ‖x‖·‖δ‖, so none of them has to be formed; δ is of
 * the mean loss, 1/n of that of an example.
 */
function signalToNoise(
  engine: Engine,
  inputs: AbstractMatrix,
  { backward: { errorSignal, gradients } }: LayerTrace,
): Pick<LayerGradient, "signalToNoise"> {
  if (!errorSignal || !gradients.weights) return {};
  const [x, delta] = [inRange(engine, inputs), inRange(engine, errorSignal)]; // of which squares can be taken
  const squares = ({ matrix }: ScaledMatrix) =>
    readMatrix(engine, engine.rowSums(engine.multiply(matrix, matrix))).to1DArray();
  const [ofInputs, ofDelta] = [squares(x), squares(delta)];
  const meanOfSquares =
    inputs.rows * ofInputs.reduce((sum, square, example) => sum + square * ofDelta[example]!, 0);
  const signal = engine.sumOfSquares(gradients.weights) * 4 ** (x.exponent + delta.exponent);
  const noise = meanOfSquares - signal;
  return noise > 0 ? { signalToNoise: Math.sqrt(signal / noise) } : {};
}
