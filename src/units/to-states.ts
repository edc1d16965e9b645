import { rangeError } from "../check.ts";
import { reference } from "../engine/reference.ts";
import {
  type AbstractMatrix,
  asRows,
  checkShape,
  type ExpectedShape,
  type RowsLike,
  toMatrix,
} from "../matrix/matrix.ts";
import { rowOf } from "../matrix/storage.ts";
import { storedRange } from "./stored.ts";
import type { Units } from "./units.ts";

/**
 * Reads states of units, or data for them, at a public door, one row of numbers as a matrix of one row; refuses values outside their range,
 * whose ends may be those that float32 stores.
 * Where `observed` is 0 the state is missing: it becomes 0, whatever is given.
 */
export function toStates(
  action: string,
  name: string,
  value: RowsLike,
  units: Units,
  shape: ExpectedShape = {},
  observed?: AbstractMatrix,
): AbstractMatrix {
  const given = toMatrix(action, name, asRows(value), shape);
  if (observed) checkShape(action, "observed to be", observed, given);
  const matrix = observed ? reference.multiply(given, observed) : given;
  const { range, misfit } = units;
  const { min, max } = storedRange(range);
  if (!misfit && min === Number.NEGATIVE_INFINITY && max === Number.POSITIVE_INFINITY) return matrix;
  for (let row = 0; row < matrix.rows; row++) {
    const states = rowOf(matrix, row);
    const present = observed && rowOf(observed, row);
    const column = firstOutside(states, min, max, present);
    if (column < states.length) {
      const expected = `${name} of ${units.name} units to lie in [${range.min}, ${range.max}]`;
      const advice = misfit ? "" : " (minMax scales columns into a range, gaussianUnits take any number)";
      throw rangeError(action, expected, `${states[column]} at row ${row}, column ${column}${advice}`);
    }
    const found = misfit?.(states, present);
    if (found) throw rangeError(action, `${name} to be ${found[0]}`, `${found[1]} in row ${row}`);
  }
  return matrix;
}

/** Where the first of these states stands that is there and outside the range; their count where there is none. */
function firstOutside(
  states: ArrayLike<number>,
  min: number,
  max: number,
  present: ArrayLike<number> | undefined,
): number {
  let column = 0;
  for (; column < states.length; column++) {
    const state = states[column]!;
    if ((state < min || state > max) && present?.[column] !== 0) break;
  }
  return column;
}
