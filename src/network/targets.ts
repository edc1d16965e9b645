import { checkList, rangeError, show } from "../check.ts";
import { targetKindOf } from "../head/check-head.ts";
import type { Head, TargetKind } from "../head/head.ts";
import {
  type AbstractMatrix,
  isMatrix,
  isRowOf,
  type MatrixLike,
  type Targets,
  toMatrix,
  WrapperMatrix1D,
} from "../matrix/matrix.ts";
import { rowReader } from "../matrix/storage.ts";

/** Targets as the loss takes them, and the class of each example where there is one to compare with. */
export interface TargetRows {
  /** (examples, outputs) */
  readonly rows: AbstractMatrix;
  readonly classes?: Int32Array;
}

/** What targets are read for. */
interface ExpectedTargets {
  readonly head: Head;
  readonly examples: number;
  readonly outputs: number;
  /** That of the engine. */
  readonly precision: "float64" | "float32";
}

/** What is said of numbers where the head takes none. */
const advice = `; a head whose targets are "numbers", such as linear, takes them`;

/**
 * Reads targets at a public door: class indices become one row per example with a 1 at the class, numbers for a single output
 * a column; rows are checked to be what the head models. The class of a row is its largest target under a distribution, and for
 * a single output that is yes or no in every example its 1 or 0.
 */
export function toTargetRows(
  action: string,
  targets: Targets,
  { head, examples, outputs, precision }: ExpectedTargets,
): TargetRows {
  const kind = targetKindOf(head);
  if (isRows(targets)) {
    return checkedRows(
      action,
      toMatrix(action, "targets", targets, { rows: examples, columns: outputs, precision }),
      kind,
    );
  }
  checkList(action, "targets to be class indices or one row per example", targets);
  if (targets.length !== examples) {
    throw rangeError(action, `one target for each of ${examples} examples`, `${targets.length}`);
  }
  if (outputs === 1) {
    const cells = Array.from({ length: examples }, (_, example) => [targets[example]!]);
    return checkedRows(action, toMatrix(action, "targets", cells, { precision }), kind);
  }
  if (kind === "numbers") {
    throw rangeError(action, `targets with ${outputs} columns`, "one number per example");
  }
  const classes = toClasses(action, targets, outputs);
  const values = new Float64Array(examples * outputs);
  for (const [example, index] of classes.entries()) values[example * outputs + index] = 1;
  return { rows: new WrapperMatrix1D(values, { rows: examples }), classes };
}

/** The class that each row of logits stands for: its largest, or for a single logit whether it is positive. */
export function classesOf(logits: AbstractMatrix): Int32Array {
  if (logits.columns > 1) return largestInRow(logits);
  return Int32Array.from({ length: logits.rows }, (_, row) => (logits.get(row, 0) > 0 ? 1 : 0));
}

/**
 * How many of the examples with these indices have the class in `classes` that their row of logits stands for, each counting by
 * its weight where there are weights.
 */
export function countRight(
  logits: AbstractMatrix,
  classes: Int32Array,
  examples: Uint32Array,
  weights?: Float64Array,
): number {
  const found = classesOf(logits);
  return examples.reduce(
    (count, example, row) => count + (found[row] === classes[example] ? (weights?.[row] ?? 1) : 0),
    0,
  );
}

function isRows(targets: Targets): targets is MatrixLike {
  return isMatrix(targets) || isRowOf("object", targets);
}

function toClasses(action: string, targets: ArrayLike<number>, classes: number): Int32Array {
  const checked = new Int32Array(targets.length);
  for (let example = 0; example < targets.length; example++) {
    const value = targets[example]!;
    if (!Number.isInteger(value) || value < 0 || value >= classes) {
      throw rangeError(
        action,
        `class indices to be integers from 0 to ${classes - 1}`,
        `${show(value)} at example ${example}${typeof value === "number" && !Number.isInteger(value) ? advice : ""}`,
      );
    }
    checked[example] = value;
  }
  return checked;
}

function checkedRows(action: string, rows: AbstractMatrix, kind: TargetKind): TargetRows {
  if (kind === "numbers") return { rows };
  for (let row = 0; row < rows.rows; row++) {
    let sum = 0;
    for (let column = 0; column < rows.columns; column++) {
      const value = rows.get(row, column);
      if (value < 0 || value > 1) {
        const place = `${value} at row ${row}, column ${column}`;
        throw rangeError(action, "targets to lie in [0, 1]", place + advice);
      }
      sum += value;
    }
    if (kind === "distribution" && Math.abs(sum - 1) > 1e-6) {
      throw rangeError(action, "each row of targets to sum to 1", `${sum} in row ${row}`);
    }
  }
  if (kind === "distribution") return { rows, classes: largestInRow(rows) };
  const single = rows.columns === 1 ? rows.to1DArray() : [];
  return single.length > 0 && single.every(Number.isInteger)
    ? { rows, classes: Int32Array.from(single) }
    : { rows };
}

/** The index of the largest element of each row, of the first where there are several. */
function largestInRow(matrix: AbstractMatrix): Int32Array {
  const { rows, columns } = matrix;
  const valuesOf = rowReader(matrix);
  const found = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const values = valuesOf(row);
    let largest = 0;
    for (let column = 1; column < columns; column++) {
      if (values[column]! > values[largest]!) largest = column;
    }
    found[row] = largest;
  }
  return found;
}
