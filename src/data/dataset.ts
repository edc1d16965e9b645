import { rangeError, show, typeError } from "../check.ts";
import { type AbstractMatrix, isMatrix } from "../matrix/matrix.ts";
import type { Seed } from "../random/seed.ts";

/** Labelled examples. A plain frozen object. */
export interface Dataset {
  readonly name: string;
  /** One row per example, one column per feature; for MNIST over one Float32Array. */
  readonly inputs: AbstractMatrix;
  /** The class of each example, an integer from 0 to classes − 1. */
  readonly labels: Int32Array;
  /** How many classes there are. */
  readonly classes: number;
  /** What the classes are called, where they have names. */
  readonly classNames?: readonly string[];
  /** Where a row is an image: its pixels, row by row. */
  readonly shape?: ImageShape;
  /** Whom to name where the data is used. */
  readonly attribution?: string;
  /** What chose its rows, where they were drawn from another dataset. */
  readonly seed?: Seed;
}

/** The pixels of an image. */
export interface ImageShape {
  readonly height: number;
  readonly width: number;
}

/** Refuses what is no dataset, or one with a label for more or fewer rows than it has, or with a label of no class. */
export function checkDataset(action: string, dataset: Dataset): void {
  if (typeof dataset !== "object" || dataset === null || !isMatrix(dataset.inputs)) {
    throw typeError(action, "a dataset to be { name, inputs, labels, classes }", show(dataset));
  }
  const { inputs, labels, classes } = dataset;
  checkLabels(action, labels, classes);
  if (labels.length !== inputs.rows) {
    throw rangeError(action, `one label for each of ${inputs.rows} rows`, `${labels.length}`);
  }
}

/** Refuses labels that are not integers from 0 to classes − 1. */
export function checkLabels(action: string, labels: ArrayLike<number>, classes: number): void {
  if (typeof labels !== "object" || labels === null || typeof labels.length !== "number") {
    throw typeError(action, "labels to be integers, one per example", show(labels));
  }
  for (let example = 0; example < labels.length; example++) {
    const label = labels[example]!;
    if (!(Number.isInteger(label) && label >= 0 && label < classes)) {
      throw rangeError(
        action,
        `labels to be integers from 0 to ${classes - 1}`,
        `${show(label)} at example ${example}`,
      );
    }
  }
}
