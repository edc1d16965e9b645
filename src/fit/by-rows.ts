import type { Engine } from "../engine/engine.ts";
import { readRows } from "../engine/read-matrix.ts";
import { rowBlocks } from "../engine/row-blocks.ts";
import { type AbstractMatrix, Matrix } from "../matrix/matrix.ts";
import type { Work } from "./pauses.ts";

/**
 * Rows between two pauses where they matter, as many as a large batch has: a thousand by 784 by 500 would take a page most of the 50 ms
 * that it still feels as smooth. Means alone may have them: what is drawn depends on how many rows are drawn at once.
 */
export const ROWS_BETWEEN_PAUSES = 100;

/** What `f` makes of each row of a matrix, a block of rows at a time: (rows, columns). */
export function* byRows(
  engine: Engine,
  matrix: AbstractMatrix,
  columns: number,
  f: (rows: AbstractMatrix, indices: Uint32Array) => AbstractMatrix,
  atOnce?: number,
): Work<Matrix> {
  const result = new Matrix(matrix.rows, columns);
  for (const indices of rowBlocks(matrix.rows, atOnce)) {
    engine.scope(() => readRows(engine, f(engine.gatherRows(matrix, indices), indices), result, indices[0]!));
    yield;
  }
  return result;
}
