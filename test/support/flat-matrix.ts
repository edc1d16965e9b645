import { WrapperMatrix1D } from "ml-matrix";
import type { AbstractMatrix } from "../../src/matrix/matrix.ts";

/** A copy of a matrix over one flat Float64Array, row by row. */
export function flatMatrix(matrix: AbstractMatrix): AbstractMatrix {
  const values = Float64Array.from(matrix.to1DArray());
  const flat = new WrapperMatrix1D(values, { rows: Math.max(matrix.rows, 1) });
  return flat;
}
