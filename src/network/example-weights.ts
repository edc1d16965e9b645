import { readWeights } from "../fit/read-weights.ts";
import { countLabels } from "../random/stratify.ts";

/** Options that say how much examples count, in training and in figures. Only their ratios matter. */
export interface WeightOptions {
  /**
   * One number ≥ 0 per example, not all of them 0: the loss of a batch is Σ wᵢ·ℓᵢ / Σ wᵢ, as if each example stood in it wᵢ times.
   * Means over an epoch and accuracies are weighted too; the batch statistics of `batchNorm` are not, and a batch without weight makes
   * no update. Default: all count the same.
   */
  readonly sampleWeights?: ArrayLike<number> | undefined;
  /**
   * One number ≥ 0 per class, by which the weights of its examples are multiplied; or `"balanced"`, for
   * examples / (classes · examples of the class), which lets all classes count the same. Default: none.
   */
  readonly classWeights?: ArrayLike<number> | "balanced" | undefined;
}

/**
 * The weight of each class, as given or balanced.
 *
 * @see `compute_class_weight("balanced")` of scikit-learn.
 */
export function readClassWeights(
  action: string,
  classWeights: ArrayLike<number> | "balanced",
  labels: Int32Array,
  classes: number,
): Float64Array {
  if (classWeights !== "balanced") {
    return readWeights(action, "classWeights", classWeights, classes, '"balanced" or ');
  }
  return Float64Array.from(countLabels(labels, classes), (count) => labels.length / (classes * count));
}

/** The sum of weights. */
export function sumOfWeights(weights: Float64Array): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}
