import { type AbstractMatrix, WrapperMatrix1D } from "ml-matrix";

/**
 * A matrix over one flat array, row by row, that is asked for at every access: the array may move, and whoever owns it
 * learns that it is about to be read or written. Any number of rows will do, 0 too.
 */
export function matrixOver(rows: number, columns: number, data: () => Float32Array): AbstractMatrix {
  return Object.create(WrapperMatrix1D.prototype, {
    rows: { value: rows, enumerable: true },
    columns: { value: columns, enumerable: true },
    data: { get: data },
  });
}
