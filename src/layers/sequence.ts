import { checkActivation } from "../activation/check-activation.ts";
import { checkNames } from "../check/own-name.ts";
import { checkArray, checkFunction, checkInteger, checkMethods, checkRecord, rangeError } from "../check.ts";
import type { Engine } from "../engine/engine.ts";
import type { LayerPosition } from "../initializer/initializer.ts";
import { type AbstractMatrix, checkShape } from "../matrix/matrix.ts";
import { ownValues, type Parameters, prefixParameters, selectParameters } from "../parameters.ts";
import type { RandomStream } from "../random/stream.ts";
import { checkStatistics } from "./check-statistics.ts";
import { libraryKinds } from "./kinds.ts";
import {
  type Layer,
  type LayerPass,
  type LayerTrace,
  type LayerValues,
  type Mode,
  prediction,
} from "./layer.ts";
import { forwardWithin, purposeWithin, traceWithin } from "./paths.ts";

/** The widths of layers in a row; both are absent where any width goes through unchanged. */
export interface SequenceWidths {
  readonly inputs?: number;
  readonly outputs?: number;
}

/** What a forward pass through layers in a row gives. */
export interface SequenceForward {
  /** (batch, outputs) */
  readonly outputs: AbstractMatrix;
  /** One pass per layer, in order: what the backward pass takes. */
  readonly passes: readonly LayerPass[];
}

/** What a backward pass through layers in a row gives. */
export interface SequenceBackward {
  /** Computes ∂E/∂x, (batch, inputs), of the first layer that was gone through, once it is asked for. */
  readonly inputGradient: () => AbstractMatrix;
  /** ∂E/∂θ for each parameter of the layers that were gone through, named as in `"0.weights"`. */
  readonly gradients: Parameters;
  /** One trace per layer, in order, each followed by those of the layers inside it. */
  readonly traces: readonly LayerTrace[];
}

/**
 * Checks that each layer takes as many inputs as the one before it gives outputs.
 *
 * @param action - What the caller is doing, for the error.
 * @param layers - The layers, in the order in which they run.
 * @param inputs - The width of what goes in, where it is known.
 * @returns The widths at both ends.
 * @throws TypeError if one is not a layer, RangeError if there is none or the widths do not fit.
 * @example
 * checkSequence("create a network", [dense({ inputs: 4, outputs: 3 }), dropout({ rate: 0.5 })]); // { inputs: 4, outputs: 3 }
 */
export function checkSequence(action: string, layers: readonly Layer[], inputs?: number): SequenceWidths {
  const list = checkArray(action, "an array of layers", layers);
  if (list.length === 0) throw rangeError(action, "at least one layer", "none");
  let first = inputs === undefined ? undefined : checkInteger(action, "inputs", inputs, { min: 1 });
  let width = first;
  for (const [index, layer] of list.entries()) {
    checkMethods(action, `layer ${index} to be a layer`, layer, "initialize", "forward", "backward");
    checkNames(action, `layer ${index}`, [layer], libraryKinds);
    if (layer.activation) checkActivation(action, layer.activation);
    if (layer.inputs === undefined) continue;
    if (width !== undefined && layer.inputs !== width) {
      throw rangeError(action, `layer ${index} (${layer.kind}) to take ${width} inputs`, `${layer.inputs}`);
    }
    first ??= layer.inputs;
    width = layer.outputs ?? layer.inputs;
  }
  return first === undefined || width === undefined ? {} : { inputs: first, outputs: width };
}

/**
 * Draws the first values of layers in a row, named as in `"0.weights"`.
 *
 * The stream of a draw is asked for as `"layer 0 weights"`, or `"layer 2.0 weights"` inside a residual layer. Of the
 * affine layers only the first one has the position that is handed in; those after it are `"later"`.
 *
 * @param layers - The layers, in the order in which they run.
 * @param random - Gives the stream for a purpose.
 * @param position - `"first"` if raw inputs go in.
 * @returns Parameters and statistics.
 * @example
 * initializeSequence(layers, (purpose) => new RandomStream(seed, purpose), "first");
 */
export function initializeSequence(
  layers: readonly Layer[],
  random: (purpose: string) => RandomStream,
  position: LayerPosition,
): LayerValues {
  const parameters: Record<string, AbstractMatrix> = {};
  const statistics: Record<string, AbstractMatrix> = {};
  let current = position;
  for (const [index, layer] of layers.entries()) {
    const values = layer.initialize((purpose) => random(purposeWithin(index, purpose)), current);
    const action = `create layer ${index} (${layer.kind})`;
    checkRecord(action, "parameters", values?.parameters);
    checkRecord(action, "statistics", values.statistics);
    checkStatistics(action, values);
    Object.assign(parameters, prefixParameters(index, ownValues(layer, values.parameters)));
    Object.assign(statistics, prefixParameters(index, ownValues(layer, values.statistics)));
    if (holdsAffine(layer)) current = "later";
  }
  return { parameters, statistics };
}

