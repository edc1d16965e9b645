import type { Engine } from "../engine/engine.ts";
import type { LayerTrace } from "../layers/layer.ts";
import { backwardSequence } from "../layers/sequence.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";
import { type Parameters, prefixParameters, selectParameters } from "../parameters.ts";

/** What passed through a layer, with its errors and gradients multiplied by 2^exponent. */
export interface ScaledTrace extends LayerTrace {
  readonly exponent: number;
}

/** A matrix multiplied by 2^exponent. */
export interface ScaledMatrix {
  readonly matrix: AbstractMatrix;
  readonly exponent: number;
}

/** Powers of two between which squares and products keep all their digits in float32 too, and how far one step goes. */
const SAFE = 40;
const STEP = 100;

/**
 * The same matrix where its rms is between 2⁻⁴⁰ and 2⁴⁰, or is 0 or no number, and else scaled by a power of two to an rms
 * near 1, which is exact.
 */
export function inRange(engine: Engine, matrix: AbstractMatrix): ScaledMatrix {
  const power = Math.log2(engine.sumOfSquares(matrix) / (matrix.rows * matrix.columns)) / 2;
  if (!Number.isFinite(power) || Math.abs(power) <= SAFE) return { matrix, exponent: 0 };
  const exponent = Math.max(-STEP, Math.min(-Math.round(power), STEP));
  return { matrix: engine.scale(2 ** exponent, matrix), exponent };
}

/**
 * The same traces, down to the first layer at which the error signal has left that range, and from there on those of a backward
 * pass that is made again with the signal scaled: a backward pass is linear, so they differ by that power of two alone, and
 * nothing becomes 0 that is not 0. What was handed in is left as it is.
 *
 * @param values - What the passes were made with, in the memory of the engine.
 * @param traces - What a backward pass through all layers gave.
 */
export function tracesInRange(
  engine: Engine,
  values: Parameters,
  traces: readonly LayerTrace[],
  exponent = 0,
): readonly ScaledTrace[] {
  const inARow = traces.filter(({ path }) => path.split(".").length === traces[0]!.path.split(".").length);
  const scaled: ScaledTrace[] = [];
  let signal = inARow.at(-1)!.outputGradient;
  for (const trace of inARow.reverse()) {
    const arriving = inRange(engine, signal);
    exponent += arriving.exponent;
    const again =
      arriving.matrix === trace.outputGradient ? trace : backThrough(engine, values, trace, arriving.matrix);
    const { inputGradient, traces: inside } = again.backward;
    signal = inputGradient();
    scaled.unshift(
      { ...again, exponent },
      ...(inside ? tracesInRange(engine, values, inside, exponent) : []),
    );
  }
  return scaled;
}

function backThrough(
  engine: Engine,
  values: Parameters,
  { path, layer, inputs, forward }: LayerTrace,
  outputGradient: AbstractMatrix,
): LayerTrace {
  const own = prefixParameters(0, selectParameters(values, path));
  return backwardSequence(engine, own, [{ ...forward, path, layer, inputs }], outputGradient).traces[0]!;
}

/** A size that was multiplied by 2^exponent as it is: what is too small for a number is the least there is, and not 0. */
export function unscaled(size: number, exponent: number): number {
  const half = Math.trunc(exponent / 2); // 2^exponent can be out of range where the result is not
  return withinRange(size * 2 ** -half * 2 ** (half - exponent), size);
}

/** A positive number, or the least or largest there is where it is out of range and what it came from is not. */
export function withinRange(value: number, from: number): number {
  return from > 0 && from < Infinity ? Math.min(Math.max(value, Number.MIN_VALUE), Number.MAX_VALUE) : value;
}
