import { checkOneOf } from "../check.ts";

/** The figure to watch: the named one, or that of the validation data, which for an RBM is its reconstruction error. */
export function checkMonitor<Metric extends string>(
  action: string,
  name: string,
  monitor: Metric | undefined,
  metrics: readonly Metric[],
): Metric {
  const reconstructs = (metrics as readonly string[]).includes("reconstructionError");
  const usual = reconstructs ? "validationReconstructionError" : "validationLoss";
  return checkOneOf(action, name, monitor ?? usual, metrics);
}

/** The value of a figure as a cost: an accuracy should rise, anything else should fall. */
export function costOf(metric: string, value: number): number {
  return metric.toLowerCase().endsWith("accuracy") ? -value : value;
}
