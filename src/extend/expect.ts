import { rangeError } from "../check.ts";
import { type AbstractMatrix, shapeOf } from "../matrix/matrix.ts";

/** Refuses a matrix of another shape. */
export function expectShape(
  action: string,
  what: string,
  matrix: AbstractMatrix,
  rows: number,
  columns: number,
): void {
  if (matrix.rows === rows && matrix.columns === columns) return;
  throw rangeError(action, `${what} to be ${rows}×${columns}`, shapeOf(matrix));
}

/** Refuses a number that is further from the expected one than this, relative to it where it is above 1. */
export function expectNear(
  action: string,
  what: string,
  actual: number,
  expected: number,
  tolerance: number,
): void {
  if (Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected))) return;
  throw rangeError(action, `${what} to be ${expected}`, `${actual}`);
}
