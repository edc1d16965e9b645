import { checkInteger, checkKeys, rangeError } from "../check.ts";
import { type Seed, toSeed } from "../random/seed.ts";
import { countLabels } from "../random/stratify.ts";
import { RandomStream } from "../random/stream.ts";
import { checkLabeled, type LabeledDataset } from "./dataset.ts";
import { take } from "./take.ts";

/** Options of `balancedSubset`. */
export interface BalancedSubsetOptions {
  /** Examples of each class, ≥ 1. */
  readonly perClass: number;
  /** What chooses them. Default drawn, and kept as the `seed` of the subset. */
  readonly seed?: Seed | undefined;
}

/**
 * Draws the same number of examples of each class, without replacement: what an experiment with few labels needs. With
 * the same seed, a smaller subset is contained in a larger one.
 *
 * @param dataset - Where to draw from; it is not changed.
 * @param options - How many of each class, and the seed.
 * @returns A dataset of classes·perClass examples in random order, with the seed that chose them.
 * @throws RangeError if a class has fewer than `perClass` examples.
 * @example
 * balancedSubset(train, { perClass: 10, seed: 1 }).inputs.rows; // 100
 */
export function balancedSubset<Data extends LabeledDataset>(
  dataset: Data,
  options: BalancedSubsetOptions,
): Data {
  const action = "draw a balanced subset";
  checkLabeled(action, dataset);
  checkKeys(action, options, ["perClass", "seed"]);
  const perClass = checkInteger(action, "perClass", options.perClass, { min: 1 });
  for (const [label, count] of countLabels(dataset.labels, dataset.classes).entries()) {
    if (count < perClass) {
      throw rangeError(
        action,
        `perClass to be at most the ${count} examples of class ${label}`,
        `${perClass}`,
      );
    }
  }
  const seed = toSeed(action, options.seed);

  const drawn = new Array<number>(dataset.classes).fill(0);
  const order = new RandomStream(seed, "balanced subset").permutation(dataset.inputs.rows);
  const chosen = order.filter((index) => drawn[dataset.labels[index]!]!++ < perClass);
  return take({ ...dataset, seed }, chosen);
}
