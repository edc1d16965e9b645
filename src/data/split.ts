import { checkInteger, checkKeys, checkNumber, rangeError, show, typeError } from "../check.ts";
import { type Seed, toSeed } from "../random/seed.ts";
import { RandomStream } from "../random/stream.ts";
import { countLabels } from "./count-labels.ts";
import { checkDataset, checkLabeled, type Dataset } from "./dataset.ts";
import { take } from "./take.ts";

/** Options of `split`: one of `fraction` and `trainCount`. */
export interface SplitOptions {
  /** The share of the examples to train on, in (0, 1); the count is rounded to the nearest. */
  readonly fraction?: number;
  /** The number of examples to train on, from 1 to rows − 1. */
  readonly trainCount?: number;
  /** Whether each class has the same share in both parts, as nearly as whole examples allow. Default false. */
  readonly stratified?: boolean;
  /** What shuffles the examples. Default drawn, and kept as the `seed` of both parts. */
  readonly seed?: Seed;
}

/**
 * Shuffles a dataset and parts it into examples to train on and examples to test with; each is in exactly one part.
 *
 * With `stratified`, a class of n of N examples has ⌊n·trainCount / N⌋ of them in the training part, or one more: those
 * that lost the largest fractions to the rounding have it, and of equal ones the lower class.
 *
 * @param dataset - What to part; it is not changed.
 * @param options - `fraction` or `trainCount`, whether `stratified`, and the seed.
 * @returns Both parts, in random order, with the seed that shuffled them.
 * @throws RangeError if a part would be empty. TypeError unless exactly one of `fraction` and `trainCount` is given.
 * @example
 * const { train, test } = split(await loadDigits(), { trainCount: 1000, seed: 1 });
 */
export function split<Data extends Dataset>(
  dataset: Data,
  options: SplitOptions,
): { readonly train: Data; readonly test: Data } {
  const action = "split a dataset";
  checkDataset(action, dataset);
  checkKeys(action, options, ["fraction", "trainCount", "stratified", "seed"]);
  const trainCount = countToTrain(action, dataset.inputs.rows, options);
  const { stratified = false } = options;
  if (typeof stratified !== "boolean") {
    throw typeError(action, "stratified to be true or false", show(stratified));
  }
  if (stratified) checkLabeled(action, dataset);
  const seed = toSeed(action, options.seed);

  const order = new RandomStream(seed, "split").permutation(dataset.inputs.rows);
  const [train, test] = stratified
    ? partByClass(order, dataset.labels!, shares(countLabels(dataset.labels!, dataset.classes!), trainCount))
    : [order.subarray(0, trainCount), order.subarray(trainCount)];
  const seeded = { ...dataset, seed };
  return { train: take(seeded, train), test: take(seeded, test) };
}

function countToTrain(action: string, rows: number, { fraction, trainCount }: SplitOptions): number {
  if ((fraction === undefined) === (trainCount === undefined)) {
    const got = fraction === undefined ? "neither" : "both";
    throw typeError(action, "one of fraction and trainCount", got);
  }
  if (trainCount !== undefined) {
    return checkInteger(action, "trainCount", trainCount, { min: 1, below: rows });
  }
  const share = checkNumber(action, "fraction", fraction, { above: 0, below: 1 });
  const count = Math.round(share * rows);
  if (count === 0 || count === rows) {
    throw rangeError(
      action,
      `fraction to leave both parts an example of ${rows}`,
      `${share}, which trains on ${count}`,
    );
  }
  return count;
}

/** Shares out `total` in proportion to `counts`, in whole numbers, by the largest remainders. */
function shares(counts: readonly number[], total: number): number[] {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const whole = counts.map((count) => Math.floor((count * total) / all));
  const left = total - whole.reduce((sum, share) => sum + share, 0);
  const byRemainder = counts
    .map((count, index) => ({ index, remainder: (count * total) % all }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, left)) whole[index]! += 1;
  return whole;
}

/** Goes through the examples in order: the first of each class, up to its share, are the training part. */
function partByClass(
  order: Uint32Array,
  labels: Int32Array,
  remaining: number[],
): [train: number[], test: number[]] {
  const [train, test]: [number[], number[]] = [[], []];
  for (const index of order) {
    const label = labels[index]!;
    if (remaining[label]! > 0) {
      remaining[label]! -= 1;
      train.push(index);
    } else test.push(index);
  }
  return [train, test];
}
