import { formatNumber } from "../display/table.ts";
import type { EpochRecord, Metric } from "./history.ts";

/** Less of all that was gained than this in the last tenth of a run counts as an end. */
const SHARE = 0.05;

/** A fall by less than this share of the loss is none to wait for. */
const TINY = 0.001;

/**
 * A warning where a run ended before its loss did: in the last tenth of the epochs it fell by more than a twentieth of all that
 * it fell. Looked at is the first of these figures that there is; that of validation data says more than that of training.
 */
export function stillFalling(records: readonly EpochRecord[]): string | undefined {
  const figure = watched.find((name) => records[0]?.[name] !== undefined);
  if (figure === undefined || records.length < 2) return undefined;
  const values = records.map((record) => record[figure]!);
  const tenth = Math.ceil(values.length / 10);
  const last = meanOf(values.slice(-tenth));
  const before = meanOf(values.slice(-2 * tenth, -tenth));
  const fall = before - last;
  if (!(fall > TINY * before && fall > SHARE * (values[0]! - last))) return undefined;
  const epochs = tenth === 1 ? "the last epoch" : `the last ${tenth} epochs`;
  return `${names[figure]} was still falling in ${epochs}, from ${formatNumber(before)} to ${formatNumber(last)}: more epochs may help.`;
}

const names = {
  validationLoss: "The validation loss",
  loss: "The loss",
  validationReconstructionError: "The validation reconstruction error",
  reconstructionError: "The reconstruction error",
} satisfies Partial<Record<Metric, string>>;

const watched = Object.keys(names) as (keyof typeof names)[];

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
