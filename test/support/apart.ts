import { Matrix } from "../../src/matrix/matrix.ts";

/** How far two matrices are apart at most, in units of the largest number of the second. */
export function apart(actual: Matrix, expected: Matrix): number {
  const scale = Math.max(...expected.to1DArray().map(Math.abs));
  return Math.max(...Matrix.sub(actual, expected).to1DArray().map(Math.abs)) / scale;
}
