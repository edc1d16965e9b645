import {
  checkFunction,
  checkNumber,
  checkOneOf,
  checkRecord,
  checkString,
  checkThat,
  rangeError,
  readSafely,
  show,
} from "../check.ts";
import type { EpochRecord, Metric } from "../fit/history.ts";
import type { Evaluation } from "../fit/job.ts";
import { isMatrix } from "../matrix/matrix.ts";

/** Figures of every record that are the loop's own. */
const ofTheLoop = ["epoch", "layer", "seconds"];

/** Refuses what is no record of matrices. */
export function checkMatrices(action: string, what: string, record: object): void {
  const isOfMatrices = (): boolean => Object.values(checkRecord(action, "matrices", record)).every(isMatrix);
  checkThat(action, `${what} to be matrices by name`, record, isOfMatrices);
}

/** What `evaluate` of somebody's own gives, refused where it is no evaluation. Gradients are held to the parameters by the loop. */
export function checkEvaluation(
  action: string,
  evaluation: Evaluation,
  metrics: readonly Metric[],
): Evaluation {
  const expected = "evaluate to return { loss, gradients, metrics, locateOverflow }";
  return readSafely(action, expected, () => {
    const { loss, gradients, weight, metrics: figures } = checkRecord(action, expected, evaluation);
    const { updateStatistics, locateOverflow } = evaluation;
    checkThat(action, "loss of evaluate to be a number", loss, () => typeof loss === "number");
    checkMatrices(action, "gradients of evaluate", gradients);
    if (weight !== undefined) checkNumber(action, "weight of evaluate", weight, { min: 0 });
    checkFiguresByName(action, "metrics of evaluate", figures);
    for (const name of Object.keys(figures)) checkOneOf(action, "each name in metrics", name, metrics);
    if (updateStatistics !== undefined)
      checkFunction(action, "updateStatistics of evaluate", updateStatistics);
    checkFunction(action, "locateOverflow of evaluate", locateOverflow);
    if (!Number.isFinite(loss))
      checkString(action, "what locateOverflow returns", evaluation.locateOverflow());
    return evaluation;
  });
}

/** What `measure` of somebody's own gives: figures by name, which with those of the batches are all that the run is to report. */
export function checkMeasured(
  action: string,
  measured: Partial<EpochRecord>,
  metrics: readonly Metric[],
  reported: ReadonlySet<string> | undefined,
): Partial<EpochRecord> {
  checkFiguresByName(action, "what measure returns", measured);
  const all = [...(reported ?? []), ...Object.keys(measured)];
  const missing = reported && metrics.find((metric) => !all.includes(metric));
  if (missing !== undefined)
    throw rangeError(action, `a figure ${show(missing)} of evaluate or of measure`, show(all));
  return measured;
}

/** Refuses what is no record of numbers, and figures that every record has by itself. */
function checkFiguresByName(action: string, what: string, figures: object): void {
  const isOfNumbers = (): boolean =>
    Object.values(checkRecord(action, "figures", figures)).every((figure) => typeof figure === "number");
  checkThat(action, `${what} to be numbers by name`, figures, isOfNumbers);
  const own = Object.keys(figures).find((name) => ofTheLoop.includes(name));
  if (own !== undefined)
    throw rangeError(action, `${what} without what every record has by itself`, show(own));
}
