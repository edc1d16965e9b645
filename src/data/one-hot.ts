import { checkInteger, rangeError } from "../check.ts";
import { checkSize } from "../matrix/check-size.ts";
import { Matrix } from "../matrix/matrix.ts";
import { checkLabels } from "./dataset.ts";

/**
 * One row per label, with a 1 in the column of its class and 0 elsewhere.
 *
 * @param labels - At least one integer from 0 to classes − 1.
 * @param classes - How many classes there are, ≥ 1.
 * @returns A matrix (labels, classes).
 * @throws RangeError if there is no label, or one of no class.
 * @example
 * oneHot([2, 0], 3).to2DArray(); // [[0, 0, 1], [1, 0, 0]]
 */
export function oneHot(labels: ArrayLike<number>, classes: number): Matrix {
  const action = "encode labels";
  checkInteger(action, "classes", classes, { min: 1 });
  checkLabels(action, labels, classes);
  if (labels.length === 0) throw rangeError(action, "at least one label", "none");
  checkSize(action, "the result", labels.length, classes);
  const rows = new Matrix(labels.length, classes);
  for (let example = 0; example < labels.length; example++) rows.set(example, labels[example]!, 1);
  return rows;
}
