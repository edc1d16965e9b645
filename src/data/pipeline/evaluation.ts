import type { AbstractMatrix } from "../../matrix/matrix.ts";

/** How well a pipeline does on some examples. */
export interface PipelineEvaluation {
  /** The mean loss over the examples, of targets as they were scaled for the training. */
  readonly loss: number;
  /** The share classified correctly, where classes are told. */
  readonly accuracy?: number;
  /**
   * The share of the variance of the targets that is explained, R² = 1 − Σ (y − ŷ)² / Σ (y − ȳ)²; of several targets the mean.
   * Only where numbers are told, and not of targets that are all the same.
   */
  readonly rSquared?: number;
}

/** R², the mean over the targets that vary; undefined where none does. */
export function rSquaredOf(targets: AbstractMatrix, predictions: AbstractMatrix): number | undefined {
  const shares: number[] = [];
  for (let column = 0; column < targets.columns; column++) {
    const [actual, told] = [targets.getColumn(column), predictions.getColumn(column)];
    const mean = actual.reduce((sum, value) => sum + value, 0) / actual.length;
    const residual = actual.reduce((sum, value, row) => sum + (value - told[row]!) ** 2, 0);
    const total = actual.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    if (actual.some((value) => value !== actual[0])) shares.push(1 - residual / total);
  }
  if (shares.length === 0) return undefined;
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
