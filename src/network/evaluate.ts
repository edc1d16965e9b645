import type { Engine } from "../engine/engine.ts";
import { rowBlocks } from "../engine/row-blocks.ts";
import type { Head } from "../head/head.ts";
import { type Layer, prediction } from "../layers/layer.ts";
import { forwardSequence } from "../layers/sequence.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";
import type { Parameters } from "../parameters.ts";
import { type Examples, weighBatch } from "./examples.ts";
import { countRight } from "./targets.ts";

/** How well a network does on some examples. */
export interface Evaluation {
  /** The mean loss over the examples, weighted where they have weights. */
  readonly loss: number;
  /** The share classified correctly, where the targets are classes. */
  readonly accuracy?: number;
}

/** What runs: the layers, and their values in the memory of an engine. */
export interface LoadedLayers {
  readonly engine: Engine;
  readonly layers: readonly Layer[];
  readonly values: Parameters;
}

/**
 * Hands on the logits of all inputs as at prediction, (rows, outputs), with the indices of their rows, a block at a time.
 * They go when `use` returns.
 */
export function forEachLogits(
  { engine, layers, values }: LoadedLayers,
  inputs: AbstractMatrix,
  use: (logits: AbstractMatrix, rows: Uint32Array) => void,
): void {
  for (const rows of rowBlocks(inputs.rows)) {
    engine.scope(() => {
      const x = engine.gatherRows(inputs, rows); // (rows, inputs)
      use(forwardSequence(engine, layers, values, x, prediction).outputs, rows);
    });
  }
}

/** The mean loss and the accuracy of a network with these values. */
export function evaluateOn(network: LoadedLayers & { readonly head: Head }, examples: Examples): Evaluation {
  const { engine, head } = network;
  const { inputs, targets } = examples;
  const { classes } = targets;
  let loss = 0;
  let right = 0;
  let total = 0;
  forEachLogits(network, inputs, (logits, rows) => {
    const t = engine.gatherRows(targets.rows, rows); // (rows, outputs)
    const block = weighBatch(head.loss, examples, rows);
    loss += block.loss.value(engine, logits, t) * block.weight;
    if (classes) right += countRight(logits, classes, rows, block.weights);
    total += block.weight;
  });
  return { loss: loss / total, ...(classes && { accuracy: right / total }) };
}
