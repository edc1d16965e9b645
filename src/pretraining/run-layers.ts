import type { EngineKind } from "../engine/engine.ts";
import { readRows } from "../engine/read-matrix.ts";
import { withEngine } from "../engine/with-engine.ts";
import { atOnce } from "../fit/pauses.ts";
import type { Head } from "../head/head.ts";
import type { Layer } from "../layers/layer.ts";
import { type AbstractMatrix, Matrix } from "../matrix/matrix.ts";
import { forEachLogits } from "../network/evaluate.ts";
import { loadParameters, type Parameters } from "../parameters.ts";

/** What runs: layers with their values, and a head where its outputs are asked for. */
export interface RunLayers {
  readonly layers: readonly Layer[];
  readonly values: Parameters;
  readonly head?: Head;
}

/** The outputs of layers as at prediction for inputs (examples, inputs), a block of rows at a time: (examples, columns). */
export function runLayers(
  action: string,
  kind: EngineKind,
  { layers, values, head }: RunLayers,
  inputs: AbstractMatrix,
  columns: number,
): Matrix {
  const result = new Matrix(inputs.rows, columns);
  withEngine(kind, (engine) => {
    const loaded = { action, engine, layers, values: loadParameters(action, engine, values) };
    atOnce(
      forEachLogits(loaded, inputs, (logits, rows) => {
        const outputs = head ? head.apply(engine, logits) : logits; // (block, columns)
        readRows(engine, outputs, result, rows[0]!);
      }),
    );
  });
  return result;
}
