import { checkKeys, rangeError, readSafely, show, typeError } from "../check.ts";
import { few } from "../display/table.ts";
import { type MatrixLike, type Targets, toMatrix } from "../matrix/matrix.ts";
import { checkNames } from "./check-names.ts";
import { type ClassLabels, type ClassOptions, indexClasses } from "./class-labels.ts";
import { createDataset } from "./create-dataset.ts";
import type { Dataset, LabeledDataset, NumericDataset } from "./dataset.ts";
import { toTargetMatrix } from "./target-matrix.ts";

/** What a dataset of rows may be called. */
export interface RowsOptions {
  /** Names the dataset. Default `"rows"`. */
  readonly name?: string | undefined;
  /** What the columns of the inputs are called. */
  readonly columnNames?: readonly string[] | undefined;
}

/** Options of `datasetFromRows` for examples of classes. */
export interface LabeledRowsOptions extends RowsOptions, ClassOptions {
  /** The class of each row: its index from 0, or its name. */
  readonly labels: ClassLabels;
}

/** Options of `datasetFromRows` for examples with numbers to be told from them. */
export interface NumericRowsOptions extends RowsOptions {
  /** One number per row, or one row of numbers. */
  readonly targets: Targets;
  /** What the columns of the targets are called. */
  readonly targetNames?: readonly string[] | undefined;
}

/**
 * Makes a dataset of rows that are in memory, with a class or with numbers for each, or with neither.
 *
 * Labels are indices from 0, or names; names become classes in the order of `classNames`, or else sorted, by number where all
 * are numbers.
 *
 * @param inputs - (examples, features); a matrix is kept as it is, rows are copied.
 * @param options - `labels` with `classes` and `classNames`, or `targets` with `targetNames`; `columnNames` and `name`.
 * @returns The dataset, for `split`, `kFolds` and all else that takes one.
 * @throws RangeError if the inputs are empty, ragged or not finite, labels or targets are not one per row, or there are more
 *   or fewer names than columns or classes.
 * @example
 * const pets = datasetFromRows([[4, 30], [30, 60], [5, 28]], { labels: ["cat", "dog", "cat"] });
 * pets.labels; // Int32Array [0, 1, 0]
 * datasetFromRows([[1], [2], [3]], { targets: [2, 4, 6] }).targets; // (3, 1)
 */
export function datasetFromRows(inputs: MatrixLike, options: LabeledRowsOptions): LabeledDataset;
export function datasetFromRows(inputs: MatrixLike, options: NumericRowsOptions): NumericDataset;
export function datasetFromRows(inputs: MatrixLike, options?: RowsOptions): Dataset;
export function datasetFromRows(
  inputs: MatrixLike,
  options: RowsOptions & Partial<LabeledRowsOptions> & Partial<NumericRowsOptions> = {},
): Dataset {
  const action = "make a dataset of rows";
  const known = readSafely(action, "options to be an object", () => knownWith(options));
  checkKeys(action, options, ["name", "columnNames", ...known]);
  const { name = "rows", columnNames, labels, targets, targetNames } = options;
  if (typeof name !== "string") throw typeError(action, "name to be a word", show(name));
  const rows = toMatrix(action, "inputs", inputs);
  const dataset = {
    name,
    inputs: rows,
    ...(columnNames !== undefined && {
      columnNames: checkNames(action, "columnNames", columnNames, rows.columns),
    }),
  };
  if (labels !== undefined) {
    const { indices, ...classes } = indexClasses(action, { "labels, unlike targets,": labels }, options);
    if (indices[0]!.length !== rows.rows) {
      throw rangeError(action, `one label for each of ${rows.rows} rows`, `${indices[0]!.length}`);
    }
    const isTold = options.classes !== undefined || classes.classNames !== undefined;
    const warnings = isTold ? undefined : emptyClasses(indices[0]!, classes.classes);
    return createDataset({ ...dataset, labels: indices[0]!, ...classes, ...(warnings && { warnings }) });
  }
  if (targets !== undefined) {
    const matrix = toTargetMatrix(action, "targets", targets, { rows: rows.rows });
    const names =
      targetNames === undefined ? undefined : checkNames(action, "targetNames", targetNames, matrix.columns);
    return createDataset({ ...dataset, targets: matrix, ...(names && { targetNames: names }) });
  }
  return createDataset(dataset);
}

/** The options that go with labels, with targets, or, to choose from, with neither. */
function knownWith(
  options: (Partial<LabeledRowsOptions> & Partial<NumericRowsOptions>) | null,
): readonly string[] {
  const ofLabels = ["labels", "classes", "classNames"];
  const ofTargets = ["targets", "targetNames"];
  if (options?.labels !== undefined)
    return options.targets === undefined ? [...ofLabels, ...ofTargets] : ofLabels;
  return options?.targets === undefined ? ["labels", "targets"] : [...ofTargets, "labels"];
}

/** A warning of classes without examples, as indices have that count from 1. */
function emptyClasses(labels: Int32Array, classes: number): readonly string[] | undefined {
  const there = new Set(labels);
  const empty = Array.from({ length: classes }, (_, label) => label).filter((label) => !there.has(label));
  if (empty.length === 0) return undefined;
  return [`No example has class ${few(empty, ", ")}: class indices count from 0.`];
}
