import { ofLibrary } from "../check/own-name.ts";
import { checkInteger, checkKeys, rangeError } from "../check.ts";
import { Matrix } from "../matrix/matrix.ts";
import { biasEnergy, mapRows } from "./elementwise.ts";
import type { Units } from "./units.ts";

/** Options of `softmaxUnits`. */
export interface SoftmaxOptions {
  /** How many categories a unit has, ≥ 2: it takes so many columns. */
  readonly categories: number;
}

/** Numbers of a group may miss the sum 1 by so much: shares in float32, or of a table. */
const ROUNDING = 1e-4;

/**
 * Units of one category out of several, k columns each: one of the columns is 1, with the probability softmax(fields), and the others are
 * 0. Data that sum to 1 over the columns of a unit are taken for such states, or for probabilities of them.
 *
 * selfEnergy(s) = −s·b and logPartition = Σ log Σₖ exp(fieldₖ), over the units of a row.
 *
 * @param options - The number of categories.
 * @returns Units for either side of an RBM, whose columns are a multiple of the categories.
 * @throws RangeError if there are fewer than two categories.
 * @example
 * new RBM({ visible: 5 * 100, hidden: 30, visibleUnits: softmaxUnits({ categories: 5 }) });
 *
 * @see Salakhutdinov, Mnih, Hinton, "Restricted Boltzmann machines for collaborative filtering", ICML 2007, section 2.
 */
export function softmaxUnits(options: SoftmaxOptions): Units {
  const action = "create softmaxUnits";
  checkKeys(action, options, ["categories"]);
  const k = checkInteger(action, "categories", options.categories, { min: 2, max: 1000 });
  const name = `softmax(${k})`;
  const states = Object.freeze(
    Array.from({ length: k }, (_, on) =>
      Object.freeze(Array.from({ length: k }, (_, column) => +(column === on))),
    ),
  );
  const groupsOf = (columns: number): number => {
    if (columns % k === 0) return columns / k;
    throw rangeError("create an RBM", `columns of ${name} units to be a multiple of ${k}`, `${columns}`);
  };
  return ofLibrary({
    name,
    states: undefined,
    blocks: (columns) => Array.from({ length: groupsOf(columns) }, () => ({ states })),
    range: Object.freeze({ min: 0, max: 1 }),
    ownParameters(columns) {
      groupsOf(columns); // refuses columns that are no whole units
      return {};
    },
    means: (engine, fields) =>
      mapRows(engine, fields, fields.columns, (row, into) => {
        for (let start = 0; start < row.length; start += k) {
          const logSum = logSumExp(row, start, k);
          for (let column = start; column < start + k; column++)
            into[column] = Math.exp(row[column]! - logSum);
        }
      }),
    sample(engine, { means }, _own, random) {
      const groups = means.columns / k;
      const uniforms = random.uniforms(means.rows * groups);
      return mapRows(engine, means, means.columns, (row, into, index) => {
        into.fill(0);
        for (let group = 0; group < groups; group++) {
          let rest = uniforms[index * groups + group]!;
          let on = group * k;
          const last = on + k - 1;
          while (on < last && rest >= row[on]!) rest -= row[on++]!;
          into[on] = 1;
        }
      });
    },
    selfEnergy: (engine, given, { bias }) => biasEnergy(engine, given, bias),
    logPartition: (engine, fields) =>
      mapRows(engine, fields, 1, (row, into) => {
        into[0] = 0;
        for (let start = 0; start < row.length; start += k) into[0] += logSumExp(row, start, k);
      }),
    biasFor: (means) => Matrix.rowVector(means.to1DArray().map(Math.log)),
    misfit(row, observed) {
      for (let start = 0; start < row.length; start += k) {
        let [sum, there] = [0, 0];
        for (let column = start; column < start + k; column++) {
          sum += row[column]!;
          there += observed?.[column] ?? 1;
        }
        const columns = `columns ${start} to ${start + k - 1}`;
        if (there !== 0 && there !== k)
          return [`all there or all missing in ${columns}, a unit of ${name}`, `${there} of ${k}`];
        if (there === k && Math.abs(sum - 1) > ROUNDING)
          return [`1 in sum over ${columns}, a unit of ${name}`, `${sum}`];
      }
      return undefined;
    },
  } satisfies Units);
}

function logSumExp(row: ArrayLike<number>, start: number, count: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let column = start; column < start + count; column++) largest = Math.max(largest, row[column]!);
  let sum = 0;
  for (let column = start; column < start + count; column++) sum += Math.exp(row[column]! - largest);
  return largest + Math.log(sum);
}
