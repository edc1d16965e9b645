import type { Engine } from "../engine/engine.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";

const ROWS = 1000;

/**
 * One number for each row of `data`, computed a block of rows at a time, so that what is in memory at once does not
 * grow with the data. `f` returns a column, (rows, 1).
 */
export function forEachRow(
  engine: Engine,
  data: AbstractMatrix,
  f: (rows: AbstractMatrix) => AbstractMatrix,
): Float64Array {
  const values = new Float64Array(data.rows);
  for (let start = 0; start < data.rows; start += ROWS) {
    const indices = Uint32Array.from(
      { length: Math.min(ROWS, data.rows - start) },
      (_, index) => start + index,
    );
    engine.scope(() => values.set(f(engine.gatherRows(data, indices)).to1DArray(), start));
  }
  return values;
}

/** The mean of numbers. */
export function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
