import { checkOneOf, rangeError, show } from "../check.ts";

/** The figure to watch: the named one, or that of the validation data, which for an RBM is its reconstruction error. */
export function checkMonitor<Metric extends string>(
  action: string,
  name: string,
  monitor: Metric | undefined,
  metrics: readonly Metric[],
): Metric {
  const reconstructs = (metrics as readonly string[]).includes("reconstructionError");
  const usual = reconstructs ? "validationReconstructionError" : "validationLoss";
  if (monitor === undefined && !(metrics as readonly string[]).includes(usual)) {
    const known = metrics.map(show).join(", ");
    throw rangeError(
      action,
      `${name} to be one of ${known}`,
      `${show(usual)}, its default, without validation data`,
    );
  }
  return checkOneOf(action, name, monitor === undefined ? usual : monitor, metrics);
}

/** Whether a figure should rise: an accuracy should, anything else should fall. */
export function isAccuracy(metric: string): boolean {
  return metric.toLowerCase().endsWith("accuracy");
}

/** The progress of a run that begins: no values yet of these figures. */
export function noProgress(metrics: readonly string[]): Record<string, number[]> {
  return Object.fromEntries(metrics.map((metric) => [metric, []]));
}
