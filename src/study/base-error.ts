import type { AbstractMatrix } from "../matrix/matrix.ts";
import { rowReader } from "../matrix/storage.ts";

/**
 * Σ Var over the columns: the squared error per example of the mean of the data. An RBM that reconstructs no better has learnt
 * nothing of what the columns have to do with one another.
 */
export function baseReconstructionError(data: AbstractMatrix): number {
  const sums = new Float64Array(data.columns);
  const valuesOf = rowReader(data);
  let squares = 0;
  for (let row = 0; row < data.rows; row++) {
    const values = valuesOf(row);
    for (let column = 0; column < data.columns; column++) {
      sums[column]! += values[column]!;
      squares += values[column]! ** 2;
    }
  }
  const ofMeans = sums.reduce((total, sum) => total + (sum / data.rows) ** 2, 0);
  return Math.max(0, squares / data.rows - ofMeans); // columns without variance may come out below by rounding
}
