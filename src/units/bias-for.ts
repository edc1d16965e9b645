import { reference } from "../engine/reference.ts";
import { columnSums } from "../matrix/column-sums.ts";
import { type AbstractMatrix, Matrix } from "../matrix/matrix.ts";
import type { OwnParameters, Units } from "./units.ts";

/** Fields further out than this leave nothing to chance. */
const FURTHEST = 32;

/** Halvings after which a field is known to the last bits of a float64. */
const HALVINGS = 60;

/** The bias with which units by themselves have these means: the mean rises with the field, so halving finds it. */
export function biasFor(units: Units, means: Matrix, own: OwnParameters): Matrix {
  if (units.biasFor) return units.biasFor(means, own);
  const furthest = Math.max(FURTHEST, 2 * Math.max(means.max(), -means.min()));
  const low = new Matrix(1, means.columns).fill(-furthest);
  const high = new Matrix(1, means.columns).fill(furthest);
  for (let step = 0; step < HALVINGS; step++) {
    const middle = reference.combine(0.5, low, 0.5, high) as Matrix;
    const reached = units.means(reference, middle, own);
    for (let unit = 0; unit < means.columns; unit++) {
      const side = reached.get(0, unit) < means.get(0, unit) ? low : high;
      side.set(0, unit, middle.get(0, unit));
    }
  }
  return reference.combine(0.5, low, 0.5, high) as Matrix;
}

/** The mean of each column, drawn to the middle of a bounded range as by one more example: (1, columns). */
export function columnMeans(data: AbstractMatrix, units: Units): Matrix {
  const middles = middlesOf(units, data.columns);
  const means = Array.from(columnSums(data), (sum, column) => {
    const middle = middles[column];
    return middle === undefined ? sum / data.rows : (sum + middle) / (data.rows + 1);
  });
  return Matrix.rowVector(means);
}

function middlesOf(units: Units, columns: number): (number | undefined)[] {
  if (units.parts) return units.parts(columns).flatMap((part) => middlesOf(part.units, part.columns));
  const { min, max } = units.range;
  const { middle = Number.isFinite(max - min) ? (min + max) / 2 : undefined } = units;
  return Array.from({ length: columns }, () => middle);
}
