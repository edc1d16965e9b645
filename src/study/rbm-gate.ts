import type { AbstractMatrix } from "../matrix/matrix.ts";
import { reconstructionError } from "../rbm/likelihood/reconstruction-error.ts";
import type { RBM } from "../rbm/rbm.ts";
import { silentUnits } from "../rbm/training/silent-units.ts";
import { baseReconstructionError } from "./base-error.ts";
import type { RBMGate } from "./trial-result.ts";

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
  const baseError = baseReconstructionError(data);
  const { deadShare, saturatedShare } = silentUnits(features);
  const learnt = error < baseError && deadShare + saturatedShare < 0.5;
  return { layer, reconstructionError: error, baseError, deadShare, saturatedShare, learnt };
}
