import { ofLibrary } from "../check/own-name.ts";
import { checkInteger, checkKeys } from "../check.ts";
import { ofCategories } from "./categories.ts";
import { biasEnergy, mapRows } from "./elementwise.ts";
import type { Units } from "./units.ts";

/** Options of `softmaxUnits`. */
export interface SoftmaxOptions {
  /** How many categories a unit has, ≥ 2: it takes so many columns. */
  readonly categories: number;
}

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
  const states = Object.freeze(
    Array.from({ length: k }, (_, on) =>
      Object.freeze(Array.from({ length: k }, (_, column) => +(column === on))),
    ),
  );
  return ofLibrary({
    ...ofCategories(`softmax(${k})`, k, 1, states),
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
  } satisfies Units);
}
