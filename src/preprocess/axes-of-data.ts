import type { AbstractMatrix } from "../matrix/matrix.ts";
import { rowReader } from "../matrix/storage.ts";
import { oneSidedJacobi } from "./one-sided-jacobi.ts";
import { triangularFactor } from "./triangular-factor.ts";
import { dot } from "./vectors.ts";

/** A direction of length 1, and the variance of the data along it. */
export interface Axis {
  readonly variance: number;
  readonly direction: Float64Array;
}

/**
 * The right singular vectors of the centered data with σ > share·σ_max, and σ²/rows, in falling order; found from the data
 * itself.
 *
 * @param data - (rows, columns)
 * @param means - (1, columns)
 * @param start - As many directions at right angles as there are columns, nearly those that are looked for.
 */
export function axesOfData(
  data: AbstractMatrix,
  means: AbstractMatrix,
  start: readonly Axis[],
  share: number,
): Axis[] {
  const factor = triangularFactor(data, means);
  const directions = start.map(({ direction }) => direction.slice());
  const images = directions.map((direction) => Float64Array.from(factor, (row) => dot(row, direction)));
  const lengths = oneSidedJacobi(images, directions, share);
  const least = share * lengths.reduce((most, length) => Math.max(most, length), 0);
  return directions
    .map((direction, index) => ({ direction, length: lengths[index]! }))
    .filter(({ length }) => length > least)
    .map(({ direction, length }) => ({ direction, variance: length ** 2 / data.rows }))
    .sort((a, b) => b.variance - a.variance);
}

/** The variance of the data along these axes together: Σ ‖(X − mean)·u‖² / rows. */
export function varianceAlong(data: AbstractMatrix, means: AbstractMatrix, axes: readonly Axis[]): number {
  const valuesOf = rowReader(data);
  const mean = means.getRow(0);
  const centered = new Float64Array(data.columns);
  let sum = 0;
  for (let row = 0; row < data.rows; row++) {
    const values = valuesOf(row);
    for (let column = 0; column < centered.length; column++)
      centered[column] = values[column]! - mean[column]!;
    for (const { direction } of axes) sum += dot(centered, direction) ** 2;
  }
  return sum / data.rows;
}
