import { formatNumber } from "../display/table.ts";
import type { EpochRecord, Metric } from "./history.ts";

/** Less of all that was gained than this in the last tenth of a run counts as an end. */
const SHARE = 0.05;
/** A change by less than this share of the loss is none to speak of. */
const TINY = 0.001;
/** A validation loss that ends so many times its least is worth a warning. */
const RISEN = 1.1;

/** The means of a figure over the last tenth of the epochs and over the tenth before. */
interface Trend {
  readonly values: readonly number[];
  readonly before: number;
  readonly last: number;
  readonly span: string;
}

/**
 * A warning of where the loss of a run went: it rose, that of the validation data did after a while, it has not moved, or it was
 * still falling when all epochs were done, which is to say that in the last tenth of them it fell by more than a twentieth of all
 * that it fell. That of validation data says more of an end than that of training. The reconstruction error of an RBM may rise while
 * the RBM improves, so it is only asked whether it still falls.
 */
export function lossWarning(records: readonly EpochRecord[], ended: boolean): string | undefined {
  const loss = trendOf(records, "loss");
  const validation = trendOf(records, "validationLoss");
  const risen = loss && rose(loss);
  if (risen !== undefined || !ended) return risen; // an early stop has seen to the rest
  return (
    (validation && roseSince(validation)) ??
    (loss && unmoved(loss)) ??
    stillFalling(validation, "The validation loss") ??
    stillFalling(validation ? undefined : loss, "The loss") ??
    stillFalling(trendOf(records, "reconstructionError"), "The reconstruction error")
  );
}

function rose({ values: [first], last }: Trend): string | undefined {
  if (!(last > first! * (1 + TINY))) return undefined;
  return `The loss rose, from ${formatNumber(first!)} in the first epoch to ${formatNumber(last)} at the end: a smaller learning rate may help.`;
}

function roseSince({ values, last }: Trend): string | undefined {
  const least = Math.min(...values);
  if (!(last > RISEN * least)) return undefined;
  return (
    `The validation loss was least in epoch ${values.indexOf(least) + 1}, ${formatNumber(least)}, and rose to ${formatNumber(last)}: ` +
    "earlyStopping keeps the best epoch."
  );
}

function unmoved({ values, last }: Trend): string | undefined {
  const [first] = values;
  if (values.length < 5 || values.some((value) => Math.abs(value - first!) > TINY * Math.abs(first!)))
    return undefined;
  return `The loss has not moved, from ${formatNumber(first!, 6)} to ${formatNumber(last, 6)}: a larger learning rate may help.`;
}

function stillFalling(trend: Trend | undefined, name: string): string | undefined {
  if (trend === undefined) return undefined;
  const { values, before, last, span } = trend;
  const fall = before - last;
  if (!(fall > TINY * before && fall > SHARE * (values[0]! - last))) return undefined;
  return `${name} was still falling in ${span}, from ${formatNumber(before)} to ${formatNumber(last)}: more epochs may help.`;
}

function trendOf(records: readonly EpochRecord[], figure: Metric): Trend | undefined {
  if (records.length < 2 || records[0]![figure] === undefined) return undefined;
  const values = records.map((record) => record[figure]!);
  const tenth = Math.ceil(values.length / 10);
  return {
    values,
    before: meanOf(values.slice(-2 * tenth, -tenth)),
    last: meanOf(values.slice(-tenth)),
    span: tenth === 1 ? "the last epoch" : `the last ${tenth} epochs`,
  };
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
