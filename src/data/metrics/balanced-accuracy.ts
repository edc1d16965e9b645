import type { ClassLabels } from "../class-labels.ts";
import { tallyClasses } from "./class-tallies.ts";
import { readPredictions } from "./read-predictions.ts";
import type { MetricOptions } from "./sample-weights.ts";

/**
 * The mean over the classes of the share of their examples that was predicted: each class counts alike, however rare.
 *
 * Recall of class c: Σ wᵢ·[yᵢ = ŷᵢ = c] / Σ wᵢ·[yᵢ = c]. A class without examples, or whose examples weigh nothing, has
 * none and is left out of the mean.
 *
 * @param labels - The true class of each example, indices or names.
 * @param predicted - The predicted class of each, such as `network.classify` gives.
 * @param options - `sampleWeights`.
 * @returns A number from 0 to 1; 1 / classes for one that always tells the same class.
 * @throws RangeError if the lists differ in length, are empty or hold what is no class.
 * @example
 * balancedAccuracy([0, 0, 0, 1], [0, 0, 0, 0]); // 0.5
 *
 * @see Brodersen, Ong, Stephan, Buhmann, "The balanced accuracy and its posterior distribution", ICPR 2010.
 */
export function balancedAccuracy(
  labels: ClassLabels,
  predicted: ClassLabels,
  options: MetricOptions = {},
): number {
  const read = readPredictions("compute the balanced accuracy", labels, predicted, options);
  const present = tallyClasses(read).filter(({ support }) => support > 0);
  return present.reduce((sum, { right, support }) => sum + right / support, 0) / present.length;
}
