import { rangeError } from "../check.ts";
import { reference } from "../engine/reference.ts";
import { columnSums } from "../matrix/column-sums.ts";
import { type AbstractMatrix, checkShape, Matrix } from "../matrix/matrix.ts";
import { checkedUnits } from "./checked-units.ts";
import { partsOf } from "./parts.ts";
import type { OwnParameters, Units } from "./units.ts";

/** Fields further out than this leave nothing to chance, unless their units need larger ones for such means: then they are doubled. */
const FURTHEST = 32;
const DOUBLINGS = 32;

/** Halvings after which a field is known to the last bits of a float64. */
const HALVINGS = 60;

/** Means may miss what was wanted by so much of it, and by this. */
const SHARE = 1e-6;
const LEAST = 1e-9;

/**
 * The bias with which units by themselves have these means: their `biasFor`, or one for each column by itself, which is refused where it
 * gives other means, since the columns of a unit go together.
 */
export function biasFor(action: string, given: Units, means: Matrix, own: OwnParameters): Matrix {
  const units = checkedUnits(action, given);
  if (units.biasFor) {
    const bias = units.biasFor(means, own);
    checkShape(action, `biasFor of ${units.name} units to give`, bias, means);
    return bias;
  }
  const bias = biasByColumns(units, means, own);
  checkBias(action, units, means, { ...own, bias });
  return bias;
}

/** Refuses a bias by which units have other means than these; a mean at an end of the range is that of no bias. */
export function checkBias(action: string, units: Units, means: Matrix, own: OwnParameters): void {
  const { name, range } = units;
  const reached = units.means(reference, own.bias, own);
  for (const [column, wanted] of means.to1DArray().entries()) {
    const mean = reached.get(0, column);
    if (wanted <= range.min || wanted >= range.max) continue;
    if (Math.abs(mean - wanted) <= SHARE * Math.abs(wanted) + LEAST) continue;
    const expected = `biasFor of ${name} units to give biases of the mean ${wanted} in column ${column}`;
    throw rangeError(action, expected, units.biasFor ? `${mean}` : `none, and ${mean} column by column`);
  }
}

/** The mean rises with the field, so halving finds it. */
function biasByColumns(units: Units, means: Matrix, own: OwnParameters): Matrix {
  const [low, high] = [endsFor(units, means, own, -1), endsFor(units, means, own, 1)];
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

/** Fields on one side of those that have these means, which lie inside of the range. */
function endsFor(units: Units, means: Matrix, own: OwnParameters, side: -1 | 1): Matrix {
  const { min, max } = units.range;
  const furthest = Math.max(FURTHEST, 2 * Math.max(means.max(), -means.min()));
  const ends = new Matrix(1, means.columns).fill(side * furthest);
  for (let doubling = 0; doubling < DOUBLINGS; doubling++) {
    const reached = units.means(reference, ends, own);
    const near = means.to1DArray().flatMap((wanted, unit) => {
      return min < wanted && wanted < max && side * (reached.get(0, unit) - wanted) < 0 ? [unit] : [];
    });
    if (near.length === 0) break;
    for (const unit of near) ends.set(0, unit, 2 * ends.get(0, unit));
  }
  return ends;
}

/** The mean of each column, drawn to the middle of a bounded range as by one more example: (1, columns). */
export function columnMeans(action: string, data: AbstractMatrix, units: Units): Matrix {
  const middles = middlesOf(action, units, data.columns);
  const means = Array.from(columnSums(data), (sum, column) => {
    const middle = middles[column];
    return middle === undefined ? sum / data.rows : (sum + middle) / (data.rows + 1);
  });
  return Matrix.rowVector(means);
}

function middlesOf(action: string, units: Units, columns: number): (number | undefined)[] {
  const parts = partsOf(action, units, columns);
  if (parts) return parts.flatMap((part) => middlesOf(action, part.units, part.columns));
  const { min, max } = units.range;
  const { middle = Number.isFinite(max - min) ? (min + max) / 2 : undefined } = units;
  return Array.from({ length: columns }, () => middle);
}
