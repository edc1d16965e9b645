import { rangeError } from "../check.ts";
import { Matrix } from "../matrix/matrix.ts";
import { mapRows } from "./elementwise.ts";
import type { Block, Units } from "./units.ts";

/** Numbers of a unit may miss their sum by such a share of it: shares in float32, or of a table. No more than half a count is rounding. */
const ROUNDING = 1e-4;
const HALF_A_COUNT = 0.5;

/**
 * What units of several columns have in common, a column for each category, whose states sum to `total` over the columns of a unit; their
 * list is undefined where it would be too long.
 */
export function ofCategories(
  name: string,
  categories: number,
  total: number,
  states: Block["states"] | undefined,
): Omit<Units, "sample" | "selfEnergy"> {
  const unitsIn = (columns: number): number => {
    if (columns % categories === 0) return columns / categories;
    const expected = `columns of ${name} units to be a multiple of ${categories}`;
    throw rangeError("create an RBM", expected, `${columns}`);
  };
  return {
    name,
    states: undefined,
    blocks: (columns) => states && Array.from({ length: unitsIn(columns) }, () => ({ states })),
    range: Object.freeze({ min: 0, max: total }),
    ownParameters(columns) {
      unitsIn(columns); // refuses columns that are no whole units
      return {};
    },
    means: (engine, fields) =>
      mapRows(engine, fields, fields.columns, (row, into) => {
        for (let start = 0; start < row.length; start += categories) {
          const logSum = logSumExp(row, start, categories);
          for (let column = start; column < start + categories; column++)
            into[column] = total * Math.exp(row[column]! - logSum);
        }
      }),
    logPartition: (engine, fields) =>
      mapRows(engine, fields, 1, (row, into) => {
        into[0] = 0;
        for (let start = 0; start < row.length; start += categories)
          into[0] += total * logSumExp(row, start, categories);
      }),
    biasFor: (means) => Matrix.rowVector(means.to1DArray().map((mean) => Math.log(mean / total))),
    misfit(row, observed) {
      for (let start = 0; start < row.length; start += categories) {
        let [sum, there] = [0, 0];
        for (let column = start; column < start + categories; column++) {
          sum += row[column]!;
          there += observed?.[column] ?? 1;
        }
        const columns = `columns ${start} to ${start + categories - 1}`;
        if (there !== 0 && there !== categories)
          return [`all there or all missing in ${columns}, a unit of ${name}`, `${there} of ${categories}`];
        if (there === categories && Math.abs(sum - total) > Math.min(ROUNDING * total, HALF_A_COUNT))
          return [`${total} in sum over ${columns}, a unit of ${name}`, `${sum}`];
      }
      return undefined;
    },
  };
}

function logSumExp(row: ArrayLike<number>, start: number, count: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let column = start; column < start + count; column++) largest = Math.max(largest, row[column]!);
  let sum = 0;
  for (let column = start; column < start + count; column++) sum += Math.exp(row[column]! - largest);
  return largest + Math.log(sum);
}
