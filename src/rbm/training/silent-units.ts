import type { AbstractMatrix } from "../../matrix/matrix.ts";
import { rowReader } from "../../matrix/storage.ts";

/** A unit whose mean stays this close to 0 or 1 over all examples says nothing about them. */
const SILENT = 0.01;

/** The shares of binary units that say nothing about the examples. */
export interface SilentUnits {
  /** Those that are off for every example. */
  readonly deadShare: number;
  /** Those that are on for every example. */
  readonly saturatedShare: number;
}

/** Counts the units that answer to no example: `means` are those of binary units, (examples, units). */
export function silentUnits(means: AbstractMatrix): SilentUnits {
  const { rows, columns } = means;
  const lowest = new Float64Array(columns).fill(Number.POSITIVE_INFINITY);
  const highest = new Float64Array(columns).fill(Number.NEGATIVE_INFINITY);
  const valuesOf = rowReader(means);
  for (let row = 0; row < rows; row++) {
    const values = valuesOf(row);
    for (let unit = 0; unit < columns; unit++) {
      lowest[unit] = Math.min(lowest[unit]!, values[unit]!);
      highest[unit] = Math.max(highest[unit]!, values[unit]!);
    }
  }
  return {
    deadShare: highest.filter((mean) => mean < SILENT).length / columns,
    saturatedShare: lowest.filter((mean) => mean > 1 - SILENT).length / columns,
  };
}
