import { readSafely } from "../check.ts";
import type { Dataset } from "../data/dataset.ts";
import { Matrix } from "../matrix/matrix.ts";
import { countLabels } from "../random/stratify.ts";
import { checkJSON, type Shape } from "./check-json.ts";
import { splitParts } from "./trial-data.ts";
import type { TrialSettings } from "./trial-spec.ts";

/** The errors, on validation and on test examples, of always naming the most frequent class. */
export interface ChanceErrors {
  readonly validation: number;
  readonly test: number;
}

/** What is known of chance. */
export interface Chance extends ChanceErrors {
  /** What is named for everything. */
  readonly naming: "the most frequent class" | "the mean";
}

/** Means of equal errors may differ by this much. */
export const ROUNDING = 1e-9;

/** The errors of always naming the most frequent class. */
export function chanceErrors(dataset: Dataset, settings: TrialSettings): ChanceErrors {
  const { classes, test: apart } = dataset;
  const errorOf = (some: Int32Array): number => 1 - Math.max(...countLabels(some, classes!)) / some.length;
  const told = { ...labelsOf(dataset), ...(apart && { test: labelsOf(apart) }) };
  const { validation, test } = splitParts(told, { seed: 0, settings }); // as many of each class with every seed
  return { validation: errorOf(validation.labels!), test: errorOf(test.labels!) };
}

/** A dataset with the same labels and nothing to tell them by, which is soon split. */
function labelsOf({ inputs, labels, classes }: Dataset): Dataset {
  return { name: "labels", inputs: new Matrix(inputs.rows, 1), labels: labels!, classes: classes! };
}

const chanceShape: Shape = {
  ...{ "classes?": "count", "targets?": "count", "chance?": { validation: "number", test: "number" } },
};

/** What a plan says of its data. */
interface PlannedData {
  readonly targets?: number;
  readonly chance?: ChanceErrors;
}

/** What a plan says of chance. To name the mean of numeric targets leaves all of their variance. */
export function chanceOf(plan: unknown): Chance {
  const data = readSafely(
    "conclude a study",
    "a plan",
    () => (plan as { readonly data?: PlannedData } | null)?.data,
  );
  const { chance, targets } =
    data === undefined ? {} : checkJSON("conclude a study", "the data of the plan", data, chanceShape);
  if (targets) return { validation: 1, test: 1, naming: "the mean" };
  return { ...(chance ?? { validation: 1, test: 1 }), naming: "the most frequent class" };
}
