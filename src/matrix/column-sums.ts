import type { AbstractMatrix } from "./matrix.ts";
import { rowReader } from "./storage.ts";

/** The sum of each column of data of any kind, in float64, row by row. */
export function columnSums(data: AbstractMatrix): Float64Array {
  const valuesOf = rowReader(data);
  const sums = new Float64Array(data.columns);
  for (let row = 0; row < data.rows; row++) {
    const values = valuesOf(row);
    for (let column = 0; column < sums.length; column++) sums[column]! += values[column]!;
  }
  return sums;
}
