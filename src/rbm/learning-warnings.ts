import { formatNumber, percentCell } from "../display/table.ts";
import { examplesToLookAt } from "../fit/examples-to-look-at.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";
import { selectRows } from "../matrix/storage.ts";
import { baseReconstructionError } from "./base-error.ts";
import { hiddenMeans } from "./conditionals.ts";
import type { Machine } from "./machine.ts";
import { meanReconstructionError } from "./reconstruction-error.ts";
import { silentUnits } from "./silent-units.ts";

/** An error above this share of that of the mean is none to speak of. */
const HARDLY_BETTER = 0.95;

/** More silent units than this share are worth a warning. */
const MANY = 0.25;

/** What looks wrong with an RBM on the data that it was trained on, (examples, visible). */
export function learningWarnings(machine: Machine, training: AbstractMatrix): string[] {
  const { engine } = machine;
  const looked = examplesToLookAt(training.rows);
  const data = selectRows(training, looked); // (examples, visible)
  const warnings: string[] = [];
  const error = meanReconstructionError(machine, data);
  const base = baseReconstructionError(data);
  if (!(error < HARDLY_BETTER * base)) {
    warnings.push(
      `The RBM has learned next to nothing: its squared reconstruction error is ${formatNumber(error)}, that of the mean of the data ` +
        `${formatNumber(base)}. More epochs, another learning rate or scaled columns may help.`,
    );
  }
  if (!machine.hiddenUnits.states) return warnings;
  const { deadShare, saturatedShare } = silentUnits(
    hiddenMeans(machine, engine.gatherRows(training, looked)),
  );
  if (deadShare + saturatedShare > MANY) {
    warnings.push(
      `${percentCell(deadShare)} of the hidden units are off for every example and ${percentCell(saturatedShare)} are on: ` +
        "they carry nothing.",
    );
  }
  return warnings;
}
