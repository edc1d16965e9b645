import { type AbstractMatrix, Matrix } from "../matrix/matrix.ts";

/** The least and the greatest value of each column: (1, columns) both. */
export interface ColumnExtremes {
  readonly minimums: Matrix;
  readonly maximums: Matrix;
}

/** Finds the least and the greatest value of each column. */
export function columnExtremes(data: AbstractMatrix): ColumnExtremes {
  return {
    minimums: foldColumns(data, Infinity, (least, x) => Math.min(least, x)),
    maximums: foldColumns(data, -Infinity, (greatest, x) => Math.max(greatest, x)),
  };
}

/**
 * The mean of each column and its standard deviation, √(Σ (x − mean)² / rows): (1, columns) both.
 *
 * The mean of a constant column is that constant and its deviation is 0, both exactly: a sum of equal terms is rounded.
 */
export function columnMoments(data: AbstractMatrix): { readonly means: Matrix; readonly deviations: Matrix } {
  const { minimums, maximums } = columnExtremes(data);
  const sums = foldColumns(data, 0, (sum, x) => sum + x);
  const means = mapCells(sums, (sum, column) =>
    minimums.get(0, column) === maximums.get(0, column) ? minimums.get(0, column) : sum / data.rows,
  );
  const squares = foldColumns(data, 0, (sum, x, column) => sum + (x - means.get(0, column)) ** 2);
  return {
    means,
    deviations: mapCells(squares, (sum, column) => {
      const range = maximums.get(0, column) - minimums.get(0, column);
      return sum > LEAST_SQUARE || range === 0
        ? Math.sqrt(sum / data.rows)
        : range * deviationOf(data, column, range);
    }),
  };
}

/** Squares below this lose digits, or are 0 where the number is not. */
const LEAST_SQUARE = 2 ** -960;

/** The standard deviation of a column whose numbers are measured in units of their range. */
function deviationOf(data: AbstractMatrix, column: number, unit: number): number {
  const cells = data.getColumn(column).map((cell) => cell / unit);
  const mean = cells.reduce((sum, cell) => sum + cell, 0) / cells.length;
  return Math.sqrt(cells.reduce((sum, cell) => sum + (cell - mean) ** 2, 0) / cells.length);
}

/** A new matrix of `f(cell, column)`. */
export function mapCells(data: AbstractMatrix, f: (cell: number, column: number) => number): Matrix {
  const result = new Matrix(data.rows, data.columns);
  for (let row = 0; row < data.rows; row++) {
    for (let column = 0; column < data.columns; column++) {
      result.set(row, column, f(data.get(row, column), column));
    }
  }
  return result;
}

/** Folds each column from its first row to its last: (1, columns). */
function foldColumns(
  data: AbstractMatrix,
  start: number,
  f: (soFar: number, cell: number, column: number) => number,
): Matrix {
  const results = new Float64Array(data.columns).fill(start);
  for (let row = 0; row < data.rows; row++) {
    for (let column = 0; column < data.columns; column++) {
      results[column] = f(results[column]!, data.get(row, column), column);
    }
  }
  return Matrix.rowVector(results);
}
