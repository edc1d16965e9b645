import type { Activation } from "../activation/activation.ts";
import { checkThat } from "../check.ts";
import type { Engine } from "../engine/engine.ts";
import type { LayerPosition } from "../initializer/initializer.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";
import type { Parameters } from "../parameters.ts";
import type { RandomStream } from "../random/stream.ts";

/** How a layer is run: as at prediction, or as in training, with a stream for what it draws. */
export type Mode = { readonly training: false } | { readonly training: true; readonly random: RandomStream };

/**
 * How a layer is run at prediction.
 *
 * @example
 * forwardSequence(reference, [dropout({ rate: 0.5 })], {}, new Matrix([[1]]), prediction).outputs; // (1, 1)
 */
export const prediction: Mode = Object.freeze({ training: false });

/** Returns a mode, and refuses what is none. */
export function checkMode(action: string, mode: Mode): Mode {
  const expected = "mode to be { training: false }, or { training: true, random } with a RandomStream";
  return checkThat(action, expected, mode, () =>
    mode.training ? mode.training === true && mode.random.key.length === 2 : mode.training === false,
  );
}

/** What a layer starts with: values that gradients train, and values that follow the data, such as running means. */
export interface LayerValues {
  readonly parameters: Parameters;
  readonly statistics: Parameters;
}

/** What a forward pass through one layer gives. */
export interface ForwardResult<Cache = unknown> {
  /** (batch, outputs) */
  readonly outputs: AbstractMatrix;
  /** Everything that the backward pass needs. */
  readonly cache: Cache;
  /** z, where the layer ends in an activation: (batch, outputs). */
  readonly preActivations?: AbstractMatrix;
  /** The passes through the layers inside this one. */
  readonly passes?: readonly LayerPass[];
}

/** What a backward pass through one layer gives; all gradients are of the mean loss of the batch. */
export interface BackwardResult {
  /** Computes ∂E/∂x, (batch, inputs): nobody needs that of the first layer to train, so it is computed when asked for. */
  readonly inputGradient: () => AbstractMatrix;
  /** ∂E/∂θ for each parameter, under its name. */
  readonly gradients: Parameters;
  /** δ = ∂E/∂z, where the layer ends in an activation: (batch, outputs). */
  readonly errorSignal?: AbstractMatrix;
  /** What was seen in the layers inside this one. */
  readonly traces?: readonly LayerTrace[];
}

/** One layer's part of a forward pass, with its place in the network: `"2"`, or `"2.0"` inside a residual layer. */
export interface LayerPass extends ForwardResult {
  /** x: (batch, inputs) */
  readonly inputs: AbstractMatrix;
  readonly path: string;
  readonly layer: Layer;
}

/** Everything that passed through one layer, forward and back: what a probe looks at. */
export interface LayerTrace {
  readonly path: string;
  readonly layer: Layer;
  /** x: (batch, inputs) */
  readonly inputs: AbstractMatrix;
  readonly forward: ForwardResult;
  readonly backward: BackwardResult;
  /** ∂E/∂y: (batch, outputs) */
  readonly outputGradient: AbstractMatrix;
}

/** A layer in JSON: its kind and its settings, without its values. */
export interface LayerJSON {
  readonly kind: string;
  readonly [setting: string]: unknown;
}

/**
 * A layer describes a computation and its derivative. It holds no values and remembers nothing: `forward` is handed
 * the values, its parameters and statistics in one record, and returns the cache that `backward` takes.
 */
export interface Layer<Cache = unknown> {
  readonly kind: string;
  /** The width it takes; undefined where any will do, and the width goes through unchanged. */
  readonly inputs?: number;
  readonly outputs?: number;
  /** The activation it ends in, if it has one. */
  readonly activation?: Activation;
  /** The layers inside this one. */
  readonly layers?: readonly Layer[];
  /**
   * The names of its own parameters that are weights: what weight decay is for, what a probe takes for them, and what studies count.
   * Default `["weights"]`.
   */
  readonly weights?: readonly string[];
  /**
   * Whether it is y = f(x·W + b), as `dense` is, of `weights` (inputs, outputs) and `bias` (1, outputs) alone and of `activation`, by default
   * the identity. A probe then has all figures of it, another head may take its place, and it counts as the first layer where one
   * stands behind raw inputs. Default false.
   */
  readonly affine?: boolean;
  /**
   * Multiplications of one example's way forward, as studies count the cost of training. Default: those of the layers inside, or one
   * for each of its weights, and of other parameters of more than one row.
   */
  readonly multiplications?: number;
  /** Draws its first values; `random` gives the stream for a purpose, such as `"weights"`. */
  initialize(random: (purpose: string) => RandomStream, position: LayerPosition): LayerValues;
  forward(engine: Engine, values: Parameters, inputs: AbstractMatrix, mode: Mode): ForwardResult<Cache>;
  backward(engine: Engine, values: Parameters, cache: Cache, outputGradient: AbstractMatrix): BackwardResult;
  /** Moves the running statistics towards those of the batch that went through in training, in place. */
  updateStatistics?(engine: Engine, values: Parameters, cache: Cache): void;
  toJSON(): LayerJSON;
}
