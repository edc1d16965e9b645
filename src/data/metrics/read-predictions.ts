import { checkKeys, rangeError } from "../../check.ts";
import { type ClassLabels, type ClassOptions, indexClasses } from "../class-labels.ts";
import { type MetricOptions, readWeights, type SampleWeights } from "./sample-weights.ts";

/** The class that each example has and the one that was told, with what each example counts. */
export interface Predictions extends SampleWeights {
  readonly labels: Int32Array;
  readonly predicted: Int32Array;
  readonly classes: number;
  readonly classNames?: readonly string[];
}

/** Reads what a metric of classes is given at its public door. */
export function readPredictions(
  action: string,
  labels: ClassLabels,
  predicted: ClassLabels,
  options: MetricOptions & ClassOptions,
  classOptions: readonly (keyof ClassOptions)[] = [],
): Predictions {
  checkKeys(action, options, ["sampleWeights", ...classOptions]);
  const { indices, ...classes } = indexClasses(action, { labels, predicted }, options);
  if (predicted.length !== labels.length) {
    throw rangeError(action, `one prediction for each of ${labels.length} labels`, `${predicted.length}`);
  }
  const weights = readWeights(action, options, labels.length);
  return { labels: indices[0]!, predicted: indices[1]!, ...classes, ...weights };
}
