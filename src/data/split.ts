import { checkBoolean, checkInteger, checkKeys, checkNumber, rangeError, typeError } from "../check.ts";
import { type Seed, toSeed } from "../random/seed.ts";
import { countLabels, partByClass, shares } from "../random/stratify.ts";
import { RandomStream } from "../random/stream.ts";
import { checkDataset, checkLabeled, type Dataset, type LabeledDataset } from "./dataset.ts";
import { withOneOfEachClass } from "./one-of-each-class.ts";
import { take } from "./take.ts";

/** Options of `split` into two parts: one of `fraction` and `trainCount`. */
export interface SplitOptions {
  /** The share of the examples to train on, in (0, 1); the count is rounded to the nearest. */
  readonly fraction?: number | undefined;
  /** The number of examples to train on, from 1 to rows − 1. */
  readonly trainCount?: number | undefined;
  /** Whether each class has the same share in all parts, as nearly as whole examples allow. Default false. */
  readonly stratified?: boolean | undefined;
  /** What shuffles the examples. Default drawn, and kept as the `seed` of all parts. */
  readonly seed?: Seed | undefined;
}

/** The size of the validation part: one of `validationFraction` and `validationCount`. */
export interface ValidationSize {
  /** The share of all examples to validate with, in (0, 1); the count is rounded to the nearest. */
  readonly validationFraction?: number;
  /** The number of examples to validate with, from 1 to rows − 1. */
  readonly validationCount?: number;
}

/** Options of `split` into three parts. */
export type ThreeWaySplitOptions = SplitOptions &
  (Required<Pick<ValidationSize, "validationFraction">> | Required<Pick<ValidationSize, "validationCount">>);

/**
 * Shuffles a dataset and parts it into examples to train on, others to test with and, where a number or share of them is
 * given, others to validate with; each is in exactly one part.
 *
 * With `stratified`, a class of n of N examples has ⌊n·trainCount / N⌋ of them in the training part, or one more: those
 * that lost the largest fractions to the rounding have it, and of equal ones the lower class. Of three parts, the validation
 * part shares in the rest in the same way; and a class of three or more examples has one in each at least, wherever no part
 * has fewer examples than there are classes.
 *
 * @param dataset - What to part; it is not changed.
 * @param options - `fraction` or `trainCount`, for three parts `validationFraction` or `validationCount`, whether
 *   `stratified`, and the seed.
 * @returns The parts, in random order, with the seed that shuffled them.
 * @throws RangeError if a part would be empty. TypeError unless exactly one of `fraction` and `trainCount` is given, and at
 *   most one of `validationFraction` and `validationCount`.
 * @example
 * const { train, test } = split(await loadDigits(), { trainCount: 1000, seed: 1 });
 * const parts = split(digits, { fraction: 0.6, validationFraction: 0.2, stratified: true, seed: 1 });
 * parts; // { train, validation, test }
 */
export function split<Data extends Dataset>(
  dataset: Data,
  options: ThreeWaySplitOptions,
): { readonly train: Data; readonly validation: Data; readonly test: Data };
export function split<Data extends Dataset>(
  dataset: Data,
  options: SplitOptions,
): { readonly train: Data; readonly test: Data };
export function split<Data extends Dataset>(
  dataset: Data,
  options: SplitOptions & ValidationSize,
): { readonly train: Data; readonly validation?: Data; readonly test: Data } {
  const action = "split a dataset";
  checkDataset(action, dataset);
  checkKeys(action, options, optionNames);
  const { rows } = dataset.inputs;
  const { fraction, trainCount, validationFraction, validationCount, stratified = false } = options;
  const trained = countOf(action, rows, { fraction, trainCount });
  const validated =
    validationFraction === undefined && validationCount === undefined
      ? 0
      : countOf(action, rows, { validationFraction, validationCount });
  if (trained + validated >= rows) {
    throw rangeError(
      action,
      `an example of ${rows} to test with`,
      `${trained} to train on and ${validated} to validate with`,
    );
  }
  checkBoolean(action, "stratified", stratified);
  if (stratified) checkLabeled(action, dataset);
  const seed = toSeed(action, options.seed);

  const order = new RandomStream(seed, "split").permutation(rows);
  const [train, validation, test] = stratified
    ? partStratified(order, dataset as LabeledDataset, trained, validated)
    : [
        order.subarray(0, trained),
        order.subarray(trained, trained + validated),
        order.subarray(trained + validated),
      ];
  const seeded = { ...dataset, seed };
  return {
    train: take(seeded, train),
    ...(validated > 0 && { validation: take(seeded, validation) }),
    test: take(seeded, test),
  };
}

const optionNames = [
  "fraction",
  "trainCount",
  "validationFraction",
  "validationCount",
  "stratified",
  "seed",
] as const;

/** The number of examples in a part that is given as a share or as a number, in this order. */
function countOf(action: string, rows: number, given: Readonly<Record<string, number | undefined>>): number {
  const [[fractionName, fraction], [countName, count]] = Object.entries(given) as [
    [string, number | undefined],
    [string, number | undefined],
  ];
  if ((fraction === undefined) === (count === undefined)) {
    const got = fraction === undefined ? "neither" : "both";
    throw typeError(action, `one of ${fractionName} and ${countName}`, got);
  }
  if (count !== undefined) return checkInteger(action, countName, count, { min: 1, below: rows });
  const share = checkNumber(action, fractionName, fraction, { above: 0, below: 1 });
  const rounded = Math.round(share * rows);
  if (rounded === 0 || rounded === rows) {
    throw rangeError(
      action,
      `${fractionName} to leave each part an example of ${rows}`,
      `${share}, which is ${rounded}`,
    );
  }
  return rounded;
}

/** The examples of each part, each class in the same shares. */
function partStratified(
  order: Uint32Array,
  { labels, classes }: LabeledDataset,
  trained: number,
  validated: number,
): [train: number[], validation: number[], test: number[]] {
  const counts = countLabels(labels, classes);
  const train = shares(counts, trained);
  const left = counts.map((count, label) => count - train[label]!);
  const validation = shares(left, validated);
  const test = left.map((count, label) => count - validation[label]!);
  const [ofTrain, ofValidation] =
    validated === 0 ? [train, validation] : withOneOfEachClass([train, validation, test]);
  const [trainingPart, rest] = partByClass(order, labels, ofTrain!);
  return [trainingPart, ...partByClass(Uint32Array.from(rest), labels, ofValidation!)];
}
