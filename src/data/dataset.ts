import {
  checkInteger,
  checkList,
  checkString,
  checkStrings,
  checkThat,
  rangeError,
  readSafely,
  show,
  typeError,
} from "../check.ts";
import { type AbstractMatrix, isMatrix, type Matrix } from "../matrix/matrix.ts";
import type { Seed } from "../random/seed.ts";
import { MOST_CLASSES } from "./class-labels.ts";
import type { CsvText, TableEncodingJSON, TableRecord } from "./table-encoding.ts";

/** Examples, with or without something to tell about each. A plain frozen object. */
export interface Dataset {
  readonly name: string;
  /** One row per example, one column per feature; for MNIST over one Float32Array. */
  readonly inputs: AbstractMatrix;
  /** What the columns of the inputs are called, where they have names. */
  readonly columnNames?: readonly string[];
  /** The class of each example, an integer from 0 to classes − 1, where there are classes. */
  readonly labels?: Int32Array;
  /** How many classes there are, where there are any. */
  readonly classes?: number;
  /** What the classes are called, where they have names. */
  readonly classNames?: readonly string[];
  /** The numbers that are to be told from the inputs, where there are such: (examples, targets). */
  readonly targets?: AbstractMatrix;
  /** What the columns of the targets are called, where they have names. */
  readonly targetNames?: readonly string[];
  /** How much each example counts in training and in figures, where some count more: one number ≥ 0 for each. */
  readonly sampleWeights?: ArrayLike<number>;
  /** Where a row is an image: its pixels, row by row. */
  readonly shape?: ImageShape;
  /** Whom to name where the data is used. */
  readonly attribution?: string;
  /** What chose its rows, where they were drawn from another dataset. */
  readonly seed?: Seed;
  /** How the table that it was read from becomes numbers, where it was one; it reads later rows in the same way. */
  readonly encoding?: TableEncoding;
  /** What looked wrong where it was read, a sentence each. */
  readonly warnings?: readonly string[];
  /** Examples that were set apart to test on by whoever published the data: studies test on these. */
  readonly test?: Dataset;
}

/**
 * How a table becomes numbers: which columns are inputs, the categories of those with words, what stands for a missing
 * number, the classes. It comes with the dataset that was read, and reads later rows in the same way.
 */
export interface TableEncoding {
  /** What the columns of the inputs are called. */
  readonly columnNames: readonly string[];
  /** What the classes are called, where the table has a label. */
  readonly classNames?: readonly string[];
  /** What the columns of the targets are called, where the table has such. */
  readonly targetNames?: readonly string[];
  /** Reads another CSV with the same columns, in any order; without its label or targets where it has none. */
  read(text: CsvText): Dataset;
  /** The inputs of rows that are given as objects: (records, columns). */
  encode(records: readonly TableRecord[]): Matrix;
  /** The encoding as JSON, which `tableEncodingFromJSON` reads. */
  toJSON(): TableEncodingJSON;
}

/** Examples of classes. */
export interface LabeledDataset extends Dataset {
  readonly labels: Int32Array;
  readonly classes: number;
}

/** Examples with numbers that are to be told from them: regression. */
export interface NumericDataset extends Dataset {
  readonly targets: AbstractMatrix;
}

/** The pixels of an image. */
export interface ImageShape {
  readonly height: number;
  readonly width: number;
}

/** Refuses what is no dataset, or one whose labels or targets do not fit its rows. */
export function checkDataset(action: string, dataset: Dataset): void {
  const expected = "a dataset to be { name, inputs, … } as datasetFromRows makes one";
  checkThat(action, expected, dataset, () => isMatrix(dataset.inputs));
  readSafely(action, expected, () => {
    const { name = "", inputs, labels, classes, targets, sampleWeights } = dataset;
    checkString(action, "name of the dataset", name);
    if (classes !== undefined || labels !== undefined) {
      checkInteger(action, "classes", classes, { min: 1, max: MOST_CLASSES });
    }
    if (labels !== undefined) {
      checkLabels(action, labels, classes!);
      if (labels.length !== inputs.rows) {
        throw rangeError(action, `one label for each of ${inputs.rows} rows`, `${labels.length}`);
      }
    }
    const { classNames, columnNames, targetNames } = dataset;
    for (const [field, names] of Object.entries({ classNames, columnNames, targetNames })) {
      if (names !== undefined) checkStrings(action, `${field} to be strings`, names);
    }
    if (labels !== undefined && classNames !== undefined && classNames.length !== classes) {
      throw rangeError(action, `a name for each of ${classes} classes`, `${classNames.length}`);
    }
    if (sampleWeights !== undefined && sampleWeights.length !== inputs.rows) {
      throw rangeError(
        action,
        `one of sampleWeights for each of ${inputs.rows} rows`,
        `${sampleWeights.length}`,
      );
    }
    if (dataset.test !== undefined) checkTestPart(action, dataset, dataset.test);
    if (targets !== undefined) {
      if (!isMatrix(targets)) throw typeError(action, "targets to be a matrix", show(targets));
      if (targets.rows !== inputs.rows) {
        throw rangeError(action, `one row of targets for each of ${inputs.rows} rows`, `${targets.rows}`);
      }
    }
  });
}

/** Refuses examples to test on that are not of the kind of the others. */
function checkTestPart(action: string, { inputs, classes, targets }: Dataset, test: Dataset): void {
  checkDataset(action, test);
  const kind = (columns: number, some: number | undefined, numbers: AbstractMatrix | undefined): string =>
    `${columns} columns, ${some ?? 0} classes and ${numbers?.columns ?? 0} targets`;
  const [expected, got] = [
    kind(inputs.columns, classes, targets),
    kind(test.inputs.columns, test.classes, test.targets),
  ];
  if (got !== expected) throw rangeError(action, `test to be a dataset of ${expected}`, got);
}

/** Refuses what is no dataset of classes. */
export function checkLabeled(action: string, dataset: Dataset): asserts dataset is LabeledDataset {
  checkDataset(action, dataset);
  if (dataset.labels === undefined) {
    throw typeError(action, "a dataset with labels", `one without, ${show(dataset.name)}`);
  }
}

/** Refuses labels that are not integers from 0 to classes − 1. */
export function checkLabels(action: string, labels: ArrayLike<number>, classes: number): void {
  const expected = "labels to be integers, one per example";
  readSafely(action, expected, () => {
    checkList(action, expected, labels);
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
  });
}
