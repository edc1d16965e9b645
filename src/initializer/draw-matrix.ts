import { Matrix } from "../matrix/matrix.ts";
import { setRow } from "../matrix/storage.ts";

/** A matrix (rows, columns) whose elements are drawn one after the other, row by row. */
export function drawMatrix(rows: number, columns: number, draw: () => number): Matrix {
  const matrix = new Matrix(rows, columns);
  const values = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) values[column] = draw();
    setRow(matrix, row, values);
  }
  return matrix;
}
