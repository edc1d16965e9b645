import { checkBoolean, checkInteger, checkKeys, rangeError, show } from "../check.ts";
import { type Seed, toSeed } from "../random/seed.ts";
import { countLabels } from "../random/stratify.ts";
import { RandomStream } from "../random/stream.ts";
import { checkDataset, checkLabeled, type Dataset } from "./dataset.ts";
import { take } from "./take.ts";

/** Options of `kFolds` and `crossValidate`. */
export interface FoldOptions {
  /** How many parts, from 2 to the number of examples. Default 5. */
  readonly folds?: number | undefined;
  /** Whether each class has the same share in every part. Default true where the dataset has labels. */
  readonly stratified?: boolean | undefined;
  /** Whether the examples are shuffled first; otherwise the parts are blocks in the order of the dataset. Default true. */
  readonly shuffle?: boolean | undefined;
  /** What shuffles the examples. Default drawn, and kept as the `seed` of all parts. */
  readonly seed?: Seed | undefined;
}

/** One part of a dataset to test with, and all others to train on. */
export interface Fold<Data extends Dataset> {
  readonly train: Data;
  readonly test: Data;
}

/** The names of those options. */
const foldOptionNames = ["folds", "stratified", "shuffle", "seed"] as const;

/**
 * Parts a dataset into folds of nearly equal size, each of which is once the test set of a model that is trained on the
 * others. The sizes of two folds differ by at most one, and so do, stratified, their numbers of examples of any one class.
 *
 * Each fold has copies of its rows. `crossValidate` makes one after the other.
 *
 * @param dataset - What to part; it is not changed.
 * @param options - `folds`, whether `stratified`, whether to `shuffle`, and the seed.
 * @returns As many pairs of training and test set as there are folds.
 * @throws RangeError if there are fewer examples than folds or, stratified, fewer of one class.
 * @example
 * const folds = kFolds(digits, { folds: 3, seed: 1 });
 * folds[0].test.inputs.rows; // 599
 * folds[0].train.inputs.rows; // 1198
 *
 * @see Kohavi, "A study of cross-validation and bootstrap for accuracy estimation and model selection", IJCAI 1995.
 */
export function kFolds<Data extends Dataset>(
  dataset: Data,
  options: FoldOptions = {},
): readonly Fold<Data>[] {
  const { count, fold } = prepareFolds("make folds", dataset, options);
  return Object.freeze(Array.from({ length: count }, (_, index) => fold(index)));
}

/** Checks dataset and options, and gives each fold, by index, when it is asked for. */
export function prepareFolds<Data extends Dataset>(
  action: string,
  dataset: Data,
  options: FoldOptions,
): { readonly count: number; readonly seed: Seed; readonly fold: (index: number) => Fold<Data> } {
  checkDataset(action, dataset);
  checkKeys(action, options, foldOptionNames);
  const { rows } = dataset.inputs;
  const { folds: count = 5 } = options;
  checkInteger(action, "folds", count, { min: 2, max: rows });
  const { stratified = dataset.labels !== undefined, shuffle = true } = options;
  for (const [name, value] of Object.entries({ stratified, shuffle })) {
    checkBoolean(action, name, value);
  }
  if (stratified) checkClasses(action, dataset, count);
  const seed = toSeed(action, options.seed);

  const order = shuffle
    ? new RandomStream(seed, "folds").permutation(rows)
    : Uint32Array.from({ length: rows }, (_, example) => example);
  const groups = stratified ? byClass(order, dataset.labels!, dataset.classes!) : [order];
  const foldOf = dealOut(groups, rows, count);
  const seeded = { ...dataset, ...(shuffle && { seed }) };
  const fold = (index: number): Fold<Data> =>
    Object.freeze({
      train: take(
        seeded,
        order.filter((example) => foldOf[example] !== index),
      ),
      test: take(
        seeded,
        order.filter((example) => foldOf[example] === index),
      ),
    });
  return { count, seed, fold };
}

function checkClasses(action: string, dataset: Dataset, folds: number): void {
  checkLabeled(action, dataset);
  for (const [label, count] of countLabels(dataset.labels, dataset.classes).entries()) {
    if (count > 0 && count < folds) {
      throw rangeError(
        action,
        `at least ${folds} examples of each class, or fewer folds, or stratified: false`,
        `${count} of class ${show(dataset.classNames?.[label] ?? label)}`,
      );
    }
  }
}

/** The examples of each class, in order. */
function byClass(order: Uint32Array, labels: Int32Array, classes: number): number[][] {
  const groups = Array.from({ length: classes }, (): number[] => []);
  for (const example of order) groups[labels[example]!]!.push(example);
  return groups;
}

/**
 * The fold of each example. Dealing all groups out in one round, like cards, keeps folds equal in size and in what they have
 * of each group; the examples of a group then take the places it was dealt from the first fold to the last.
 */
function dealOut(groups: readonly ArrayLike<number>[], rows: number, folds: number): Uint32Array {
  const foldOf = new Uint32Array(rows);
  let dealt = 0;
  for (const group of groups) {
    const places = Uint32Array.from({ length: group.length }, () => dealt++ % folds).sort();
    for (const [position, fold] of places.entries()) foldOf[group[position]!] = fold;
  }
  return foldOf;
}
