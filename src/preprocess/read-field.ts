import { rangeError } from "../check.ts";
import { type ExpectedShape, type Matrix, toMatrix } from "../matrix/matrix.ts";
import { type MatrixJSON, matrixFromJSON } from "../matrix/matrix-json.ts";
import type { PreprocessorJSON } from "./preprocessor.ts";

/**
 * Reads one matrix of a preprocessor's JSON, by default a row, and refuses one that is empty, of another shape or not
 * finite.
 */
export function readField(
  action: string,
  json: PreprocessorJSON,
  field: string,
  shape: ExpectedShape = {},
): Matrix {
  const matrix = matrixFromJSON(action, field, json[field] as MatrixJSON);
  return toMatrix(action, field, matrix, { rows: 1, ...shape }) as Matrix;
}

/** Refuses a row with a value below zero, which no deviation or variance can be. */
export function checkNonNegative(action: string, name: string, row: Matrix): void {
  for (let column = 0; column < row.columns; column++) {
    const value = row.get(0, column);
    if (value < 0) throw rangeError(action, `${name} to be ≥ 0`, `${value} in column ${column}`);
  }
}

/** Refuses a column whose range from minimum to maximum is negative, or too wide to be a number. */
export function checkOrdered(action: string, minimums: Matrix, maximums: Matrix): void {
  for (let column = 0; column < minimums.columns; column++) {
    const [minimum, maximum] = [minimums.get(0, column), maximums.get(0, column)];
    const range = maximum - minimum;
    if (!(range >= 0 && Number.isFinite(range))) {
      throw rangeError(
        action,
        "each column to have a finite range ≥ 0",
        `${minimum} to ${maximum} in column ${column}`,
      );
    }
  }
}
