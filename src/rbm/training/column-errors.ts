import type { AbstractMatrix } from "../../matrix/matrix.ts";
import { rowReader } from "../../matrix/storage.ts";

/** How well a column is reconstructed, in means over the examples. */
export interface ColumnError {
  readonly column: number;
  /** The squared error of the reconstruction. */
  readonly error: number;
  /** The variance of the column: the squared error of its mean. */
  readonly variance: number;
}

/** A variance below this share of the mean square is rounding: the column is constant. */
const ROUNDING = 1e-12;

/** The errors of all columns, of data and their reconstructions: (examples, visible) each. */
export function columnErrors(data: AbstractMatrix, reconstructions: AbstractMatrix): ColumnError[] {
  const { rows, columns } = data;
  const [sums, squares, errors] = Array.from({ length: 3 }, () => new Float64Array(columns));
  const [valuesOf, reconstructionOf] = [rowReader(data), rowReader(reconstructions)];
  for (let row = 0; row < rows; row++) {
    const [values, reconstruction] = [valuesOf(row), reconstructionOf(row)];
    for (let column = 0; column < columns; column++) {
      const value = values[column]!;
      sums![column]! += value;
      squares![column]! += value * value;
      errors![column]! += (value - reconstruction[column]!) ** 2;
    }
  }
  return Array.from({ length: columns }, (_, column) => {
    const square = squares![column]! / rows;
    const variance = square - (sums![column]! / rows) ** 2;
    return { column, error: errors![column]! / rows, variance: variance > ROUNDING * square ? variance : 0 };
  });
}
