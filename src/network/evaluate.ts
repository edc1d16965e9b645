import type { Engine } from "../engine/engine.ts";
import type { Head } from "../head/head.ts";
import { type Layer, prediction } from "../layers/layer.ts";
import { forwardSequence } from "../layers/sequence.ts";
import type { AbstractMatrix, Matrix } from "../matrix/matrix.ts";
import type { Parameters } from "../parameters.ts";
import { accuracyOf, type TargetRows } from "./targets.ts";

/** How well a network does on some examples. */
export interface Evaluation {
  /** The mean loss over the examples. */
  readonly loss: number;
  /** The share classified correctly, where the targets are classes. */
  readonly accuracy?: number;
}

/** Rows that go through a network at once: enough to be fast, few enough to fit into memory. */
const ROWS_AT_ONCE = 1000;

/** Some rows of inputs in the memory of an engine. */
export interface InputChunk {
  /** (end − start, inputs) */
  readonly inputs: AbstractMatrix;
  readonly start: number;
  readonly end: number;
}

/** The same rows with their targets. */
export interface ExampleChunk extends InputChunk {
  /** (end − start, outputs) */
  readonly targets: AbstractMatrix;
  readonly classes: Int32Array | undefined;
}

/** Loads inputs into an engine, some rows at a time. */
export function* inputChunks(engine: Engine, inputs: Matrix): Generator<InputChunk> {
  for (let start = 0; start < inputs.rows; start += ROWS_AT_ONCE) {
    const end = Math.min(start + ROWS_AT_ONCE, inputs.rows);
    yield { inputs: engine.load(rowsFrom(inputs, start, end)), start, end };
  }
}

/** Loads examples into an engine, some rows at a time. */
export function* exampleChunks(
  engine: Engine,
  inputs: Matrix,
  { rows, classes }: TargetRows,
): Generator<ExampleChunk> {
  for (const chunk of inputChunks(engine, inputs)) {
    const { start, end } = chunk;
    const targets = engine.load(rowsFrom(rows, start, end));
    yield { ...chunk, targets, classes: classes?.subarray(start, end) };
  }
}

/** The logits of a chunk as at prediction: (rows, outputs). */
export function logitsOf(
  engine: Engine,
  layers: readonly Layer[],
  values: Parameters,
  { inputs }: InputChunk,
): AbstractMatrix {
  return forwardSequence(engine, layers, values, inputs, prediction).outputs;
}

/** The mean loss and the accuracy of a network with these values. */
export function evaluateOn(
  engine: Engine,
  { layers, head }: { readonly layers: readonly Layer[]; readonly head: Head },
  values: Parameters,
  chunks: Iterable<ExampleChunk>,
): Evaluation {
  let loss = 0;
  let right: number | undefined;
  let examples = 0;
  for (const chunk of chunks) {
    engine.scope(() => {
      const { targets, classes } = chunk;
      const logits = logitsOf(engine, layers, values, chunk); // (rows, outputs)
      loss += head.loss.value(engine, logits, targets) * targets.rows;
      if (classes) right = (right ?? 0) + accuracyOf(logits, classes) * targets.rows;
      examples += targets.rows;
    });
  }
  return { loss: loss / examples, ...(right !== undefined && { accuracy: right / examples }) };
}

function rowsFrom(matrix: Matrix, start: number, end: number): Matrix {
  return start === 0 && end === matrix.rows
    ? matrix
    : matrix.subMatrix(start, end - 1, 0, matrix.columns - 1);
}
