import { checkInteger, checkKeys, rangeError } from "../../check.ts";
import { type MatrixLike, toMatrix } from "../../matrix/matrix.ts";
import { rowReader } from "../../matrix/storage.ts";
import { checkLabels } from "../dataset.ts";
import { type MetricOptions, readWeights } from "./sample-weights.ts";

/** Options of `topKAccuracy`. */
export interface TopKAccuracyOptions extends MetricOptions {
  /** Among how many of the largest scores the true class must be, from 1 to the number of classes. */
  readonly k: number;
}

/**
 * The share of examples whose class is among the k with the largest scores. Of equal scores the lower class comes first, as
 * it does in `network.classify`.
 *
 * @param labels - The true class of each example, an index.
 * @param scores - (examples, classes): probabilities, logits or anything that grows with the belief in the class.
 * @param options - `k`, and `sampleWeights`.
 * @returns A number from 0 to 1; for `k: 1` the accuracy.
 * @throws RangeError if there is not one row of scores per label, a label has no column, or k is no count of classes.
 * @example
 * topKAccuracy([2, 0], [[0.5, 0.2, 0.3], [0.1, 0.6, 0.3]], { k: 2 }); // 0.5
 *
 * @see scikit-learn, User Guide, section 3.3.2.3, "Top-k accuracy score".
 */
export function topKAccuracy(
  labels: ArrayLike<number>,
  scores: MatrixLike,
  options: TopKAccuracyOptions,
): number {
  const action = "compute the top-k accuracy";
  checkKeys(action, options, ["k", "sampleWeights"]);
  const matrix = toMatrix(action, "scores", scores);
  if (matrix.columns === 1) throw rangeError(action, "one column of scores for each class", "a single one");
  checkLabels(action, labels, matrix.columns);
  if (labels.length !== matrix.rows) {
    throw rangeError(action, `one label for each of ${matrix.rows} rows of scores`, `${labels.length}`);
  }
  const { weights, total } = readWeights(action, options, labels.length);
  const k = checkInteger(action, "k", options.k, { min: 1, max: matrix.columns });

  const scoresOf = rowReader(matrix);
  let right = 0;
  for (const [example, weight] of weights.entries()) {
    if (rankOf(labels[example]!, scoresOf(example)) < k) right += weight;
  }
  return right / total;
}

/** How many classes come before this one. */
function rankOf(label: number, scores: ArrayLike<number>): number {
  const own = scores[label]!;
  let rank = 0;
  for (let other = 0; other < scores.length; other++) {
    if (scores[other]! > own || (scores[other] === own && other < label)) rank++;
  }
  return rank;
}
