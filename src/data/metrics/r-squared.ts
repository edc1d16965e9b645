import { checkInteger } from "../../check.ts";
import type { Targets } from "../../matrix/matrix.ts";
import { meanOverTargets, type PredictedTarget } from "./mean-over-targets.ts";
import type { MetricOptions } from "./sample-weights.ts";

/**
 * The share of the targets' variance that the predictions explain: R² = 1 − Σ wᵢ(yᵢ − ŷᵢ)² / Σ wᵢ(yᵢ − ȳ)², with ȳ the
 * weighted mean of these targets. 1 is exact, 0 no better than ȳ, and less than 0 worse. Of several targets it is the mean.
 *
 * Targets that are all equal have no variance: it is then 1 where the predictions are exact, and 0 otherwise.
 *
 * @param targets - At least two examples: one number each, or one row each.
 * @param predicted - What was predicted, of the same shape, such as `network.predict` gives.
 * @param options - `sampleWeights`.
 * @returns A number of at most 1.
 * @throws RangeError if there are fewer than two examples, the shapes differ, or a number is not finite.
 * @example
 * rSquared([1, 2, 3], [1, 2, 4]); // 0.5
 *
 * @see Wright, "Correlation and causation", Journal of Agricultural Research 20 (1921).
 */
export function rSquared(targets: Targets, predicted: Targets, options: MetricOptions = {}): number {
  const action = "compute R²";
  return meanOverTargets(action, targets, predicted, options, (target) => {
    checkInteger(action, "the number of examples", target.actual.length, { min: 2 });
    return explained(target);
  });
}

function explained({ actual, predicted, weights, total }: PredictedTarget): number {
  const sum = (term: (example: number) => number): number =>
    weights.reduce((all, weight, example) => (weight === 0 ? all : all + weight * term(example)), 0);
  const residual = sum((example) => (actual[example]! - predicted[example]!) ** 2);
  // Not by their deviations from the mean, which rounding may leave a little off it.
  const counted = actual.filter((_, example) => weights[example]! > 0);
  if (counted.every((value) => value === counted[0])) return residual === 0 ? 1 : 0;
  const mean = sum((example) => actual[example]!) / total;
  return 1 - residual / sum((example) => (actual[example]! - mean) ** 2);
}
