import type { Targets } from "../../matrix/matrix.ts";
import { meanOverTargets } from "./mean-over-targets.ts";
import type { MetricOptions } from "./sample-weights.ts";

/**
 * The root of the mean squared error, in the unit of the targets: √(Σ wᵢ(yᵢ − ŷᵢ)² / Σ wᵢ). Of several targets, which may
 * have several units, it is the mean of their roots.
 *
 * @param targets - One number per example, or one row.
 * @param predicted - What was predicted, of the same shape, such as `network.predict` gives.
 * @param options - `sampleWeights`.
 * @returns A number ≥ 0.
 * @throws RangeError if the shapes differ, a number is not finite, or its square is not.
 * @example
 * rootMeanSquaredError([1, 2, 3, 4], [1, 2, 3, 8]); // 2
 *
 * @see scikit-learn, User Guide, section 3.3.4.4, "Mean squared error".
 */
export function rootMeanSquaredError(
  targets: Targets,
  predicted: Targets,
  options: MetricOptions = {},
): number {
  const action = "compute the root mean squared error";
  return meanOverTargets(action, targets, predicted, options, ({ actual, predicted, weights, total }) => {
    const sum = weights.reduce(
      (all, weight, example) => all + weight * (actual[example]! - predicted[example]!) ** 2,
      0,
    );
    return Math.sqrt(sum / total);
  });
}
