import { Matrix } from "../matrix/matrix.ts";
import { rowsOf } from "../matrix/storage.ts";
import { normalOf, type RandomStream } from "../random/stream.ts";

/** A matrix (rows, columns) of draws from U(−limit, limit), one after the other, row by row. */
export function drawUniform(rows: number, columns: number, random: RandomStream, limit: number): Matrix {
  return drawMatrix(rows, columns, random, (row) => {
    for (let i = 0; i < row.length; i++) row[i] = limit * (2 * row[i]! - 1);
  });
}

/** The same from N(mean, std²). */
export function drawNormal(rows: number, columns: number, random: RandomStream, mean = 0, std = 1): Matrix {
  return drawMatrix(rows, columns, random, (row) => {
    for (let i = 0; i < row.length; i++) row[i] = mean + std * normalOf(row[i]!);
  });
}

/** A row at a time: a new page has its loops compiled before a matrix of half a million is done. */
function drawMatrix(
  rows: number,
  columns: number,
  random: RandomStream,
  change: (uniforms: Float64Array) => void,
): Matrix {
  const matrix = new Matrix(rows, columns);
  for (const row of rowsOf(matrix)) {
    random.fill(row);
    change(row);
  }
  return matrix;
}
