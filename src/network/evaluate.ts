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

interface LogitsOfRows {
  readonly logits: AbstractMatrix; // (end − start, outputs)
  readonly start: number;
  readonly end: number;
}

/** The logits of all examples, some rows at a time. */
export function* logitsInChunks(
  engine: Engine,
  layers: readonly Layer[],
  values: Parameters,
  inputs: Matrix,
): Generator<LogitsOfRows> {
  for (let start = 0; start < inputs.rows; start += ROWS_AT_ONCE) {
    const end = Math.min(start + ROWS_AT_ONCE, inputs.rows);
    const x = engine.load(rowsFrom(inputs, start, end)); // (end − start, inputs)
    yield { logits: forwardSequence(engine, layers, values, x, prediction).outputs, start, end };
  }
}

/** The mean loss and the accuracy of a network with these values. */
export function evaluateOn(
  engine: Engine,
  { layers, head }: { readonly layers: readonly Layer[]; readonly head: Head },
  values: Parameters,
  inputs: Matrix,
  { rows, classes }: TargetRows,
): Evaluation {
  let loss = 0;
  let right = 0;
  for (const { logits, start, end } of logitsInChunks(engine, layers, values, inputs)) {
    const t = engine.load(rowsFrom(rows, start, end)); // (end − start, outputs)
    loss += head.loss.value(engine, logits, t) * (end - start);
    if (classes) right += accuracyOf(logits, classes.subarray(start, end)) * (end - start);
  }
  return { loss: loss / inputs.rows, ...(classes && { accuracy: right / inputs.rows }) };
}

function rowsFrom(matrix: Matrix, start: number, end: number): Matrix {
  return start === 0 && end === matrix.rows
    ? matrix
    : matrix.subMatrix(start, end - 1, 0, matrix.columns - 1);
}
