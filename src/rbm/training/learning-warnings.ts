import { identity } from "../../activation/identity.ts";
import { saturatedShare } from "../../activation/saturation.ts";
import { few, formatNumber, percentCell } from "../../display/table.ts";
import { readMatrix } from "../../engine/read-matrix.ts";
import { byRows, ROWS_BETWEEN_PAUSES } from "../../fit/by-rows.ts";
import { examplesToLookAt } from "../../fit/examples-to-look-at.ts";
import type { Work } from "../../fit/pauses.ts";
import type { AbstractMatrix } from "../../matrix/matrix.ts";
import { hiddenGiven, visibleMeans } from "../machine/conditionals.ts";
import type { Machine } from "../machine/machine.ts";
import { type ColumnError, columnErrors } from "./column-errors.ts";
import { silentUnits } from "./silent-units.ts";

/** An error above this share of that of the mean is none to speak of. */
const HARDLY_BETTER = 0.95;

/** A larger share than this, of columns that are not learned or of silent units, is worth a warning. */
const MANY = 0.25;

/** More saturated outputs of hidden units than this leave a net that starts from them little to train with. */
const MOSTLY = 0.5;

/**
 * What looks wrong with an RBM on the data that it was trained on, (examples, visible). `layer` is its place in a stack: of the upper
 * ones single columns are not looked at, since they are hidden units of the one below and may have nothing to say.
 */
export function* learningWarnings(machine: Machine, training: AbstractMatrix, layer = 0): Work<string[]> {
  const { engine } = machine;
  const { activation = identity, range } = machine.hiddenUnits;
  const examples = engine.scope(() =>
    readMatrix(engine, engine.gatherRows(training, examplesToLookAt(training.rows))),
  ); // (examples, visible)
  yield;
  let saturated = 0;
  const hidden = yield* byRows(
    engine,
    examples,
    machine.parameters.weights.columns,
    (rows) => {
      const { fields, means } = hiddenGiven(machine, rows);
      if (Number.isFinite(range.max)) {
        const share = saturatedShare(engine, activation, engine.slope(activation, fields, means));
        saturated += (share * means.rows) / examples.rows;
      }
      return means;
    },
    ROWS_BETWEEN_PAUSES,
  ); // (examples, hidden)
  const toVisible = (rows: AbstractMatrix): AbstractMatrix => visibleMeans(machine, rows);
  const errors = columnErrors(
    examples,
    yield* byRows(engine, hidden, examples.columns, toVisible, ROWS_BETWEEN_PAUSES),
  );
  return [
    errorWarning(errors, machine) ?? (layer === 0 ? columnWarning(errors, machine) : undefined),
    range.min === 0 && range.max === 1 ? silentWarning(hidden) : undefined,
    saturationWarning(machine, saturated),
  ].flatMap((warning) => warning ?? []);
}

function errorWarning(errors: readonly ColumnError[], { visibleUnits }: Machine): string | undefined {
  const error = errors.reduce((sum, each) => sum + each.error, 0);
  const base = errors.reduce((sum, each) => sum + each.variance, 0);
  if (base === 0) return "The columns of the data do not vary: there is nothing to learn.";
  if (!(error < HARDLY_BETTER * base)) {
    return (
      `The RBM has learned next to nothing: its squared reconstruction error is ${formatNumber(error)}, that of the mean of the data ` +
      `${formatNumber(base)}. ${advice(visibleUnits)}, unless the columns have nothing to do with one another.`
    );
  }
  return undefined;
}

function columnWarning(errors: readonly ColumnError[], { visibleUnits }: Machine): string | undefined {
  const varying = errors.filter(({ variance }) => variance > 0);
  const missed = varying.filter((each) => !(each.error < HARDLY_BETTER * each.variance));
  if (missed.length <= MANY * varying.length) return undefined;
  const named = few(
    missed.map(({ column }) => column),
    ", ",
  );
  return (
    `${missed.length} of ${varying.length} columns (${named}) are reconstructed hardly better than by their mean: the RBM does not see ` +
    `them. ${advice(visibleUnits)}.`
  );
}

/** Columns of small variance weigh little beside columns of 0 and 1; standardized they all weigh the same. */
function advice({ range }: Machine["visibleUnits"]): string {
  return Number.isFinite(range.max)
    ? "Standardized columns with visibleUnits: gaussianUnits suit numbers that are no probabilities"
    : "Standardized columns, more epochs or more hidden units may help";
}

function silentWarning(means: AbstractMatrix): string | undefined {
  const { deadShare, saturatedShare } = silentUnits(means);
  if (deadShare + saturatedShare <= MANY) return undefined;
  return (
    `${percentCell(deadShare)} of the hidden units are off for every example and ${percentCell(saturatedShare)} are on: ` +
    "they carry nothing."
  );
}

function saturationWarning({ visibleUnits }: Machine, share: number): string | undefined {
  if (share <= MOSTLY) return undefined;
  return (
    `${percentCell(share)} of the outputs of the hidden units are saturated: a net that starts from them has little slope to train with. ` +
    `Fewer epochs, a smaller rate or weightDecay may help${Number.isFinite(visibleUnits.range.max) ? ", or Gaussian units where columns are no probabilities" : ""}.`
  );
}
