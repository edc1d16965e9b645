import { rangeError } from "../check.ts";
import { type AbstractMatrix, Matrix, shapeOf } from "./matrix.ts";

/**
 * The matrix product a·b, with both shapes in the error when they do not fit. Its bits are those of ml-matrix's `mmul`:
 * every element is one sum in the order of the inner index.
 */
export function product(a: AbstractMatrix, b: AbstractMatrix): Matrix {
  checkInner(a, b, a.columns, b.rows);
  return dotProducts(rowsOf(a), columnsOf(b));
}

/** The product aᵀ·b. */
export function productLeftTransposed(a: AbstractMatrix, b: AbstractMatrix): Matrix {
  checkInner(a, b, a.rows, b.rows);
  return dotProducts(columnsOf(a), columnsOf(b));
}

/** The product a·bᵀ. */
export function productRightTransposed(a: AbstractMatrix, b: AbstractMatrix): Matrix {
  checkInner(a, b, a.columns, b.columns);
  return dotProducts(rowsOf(a), rowsOf(b));
}

/**
 * The dot product of each left vector with each right one.
 *
 * Two left and two right vectors are taken at a time, so that each number that is read goes into two products: four sums
 * run side by side where one alone would wait for its own last addition. At an odd end the last vector is taken twice.
 */
function dotProducts(left: readonly Float64Array[], right: readonly Float64Array[]): Matrix {
  const result = new Matrix(left.length, right.length);
  for (let i = 0; i < left.length; i += 2) {
    const i1 = Math.min(i + 1, left.length - 1);
    const [a0, a1] = [left[i]!, left[i1]!];
    for (let j = 0; j < right.length; j += 2) {
      const j1 = Math.min(j + 1, right.length - 1);
      const [b0, b1] = [right[j]!, right[j1]!];
      let [sum00, sum01, sum10, sum11] = [0, 0, 0, 0];
      for (let k = 0; k < a0.length; k++) {
        const x0 = a0[k]!;
        const x1 = a1[k]!;
        const y0 = b0[k]!;
        const y1 = b1[k]!;
        sum00 += x0 * y0;
        sum01 += x0 * y1;
        sum10 += x1 * y0;
        sum11 += x1 * y1;
      }
      result.set(i, j, sum00).set(i, j1, sum01).set(i1, j, sum10).set(i1, j1, sum11);
    }
  }
  return result;
}

function rowsOf(matrix: AbstractMatrix): Float64Array[] {
  return Array.from({ length: matrix.rows }, (_, row) => {
    const vector = new Float64Array(matrix.columns);
    for (let column = 0; column < vector.length; column++) vector[column] = matrix.get(row, column);
    return vector;
  });
}

function columnsOf(matrix: AbstractMatrix): Float64Array[] {
  return Array.from({ length: matrix.columns }, (_, column) => {
    const vector = new Float64Array(matrix.rows);
    for (let row = 0; row < vector.length; row++) vector[row] = matrix.get(row, column);
    return vector;
  });
}

function checkInner(a: AbstractMatrix, b: AbstractMatrix, innerA: number, innerB: number): void {
  if (innerA !== innerB) {
    throw rangeError(
      `multiply ${shapeOf(a)} by ${shapeOf(b)}`,
      "inner dimensions to match",
      `${innerA} and ${innerB}`,
    );
  }
}
