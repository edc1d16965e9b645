import { madeLater } from "../matrix/made-later.ts";
import type { Matrix } from "../matrix/matrix.ts";
import { normalOf, type RandomStream } from "../random/stream.ts";

/** The farthest draw from N(0, 1) lies at the quantile of 2⁻⁵⁴, 8.3 from 0. */
const FARTHEST = 9;

/** A matrix (rows, columns) of draws from U(−limit, limit), one after the other, row by row. */
export function drawUniform(rows: number, columns: number, random: RandomStream, limit: number): Matrix {
  return drawMatrix(rows, columns, random, limit, (row) => {
    for (let i = 0; i < row.length; i++) row[i] = limit * (2 * row[i]! - 1);
  });
}

/** The same from N(mean, std²). */
export function drawNormal(rows: number, columns: number, random: RandomStream, mean = 0, std = 1): Matrix {
  return drawMatrix(rows, columns, random, Math.abs(mean) + FARTHEST * std, (row) => {
    for (let i = 0; i < row.length; i++) row[i] = mean + std * normalOf(row[i]!);
  });
}

/**
 * Each number has its place in the stream, so that a row can be drawn when it is asked for; the stream itself goes on behind them all.
 * A new page has the loops over a row compiled before a matrix of half a million is done.
 */
function drawMatrix(
  rows: number,
  columns: number,
  random: RandomStream,
  bound: number,
  change: (uniforms: Float64Array) => void,
): Matrix {
  const first = random.position;
  random.position += 2 * rows * columns;
  return madeLater(rows, columns, bound, (index) => {
    const row = new Float64Array(columns);
    const { position } = random;
    random.position = first + 2 * columns * index;
    random.fill(row);
    random.position = position;
    change(row);
    return row;
  });
}
