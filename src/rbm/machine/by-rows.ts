import type { Engine } from "../../engine/engine.ts";
import { readRows } from "../../engine/read-matrix.ts";
import { rowBlocks } from "../../engine/row-blocks.ts";
import type { Work } from "../../fit/pauses.ts";
import { type AbstractMatrix, Matrix } from "../../matrix/matrix.ts";

/** Rows between two pauses: a thousand by 784 by 500 would take a page most of the 50 ms that it still feels as smooth. */
const ROWS_AT_ONCE = 250;

/** What `f` makes of each row of a matrix, a block of rows at a time: (rows, columns). */
export function* byRows(
  engine: Engine,
  matrix: AbstractMatrix,
  columns: number,
  f: (rows: AbstractMatrix) => AbstractMatrix,
): Work<Matrix> {
  const result = new Matrix(matrix.rows, columns);
  for (const rows of rowBlocks(matrix.rows, ROWS_AT_ONCE)) {
    engine.scope(() => readRows(engine, f(engine.gatherRows(matrix, rows)), result, rows[0]!));
    yield;
  }
  return result;
}
