import type { Targets } from "../../matrix/matrix.ts";
import { meanOverTargets } from "./mean-over-targets.ts";
import type { MetricOptions } from "./sample-weights.ts";

/**
 * The mean distance between target and prediction, in the unit of the targets: Σ wᵢ·|yᵢ − ŷᵢ| / Σ wᵢ. Of several targets
 * it is the mean.
 *
 * @param targets - One number per example, or one row.
 * @param predicted - What was predicted, of the same shape, such as `network.predict` gives.
 * @param options - `sampleWeights`.
 * @returns A number ≥ 0.
 * @throws RangeError if the shapes differ or a number is not finite.
 * @example
 * meanAbsoluteError([1, 2, 3], [1, 3, 5]); // 1
 *
 * @see scikit-learn, User Guide, section 3.3.4.3, "Mean absolute error".
 */
export function meanAbsoluteError(targets: Targets, predicted: Targets, options: MetricOptions = {}): number {
  const action = "compute the mean absolute error";
  return meanOverTargets(action, targets, predicted, options, ({ actual, predicted, weights, total }) => {
    const sum = weights.reduce(
      (all, weight, example) => all + weight * Math.abs(actual[example]! - predicted[example]!),
      0,
    );
    return sum / total;
  });
}
