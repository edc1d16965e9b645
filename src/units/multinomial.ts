import { ofLibrary } from "../check/own-name.ts";
import { checkInteger, checkKeys } from "../check.ts";
import { checkSize } from "../matrix/check-size.ts";
import { ofCategories } from "./categories.ts";
import { biasEnergy, mapRows, sumEach } from "./elementwise.ts";
import { logFactorial } from "./log-factorial.ts";
import type { Units } from "./units.ts";

/** Options of `multinomialUnits`. */
export interface MultinomialOptions {
  /** How many categories a unit has, from 2 to 100,000: it takes so many columns. */
  readonly categories: number;
  /** n, the sum of the counts of a unit, from 1 to 10,000. */
  readonly trials: number;
}

/** A list of states holds no more numbers than this. */
const MOST_LISTED = 2 ** 16;

/**
 * Units that count how often each of several categories is met in n trials, such as the words of a document: a state is drawn from the
 * multinomial distribution of n trials with the probabilities softmax(fields). They are the replicated softmax, n softmax units that share
 * their weights and are told apart no more.
 *
 * selfEnergy(s) = −s·b − Σ log(n!/Πₖ sₖ!) and logPartition = Σ n·log Σₖ exp(fieldₖ), over the units of a row.
 *
 * Every document has n words. Where they are shorter, give them a category more that counts what is missing. Given a length D up to n the
 * machine is then the replicated softmax of that length: biases of hidden units that are times D, which all words have in their weights
 * alike, beside those that are not.
 *
 * @param options - The number of categories, and of trials.
 * @returns Units for either side of an RBM, whose columns are a multiple of the categories.
 * @throws RangeError if the categories or trials are out of range.
 * @example
 * new RBM({ visible: 2000, hidden: 50, visibleUnits: multinomialUnits({ categories: 2000, trials: 100 }) });
 *
 * @see Salakhutdinov, Hinton, "Replicated softmax: an undirected topic model", NIPS 2009, section 2.
 */
export function multinomialUnits(options: MultinomialOptions): Units {
  const action = "create multinomialUnits";
  checkKeys(action, options, ["categories", "trials"]);
  const k = checkInteger(action, "categories", options.categories, { min: 2, max: 1e5 });
  const n = checkInteger(action, "trials", options.trials, { min: 1, max: 1e4 });
  return ofLibrary({
    ...ofCategories(`multinomial(${k}, ${n})`, k, n, countsOf(k, n)),
    middle: n / k,
    width: Math.sqrt(n),
    sample(engine, { means }, _own, random) {
      const groups = means.columns / k;
      checkSize("sample", "trials", means.rows, groups * n);
      const uniforms = random.uniforms(means.rows * groups * n);
      const sums = new Float64Array(k);
      return mapRows(engine, means, means.columns, (row, into, index) => {
        into.fill(0);
        for (let group = 0; group < groups; group++) {
          const start = group * k;
          for (let sum = 0, category = 0; category < k; category++)
            sums[category] = sum += row[start + category]!;
          const first = (index * groups + group) * n;
          for (let trial = first; trial < first + n; trial++)
            into[start + placeIn(sums, uniforms[trial]! * sums[k - 1]!)]! += 1;
        }
      });
    },
    selfEnergy(engine, given, { bias }) {
      const logFactorials = sumEach(engine, logFactorial, given); // Σ log s!: (batch, 1)
      const constant = (given.columns / k) * logFactorial(n);
      return engine.add(
        biasEnergy(engine, given, bias),
        engine.map((sum) => sum - constant, logFactorials),
      );
    },
  } satisfies Units);
}

/** The first place whose sum is above x, by halving. */
function placeIn(sums: Float64Array, x: number): number {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle]! > x) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** All counts of so many trials in so many categories, unless there are too many to list. */
function countsOf(categories: number, trials: number): readonly (readonly number[])[] | undefined {
  let count = 1; // (trials + categories − 1 over trials)
  for (let more = 1; more <= Math.min(trials, categories - 1); more++) {
    count *= (trials + categories - more) / more;
    if (count * categories > MOST_LISTED) return undefined;
  }
  return Object.freeze(countsFrom(categories, trials).map((counts) => Object.freeze(counts)));
}

function countsFrom(categories: number, trials: number): number[][] {
  const all: number[][] = [];
  const counts = new Array<number>(categories).fill(0);
  const fill = (category: number, rest: number): void => {
    if (category === categories - 1) {
      counts[category] = rest;
      all.push([...counts]);
      return;
    }
    for (let count = 0; count <= rest; count++) {
      counts[category] = count;
      fill(category + 1, rest - count);
    }
  };
  fill(0, trials);
  return all;
}
