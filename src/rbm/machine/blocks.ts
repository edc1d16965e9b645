import type { Engine } from "../../engine/engine.ts";
import { rowBlocks } from "../../engine/row-blocks.ts";
import type { Work } from "../../fit/pauses.ts";
import type { AbstractMatrix } from "../../matrix/matrix.ts";

/**
 * One number for each of `count` rows of `data`, a matrix of any kind, evenly spaced, computed a block of rows at a time.
 * `f` returns a column, (rows, 1).
 */
export function* forEachRow(
  engine: Engine,
  data: AbstractMatrix,
  f: (rows: AbstractMatrix, indices: Uint32Array) => AbstractMatrix,
  count: number = data.rows,
): Work<Float64Array> {
  const values = new Float64Array(count);
  for (const indices of rowBlocks(count)) {
    const places = indices.map((index) => Math.floor((index * data.rows) / count));
    engine.scope(() => {
      const column = f(engine.gatherRows(data, places), places); // (rows, 1)
      values.set(column.to1DArray(), indices[0]);
    });
    yield;
  }
  return values;
}

/** The mean of numbers. */
export function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
