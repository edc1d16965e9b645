import { checkFigures, checkThat, show } from "../check.ts";
import type { Engine } from "../engine/engine.ts";
import { readMatrix } from "../engine/read-matrix.ts";
import { openEngine } from "../engine/with-engine.ts";
import { checkMode, type LayerPass, type LayerTrace, type Mode, prediction } from "../layers/layer.ts";
import { backwardSequence, forwardSequence } from "../layers/sequence.ts";
import { type AbstractMatrix, checkFinite, type Matrix } from "../matrix/matrix.ts";
import { checkLike, loadParameters, mapParameters, type Parameters } from "../parameters.ts";
import { type Examples, weighAll } from "./examples.ts";
import type { Matrices } from "./initial-values.ts";
import { checkLogits } from "./overflow.ts";
import type { RunningNetwork } from "./running-network.ts";

/**
 * What a forward pass through a network gives: the logits, and what the backward pass takes. It holds its engine open for as
 * long as it is referred to.
 */
export interface NetworkPass {
  /** (batch, outputs), before the head */
  readonly logits: Matrix;
  /** What passed through each layer, in the memory of the engine. */
  readonly passes: readonly LayerPass[];
  readonly engine: Engine;
  /** The parameters and statistics that the pass was made with, in the memory of the engine. */
  readonly values: Parameters;
}

/** What a backward pass through a network gives; all gradients are of the mean loss of the batch. */
export interface NetworkGradients {
  /** ∂E/∂θ under the names of `network.parameters`. */
  readonly gradients: Matrices;
  /** ∂E/∂x: (batch, inputs) */
  readonly inputGradient: Matrix;
  /** Everything that passed through each layer, in the order of the layers and in the memory of the engine. */
  readonly traces: readonly LayerTrace[];
  readonly engine: Engine;
}

/** Runs inputs (batch, inputs) through the layers of a network, on an engine of their own. */
export function forwardPass(
  action: string,
  { layers, parameters, statistics, frozen, engineKind }: RunningNetwork,
  inputs: AbstractMatrix,
  mode: Mode,
): NetworkPass {
  checkMode(action, mode);
  const engine = openEngine(engineKind);
  const values = loadParameters(action, engine, { ...parameters, ...statistics });
  const { outputs, passes } = forwardSequence(engine, layers, values, engine.load(inputs), mode, frozen);
  checkLogits(action, engine, passes);
  const pass = { logits: readMatrix(engine, outputs), passes, engine, values };
  made.add(pass);
  return pass;
}

/** The mean loss of examples, the pass that it was taken from, and ∂E/∂logits in the memory of its engine: (batch, outputs). */
export function lossPass(
  action: string,
  network: RunningNetwork,
  examples: Examples,
  mode: Mode = prediction,
): { readonly loss: number; readonly pass: NetworkPass; readonly logitsGradient: AbstractMatrix } {
  const pass = forwardPass(action, network, examples.inputs, mode);
  const { engine, passes } = pass;
  const logits = passes.at(-1)!.outputs; // (batch, outputs)
  const t = engine.load(examples.targets.rows); // (batch, outputs)
  const loss = weighAll(network.head.loss, examples);
  const value = checkFigures(action, { loss: loss.value(engine, logits, t) });
  return { ...value, pass, logitsGradient: loss.gradient(engine, logits, t) };
}

/** Runs ∂E/∂logits, (batch, outputs) in the memory of the engine, back through the layers that a forward pass went through. */
export function backwardPass(
  action: string,
  { parameters }: RunningNetwork,
  { engine, values, passes }: NetworkPass,
  logitsGradient: AbstractMatrix,
): NetworkGradients {
  const { gradients, inputGradient, traces } = backwardSequence(engine, values, passes, logitsGradient);
  checkLike(action, "a gradient of", gradients, parameters);
  const read = mapParameters(gradients, (gradient) => readMatrix(engine, gradient));
  for (const [name, gradient] of Object.entries(read).reverse()) {
    checkFinite(action, `the gradient of ${show(name)}`, gradient);
  }
  const ofInputs = readMatrix(engine, inputGradient());
  checkFinite(action, "the gradient of the inputs", ofInputs);
  return { gradients: read, inputGradient: ofInputs, traces, engine };
}

/** Returns a pass, and refuses what is none. */
export function checkPass(action: string, pass: NetworkPass): NetworkPass {
  return checkThat(action, "a pass that network.forward returned", pass, () => made.has(pass));
}

/** The passes that were made here: what is inside them is handed to kernels unchecked. */
const made = new WeakSet<NetworkPass>();
