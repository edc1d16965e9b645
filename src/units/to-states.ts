import { rangeError } from "../check.ts";
import {
  type AbstractMatrix,
  asRows,
  type ExpectedShape,
  type RowsLike,
  toMatrix,
} from "../matrix/matrix.ts";
import { rowOf } from "../matrix/storage.ts";
import type { Units } from "./units.ts";

/** Reads states of units, or data for them, at a public door, one row of numbers as a matrix of one row; refuses values outside their range. */
export function toStates(
  action: string,
  name: string,
  value: RowsLike,
  units: Units,
  shape: ExpectedShape = {},
): AbstractMatrix {
  const matrix = toMatrix(action, name, asRows(value), shape);
  const { min, max } = units.range;
  if (min === Number.NEGATIVE_INFINITY && max === Number.POSITIVE_INFINITY) return matrix;
  for (let row = 0; row < matrix.rows; row++) {
    const states = rowOf(matrix, row);
    for (let column = 0; column < states.length; column++) {
      const state = states[column]!;
      if (state < min || state > max) {
        const expected = `${name} of ${units.name} units to lie in [${min}, ${max}]`;
        const advice = "minMax scales columns into a range, gaussianUnits take any number";
        throw rangeError(action, expected, `${state} at row ${row}, column ${column} (${advice})`);
      }
    }
  }
  return matrix;
}
