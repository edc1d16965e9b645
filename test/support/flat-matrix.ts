import { type AbstractMatrix, WrapperMatrix1D } from "../../src/matrix/matrix.ts";

/** The arrays that a flat matrix may lie in. */
export type FlatArray = typeof Float32Array | typeof Float64Array;

/** A copy of a matrix over one flat typed array, row by row. */
export function flatMatrix(matrix: AbstractMatrix, Storage: FlatArray = Float64Array): AbstractMatrix {
  const values = Storage.from(matrix.to1DArray());
  const flat = new WrapperMatrix1D(values, { rows: Math.max(matrix.rows, 1) });
  return flat;
}