/**
 * Runs layers in a row: y = fₙ(… f₁(f₀(x))).
 *
 * @param engine - Where the arithmetic is done.
 * @param layers - The layers, in the order in which they run.
 * @param values - Their parameters and statistics in one record, named as in `"0.weights"`.
 * @param inputs - x: (batch, inputs).
 * @param mode - Whether it is for training, and then the stream for what is drawn.
 * @param frozen - The indices of layers that run as at prediction even in training.
 * @returns The outputs, and the passes that `backwardSequence` takes.
 * @example
 * const { outputs, passes } = forwardSequence(engine, layers, values, inputs, prediction);
 */
export function forwardSequence(
  engine: Engine,
  layers: readonly Layer[],
  values: Parameters,
  inputs: AbstractMatrix,
  mode: Mode,
  frozen?: ReadonlySet<number>,
): SequenceForward {
  const passes: LayerPass[] = [];
  let outputs = inputs;
  for (const [index, layer] of layers.entries()) {
    const layerMode = frozen?.has(index) ? prediction : mode;
    const result = layer.forward(engine, selectParameters(values, index), outputs, layerMode);
    const { rows, columns } = outputs;
    const path = String(index);
    checkShape(running(path, layer), "outputs of", result?.outputs, {
      rows,
      columns: layer.outputs ?? columns,
    });
    // In V8 a spread with names after it takes twenty times as long.
    passes.push(Object.assign({}, forwardWithin(path, result), { path, layer, inputs: outputs }));
    outputs = result.outputs;
  }
  return { outputs, passes };
}

/**
 * Takes a gradient back through layers in a row: ∂E/∂x = J₀ᵀ·J₁ᵀ ⋯ Jₙᵀ·∂E/∂y.
 *
 * @param engine - Where the arithmetic is done.
 * @param values - The values that the forward pass had.
 * @param passes - What the forward pass gave.
 * @param outputGradient - ∂E/∂y: (batch, outputs).
 * @param first - The index of the layer to stop at: those before it are not gone through. Default 0.
 * @returns The gradients with respect to inputs and parameters, and what was seen on the way.
 * @example
 * const { gradients } = backwardSequence(engine, values, passes, loss.gradient(engine, outputs, targets));
 */
export function backwardSequence(
  engine: Engine,
  values: Parameters,
  passes: readonly LayerPass[],
  outputGradient: AbstractMatrix,
  first = 0,
): SequenceBackward {
  const gradients: Parameters[] = [];
  const traces: LayerTrace[][] = [];
  let inputGradient = (): AbstractMatrix => outputGradient;
  for (let index = passes.length - 1; index >= first; index--) {
    const forward = passes[index]!;
    const { path, layer, inputs } = forward;
    const arriving = inputGradient(); // ∂E/∂y of this layer
    const action = `${running(path, layer)} backward`;
    checkShape(action, "a gradient of its outputs of", arriving, forward.outputs);
    const result = layer.backward(engine, selectParameters(values, index), forward.cache, arriving);
    inputGradient = once(() => checkFunction(action, "inputGradient", result?.inputGradient)());
    const inner = result?.traces?.map((trace) => traceWithin(path, trace));
    const backward = inner ? { ...result, inputGradient, traces: inner } : { ...result, inputGradient };
    gradients.unshift(prefixParameters(index, result?.gradients));
    traces.unshift([{ path, layer, inputs, forward, backward, outputGradient: arriving }, ...(inner ?? [])]);
  }
  return { inputGradient, gradients: Object.assign({}, ...gradients), traces: traces.flat() };
}

/**
 * Moves the running statistics of layers in a row towards those of the batch that went through in training, in place.
 *
 * @param engine - Where the arithmetic is done.
 * @param values - The values that the forward pass had.
 * @param passes - What the forward pass gave.
 * @param frozen - The indices of layers whose statistics stay.
 * @example
 * updateSequenceStatistics(engine, values, passes);
 */
export function updateSequenceStatistics(
  engine: Engine,
  values: Parameters,
  passes: readonly LayerPass[],
  frozen?: ReadonlySet<number>,
): void {
  for (const [index, { layer, cache }] of passes.entries()) {
    if (frozen?.has(index)) continue;
    layer.updateStatistics?.(engine, selectParameters(values, index), cache);
  }
}

/** What errors call the run of a layer. */
const running = (path: string | number, { kind }: Layer): string => `run layer ${path} (${kind})`;

/** The same function, which computes its result at the first call alone. */
function once(compute: () => AbstractMatrix): () => AbstractMatrix {
  let result: AbstractMatrix | undefined;
  return () => {
    result ??= compute();
    return result;
  };
}

function holdsAffine(layer: Layer): boolean {
  return (layer.affine || layer.layers?.some(holdsAffine)) ?? false;
}
