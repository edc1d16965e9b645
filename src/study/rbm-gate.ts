import type { AbstractMatrix } from "../matrix/matrix.ts";
import { rowOf } from "../matrix/storage.ts";
import type { RBM } from "../rbm/rbm.ts";
import { reconstructionError } from "../rbm/reconstruction-error.ts";
import type { RBMGate } from "./trial-result.ts";

/** A unit whose mean stays this close to 0 or 1 over all examples says nothing about them. */
const SILENT = 0.01;

/**
 * Asks whether an RBM has learnt: whether it reconstructs its data better than their mean does, with hidden units that
 * answer to the data.
 *
 * @param data - (examples, visible)
 * @param features - Its hidden means for them: (examples, hidden).
 */
export function measureGate(
  rbm: RBM,
  layer: number,
  data: AbstractMatrix,
  features: AbstractMatrix,
): RBMGate {
  const error = reconstructionError(rbm, data);
  const baseError = summedVariance(data);
  const { lowest, highest } = rangeOfColumns(features);
  const share = (silent: (unit: number) => boolean): number =>
    lowest.filter((_, unit) => silent(unit)).length / features.columns;
  const deadShare = share((unit) => highest[unit]! < SILENT);
  const saturatedShare = share((unit) => lowest[unit]! > 1 - SILENT);
  const learnt = error < baseError && deadShare + saturatedShare < 0.5;
  return { layer, reconstructionError: error, baseError, deadShare, saturatedShare, learnt };
}

/** Σ Var over the columns: the squared error per example of the mean. */
function summedVariance(data: AbstractMatrix): number {
  const sums = new Float64Array(data.columns);
  let squares = 0;
  for (let row = 0; row < data.rows; row++) {
    const values = rowOf(data, row);
    for (let column = 0; column < data.columns; column++) {
      sums[column]! += values[column]!;
      squares += values[column]! ** 2;
    }
  }
  const ofMeans = sums.reduce((total, sum) => total + (sum / data.rows) ** 2, 0);
  return squares / data.rows - ofMeans;
}

function rangeOfColumns(features: AbstractMatrix): { lowest: number[]; highest: number[] } {
  const lowest = Array.from({ length: features.columns }, () => Number.POSITIVE_INFINITY);
  const highest = lowest.map(() => Number.NEGATIVE_INFINITY);
  for (let row = 0; row < features.rows; row++) {
    const values = rowOf(features, row);
    for (let unit = 0; unit < features.columns; unit++) {
      lowest[unit] = Math.min(lowest[unit]!, values[unit]!);
      highest[unit] = Math.max(highest[unit]!, values[unit]!);
    }
  }
  return { lowest, highest };
}
