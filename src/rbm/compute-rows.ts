import type { EngineKind } from "../engine/engine.ts";
import { readMatrix } from "../engine/read-matrix.ts";
import { rowBlocks } from "../engine/row-blocks.ts";
import { withEngine } from "../engine/with-engine.ts";
import { type AbstractMatrix, Matrix } from "../matrix/matrix.ts";
import { forEachRow } from "./blocks.ts";
import { type Machine, machineOn, type RBMValues } from "./machine.ts";

/** An RBM with the kind of engine that it runs on. */
export interface RunningRBM extends RBMValues {
  readonly engineKind: EngineKind;
}

/** What `f` makes of each row of `data`, computed on the RBM's engine a block of rows at a time: (rows, columns). */
export function computeRows(
  rbm: RunningRBM,
  data: AbstractMatrix,
  columns: number,
  f: (machine: Machine, rows: AbstractMatrix) => AbstractMatrix,
): Matrix {
  const result = new Matrix(data.rows, columns);
  withEngine(rbm.engineKind, (engine) => {
    const machine = machineOn(engine, rbm);
    for (const rows of rowBlocks(data.rows)) {
      engine.scope(() => {
        const computed = f(machine, engine.gatherRows(data, rows)); // (block, columns)
        result.setSubMatrix(readMatrix(engine, computed), rows[0]!, 0);
      });
    }
  });
  return result;
}

/** The number that `f` makes of each row of `data`, in the same way; `f` returns a column. */
export function computeNumbers(
  rbm: RunningRBM,
  data: AbstractMatrix,
  f: (machine: Machine, rows: AbstractMatrix, indices: Uint32Array) => AbstractMatrix,
): Float64Array {
  return withEngine(rbm.engineKind, (engine) => {
    const machine = machineOn(engine, rbm);
    return forEachRow(engine, data, (rows, indices) => f(machine, rows, indices));
  });
}
