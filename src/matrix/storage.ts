import { type AbstractMatrix, Matrix, WrapperMatrix1D } from "ml-matrix";
import { show, typeError } from "../check.ts";

/** ml-matrix's fields that its types leave out. */
interface StoredInRows {
  data: Float64Array[];
}
interface StoredFlat {
  data: ArrayLike<number>;
}

/**
 * Reads the numbers of one row after the other, to be used at once and never written: views of the matrix's own storage where
 * that is known, which is many times as fast as `get`, and copies for any other kind of matrix.
 */
export function rowReader(matrix: AbstractMatrix): (row: number) => ArrayLike<number> {
  if (matrix instanceof Matrix) {
    const { data } = storedInRows(matrix);
    return (row) => data[row]!;
  }
  const { columns } = matrix;
  if (matrix instanceof WrapperMatrix1D) {
    const { data } = matrix as unknown as StoredFlat;
    if (data instanceof Float32Array || data instanceof Float64Array) {
      return (row) => data.subarray(row * columns, (row + 1) * columns);
    }
  }
  return (row) => {
    const copy = new Float64Array(columns);
    for (let column = 0; column < columns; column++) copy[column] = matrix.get(row, column);
    return copy;
  };
}

/** The numbers of one row, in the same way. */
export function rowOf(matrix: AbstractMatrix, row: number): ArrayLike<number> {
  return rowReader(matrix)(row);
}

/** The rows of a matrix, to be written into. */
export function rowsOf(matrix: Matrix): readonly Float64Array[] {
  return storedInRows(matrix).data;
}

/** A matrix of some rows of another: what is written into it is written there. */
export function rowsFrom(matrix: Matrix, first: number, count: number): Matrix {
  const part = new Matrix(0, matrix.columns);
  return Object.assign(part, { rows: count, data: rowsOf(matrix).slice(first, first + count) });
}

/** Overwrites one row. */
export function setRow(matrix: Matrix, row: number, values: ArrayLike<number>): void {
  rowsOf(matrix)[row]!.set(values);
}

/** A copy in float64. */
export function copyOf(matrix: AbstractMatrix): Matrix {
  const copy = new Matrix(matrix.rows, matrix.columns);
  const valuesOf = rowReader(matrix);
  for (let row = 0; row < matrix.rows; row++) setRow(copy, row, valuesOf(row));
  return copy;
}

/** A copy of the rows with these indices, in this order and in the precision of the matrix. */
export function selectRows(matrix: AbstractMatrix, indices: ArrayLike<number>): AbstractMatrix {
  const { columns } = matrix;
  const valuesOf = rowReader(matrix);
  if (valuesOf(0) instanceof Float32Array) {
    const values = new Float32Array(indices.length * columns);
    for (let row = 0; row < indices.length; row++) values.set(valuesOf(indices[row]!), row * columns);
    return new WrapperMatrix1D(values, { rows: indices.length });
  }
  const selected = new Matrix(indices.length, columns);
  for (let row = 0; row < indices.length; row++) setRow(selected, row, valuesOf(indices[row]!));
  return selected;
}

/** Lets two matrices of one shape and one kind trade places: nothing is copied. */
export function exchangeStorage(a: AbstractMatrix, b: AbstractMatrix): void {
  if (a instanceof Matrix && b instanceof Matrix) {
    const [first, second] = [storedInRows(a), storedInRows(b)];
    [first.data, second.data] = [second.data, first.data];
  } else if (a instanceof WrapperMatrix1D && b instanceof WrapperMatrix1D) {
    const [first, second] = [a as unknown as StoredFlat, b as unknown as StoredFlat];
    [first.data, second.data] = [second.data, first.data];
  } else {
    throw typeError("exchange matrices", "two of the same kind", `${show(a)} and ${show(b)}`);
  }
}

function storedInRows(matrix: Matrix): StoredInRows {
  return matrix as unknown as StoredInRows;
}
