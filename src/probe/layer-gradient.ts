import { saturatedShare } from "../activation/saturation.ts";
import type { Engine } from "../engine/engine.ts";
import type { LayerTrace } from "../layers/layer.ts";
import { weightNames } from "../layers/weight-names.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";
import { globalNorm, type Parameters, selectParameters } from "../parameters.ts";
import { type ScaledTrace, unscaled } from "./in-range.ts";

/**
 * What one layer does to the gradient. Errors are of the loss of one example, so that they do not depend on the size
 * of the batch; rms is the root of the mean square over examples and units. Sizes beyond those of numbers stand as the least,
 * 5·10⁻³²⁴, or the largest; factors are right all the same.
 */
export interface LayerGradient {
  /** Its place in the network, `"2"`, or `"2.0"` inside a residual layer. */
  readonly path: string;
  readonly kind: string;
  readonly activation?: string;
  /** ‖∂E/∂W‖ of the mean loss, over all weights that the layer declares (‖∂E/∂gain‖ of one that has a gain instead). */
  readonly weightGradientNorm?: number;
  /** ‖∂E/∂b‖ of the mean loss. */
  readonly biasGradientNorm?: number;
  /** rms of ∂E/∂y: the error signal as it arrives, behind the activation. */
  readonly errorAfterActivation: number;
  /** rms of δ = ∂E/∂z: the error signal in front of the activation. */
  readonly errorBeforeActivation?: number;
  /** rms of ∂E/∂x: the error signal handed on to the layer below. */
  readonly errorBelow: number;
  /**
   * rms δ / rms ∂E/∂y: what the slope f′(z) leaves of the error signal. Of a residual layer, whose signal is divided, it is
   * √((1 + s²w²) / (1 + w²)): the mean square over both ways, with the slope and weight factors s and w of the branch
   * and 1 and 1 of the way around it, each way weighted by what the weights on it pass on.
   */
  readonly slopeFactor?: number;
  /** rms ∂E/∂x / rms δ: what the product with Wᵀ makes of it. Of a residual layer, attenuation / slopeFactor. */
  readonly weightFactor?: number;
  /** rms ∂E/∂x / rms ∂E/∂y = slopeFactor · weightFactor. */
  readonly attenuation?: number;
  /** The mean of f′(z). */
  readonly meanSlope?: number;
  /** The largest |f′| there is: 0.25 for the logistic. */
  readonly maxSlope?: number;
  /** The share of units and examples with |f′(z)| below a tenth of `maxSlope`. */
  readonly saturatedShare?: number;
  /** The mean of the activations y. */
  readonly activationMean: number;
  /** The standard deviation of the activations y over units and examples. */
  readonly activationSpread: number;
  /** √χ: what mean field predicts `attenuation` to be of weights and biases of this size without any structure. */
  readonly predictedAttenuation?: number;
  /** maxSlope·‖W‖₂·√(outputs / inputs): no error signal's rms is multiplied by more. */
  readonly attenuationBound?: number;
  /** The share of units whose output is the same for all examples. */
  readonly deadShare?: number;
  /** ‖mean‖ / ‖standard deviation‖ over the examples of the gradient of the weights. */
  readonly signalToNoise?: number;
  /** ‖update‖ / ‖W‖ over its weights, where an update was made. */
  readonly updateToWeightRatio?: number;
}

/** The parameters before an update, and what is about to be added to them. */
export interface Change {
  readonly parameters: Parameters;
  readonly updates: Parameters;
}

/** Measures one layer from what passed through it. */
export function measureLayer(engine: Engine, trace: ScaledTrace, change?: Change): LayerGradient {
  const { layer, path, exponent } = trace;
  const { outputs } = trace.forward;
  const { errorSignal, gradients, inputGradient } = trace.backward;
  const examples = outputs.rows;

  const afterActivation = examples * rms(engine, trace.outputGradient);
  const beforeActivation = errorSignal && examples * rms(engine, errorSignal);
  const below = examples * rms(engine, inputGradient());

  const activationMean = mean(engine, outputs);
  const spread = engine.map((y) => y - activationMean, outputs); // (batch, outputs)

  return Object.freeze(
    withoutUndefined({
      path,
      kind: layer.kind,
      activation: layer.activation?.name,
      weightGradientNorm: norm(
        engine,
        pick(gradients, weightNames(layer)) ?? pick(gradients, ["gain"]),
        exponent,
      ),
      biasGradientNorm: norm(engine, pick(gradients, ["bias"]), exponent),
      errorAfterActivation: unscaled(afterActivation, exponent),
      errorBeforeActivation:
        beforeActivation === undefined ? undefined : unscaled(beforeActivation, exponent),
      errorBelow: unscaled(below, exponent),
      slopeFactor: ratio(beforeActivation, afterActivation),
      weightFactor: ratio(below, beforeActivation),
      attenuation: ratio(below, afterActivation),
      ...slopes(engine, trace),
      activationMean,
      activationSpread: rms(engine, spread),
      updateToWeightRatio: change && updateToWeightRatio(engine, trace, change),
    }),
  );
}

function slopes(
  engine: Engine,
  { layer: { activation }, forward: { preActivations, outputs } }: LayerTrace,
): Pick<LayerGradient, "meanSlope" | "maxSlope" | "saturatedShare"> {
  if (!activation || !preActivations) return {};
  const slope = engine.slope(activation, preActivations, outputs); // (batch, outputs)
  return {
    meanSlope: mean(engine, slope),
    maxSlope: activation.maxSlope,
    saturatedShare: saturatedShare(engine, activation, slope),
  };
}

function updateToWeightRatio(
  engine: Engine,
  { layer, path }: LayerTrace,
  { parameters, updates }: Change,
): number | undefined {
  const [weights, update] = [parameters, updates].map((all) =>
    pick(selectParameters(all, path), weightNames(layer)),
  );
  return weights && update && ratio(globalNorm(engine, update), globalNorm(engine, weights));
}

/** Those of these names that there are, or nothing. */
function pick(own: Parameters, names: readonly string[]): Parameters | undefined {
  const there = names.filter((name) => own[name]);
  return there.length > 0 ? Object.fromEntries(there.map((name) => [name, own[name]!])) : undefined;
}

function norm(engine: Engine, matrices: Parameters | undefined, exponent: number): number | undefined {
  return matrices && unscaled(globalNorm(engine, matrices), exponent);
}

function mean(engine: Engine, matrix: AbstractMatrix): number {
  return engine.sum(matrix) / (matrix.rows * matrix.columns);
}

function rms(engine: Engine, matrix: AbstractMatrix): number {
  return Math.sqrt(engine.sumOfSquares(matrix) / (matrix.rows * matrix.columns));
}

/** Their quotient, or nothing where there is nothing to compare with. */
function ratio(numerator: number | undefined, denominator: number | undefined): number | undefined {
  return numerator === undefined || !denominator ? undefined : numerator / denominator;
}

type Defined<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };

/** The same record without the keys that have no value. */
function withoutUndefined<T extends object>(record: T): Defined<T> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Defined<T>;
}
