import { checkKeys, rangeError } from "../../check.ts";
import type { Targets } from "../../matrix/matrix.ts";
import { rowReader } from "../../matrix/storage.ts";
import { toTargetMatrix } from "../target-matrix.ts";
import { type MetricOptions, readWeights, type SampleWeights } from "./sample-weights.ts";

/** One target of all examples, and what was predicted. */
export interface PredictedTarget extends SampleWeights {
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
}

/**
 * Reads targets and predictions, one number or one row per example, and returns the mean of a figure over the targets.
 * Refuses numbers of a size at which the figure overflows.
 */
export function meanOverTargets(
  action: string,
  targets: Targets,
  predicted: Targets,
  options: MetricOptions,
  figure: (target: PredictedTarget) => number,
): number {
  checkKeys(action, options, ["sampleWeights"]);
  const actual = toTargetMatrix(action, "targets", targets);
  const { rows, columns } = actual;
  const told = toTargetMatrix(action, "predicted", predicted, { rows, columns });
  const weights = readWeights(action, options, rows);
  const [actualOf, toldOf] = [rowReader(actual), rowReader(told)];
  let sum = 0;
  for (let column = 0; column < columns; column++) {
    sum += figure({
      actual: Float64Array.from({ length: rows }, (_, row) => actualOf(row)[column]!),
      predicted: Float64Array.from({ length: rows }, (_, row) => toldOf(row)[column]!),
      ...weights,
    });
  }
  const mean = sum / columns;
  if (!Number.isFinite(mean)) {
    throw rangeError(
      action,
      "targets and predictions whose squares are of ordinary size",
      `a result of ${mean}`,
    );
  }
  return mean;
}
