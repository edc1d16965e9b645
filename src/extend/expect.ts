import { rangeError } from "../check.ts";
import { type AbstractMatrix, shapeOf } from "../matrix/matrix.ts";
import { checkLike, type Parameters } from "../parameters.ts";

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

/** Refuses matrices that are not those expected, to the bit. */
export function expectSame(action: string, where: string, actual: Parameters, expected: Parameters): void {
  checkLike(action, `${where} to give`, actual, expected);
  for (const [name, matrix] of Object.entries(expected)) {
    const [got, wanted] = [actual[name]!, matrix].map((each) => each.to1DArray());
    const place = wanted!.findIndex((value, index) => !Object.is(value, got![index]));
    if (place === -1) continue;
    const at = `row ${Math.floor(place / matrix.columns)}, column ${place % matrix.columns}`;
    throw rangeError(
      action,
      `the same bits in ${where}, ${wanted![place]} in ${name} at ${at}`,
      `${got![place]}`,
    );
  }
}

/** Refuses a matrix of another shape, or with an element that is further from the expected one than this, as above. */
export function expectElements(
  action: string,
  what: string,
  actual: AbstractMatrix,
  expected: AbstractMatrix,
  tolerance = 1e-9,
): void {
  expectShape(action, what, actual, expected.rows, expected.columns);
  for (let row = 0; row < actual.rows; row++) {
    for (let column = 0; column < actual.columns; column++) {
      const where = `${what} at row ${row}, column ${column}`;
      expectNear(action, where, actual.get(row, column), expected.get(row, column), tolerance);
    }
  }
}

/** Refuses a matrix with an element out of a range, ends included. */
export function expectWithin(
  action: string,
  what: string,
  matrix: AbstractMatrix,
  min: number,
  max: number,
): void {
  const outside = matrix.to1DArray().find((value) => !(value >= min && value <= max));
  if (outside !== undefined) throw rangeError(action, `${what} in [${min}, ${max}]`, `${outside}`);
}
