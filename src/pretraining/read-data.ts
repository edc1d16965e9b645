import { rangeError } from "../check.ts";
import { targetKindOf } from "../head/check-head.ts";
import type { Head } from "../head/head.ts";
import {
  type AbstractMatrix,
  asRows,
  type ExpectedShape,
  type RowsLike,
  toMatrix,
} from "../matrix/matrix.ts";
import { rowReader } from "../matrix/storage.ts";

/** Reads what an autoencoder is to reconstruct at a public door; refuses what its decoder cannot give. */
export function readData(
  action: string,
  name: string,
  value: RowsLike,
  decoder: Head,
  shape: ExpectedShape,
): AbstractMatrix {
  const matrix = toMatrix(action, name, asRows(value), shape);
  if (targetKindOf(decoder) === "numbers") return matrix;
  const valuesOf = rowReader(matrix);
  for (let row = 0; row < matrix.rows; row++) {
    const values = valuesOf(row);
    for (let column = 0; column < values.length; column++) {
      const value = values[column]!;
      if (value >= 0 && value <= 1) continue;
      const expected = `${name} under a ${decoder.name} decoder to lie in [0, 1]`;
      const advice = "minMax scales columns into a range, a linear decoder gives any number";
      throw rangeError(action, expected, `${value} at row ${row}, column ${column} (${advice})`);
    }
  }
  return matrix;
}
