import type { ClassLabels } from "../class-labels.ts";
import { readPredictions } from "./read-predictions.ts";
import type { MetricOptions } from "./sample-weights.ts";

/**
 * The share of examples whose class was predicted: Σ wᵢ·[yᵢ = ŷᵢ] / Σ wᵢ.
 *
 * @param labels - The true class of each example, indices or names.
 * @param predicted - The predicted class of each, such as `network.classify` gives.
 * @param options - `sampleWeights`.
 * @returns A number from 0 to 1.
 * @throws RangeError if the lists differ in length, are empty or hold what is no class.
 * @example
 * accuracy([0, 1, 2, 2], [0, 1, 1, 2]); // 0.75
 * accuracy(["cat", "dog"], ["dog", "dog"], { sampleWeights: [1, 3] }); // 0.75
 *
 * @see scikit-learn, User Guide, section 3.3.2.2, "Accuracy score".
 */
export function accuracy(labels: ClassLabels, predicted: ClassLabels, options: MetricOptions = {}): number {
  const read = readPredictions("compute the accuracy", labels, predicted, options);
  const right = read.weights.filter((_, example) => read.labels[example] === read.predicted[example]);
  return right.reduce((sum, weight) => sum + weight, 0) / read.total;
}
