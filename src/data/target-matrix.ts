import { checkList, readSafely } from "../check.ts";
import {
  type AbstractMatrix,
  type ExpectedShape,
  isRowOf,
  type MatrixLike,
  type Targets,
  toMatrix,
} from "../matrix/matrix.ts";

/** Reads numbers that are told of examples, one or one row of each: (examples, targets). */
export function toTargetMatrix(
  action: string,
  name: string,
  targets: Targets,
  shape: ExpectedShape = {},
): AbstractMatrix {
  const numbers = targets as ArrayLike<number>;
  const expected = `${name} to be numbers or rows of numbers`;
  const rows = isRowOf("number", targets)
    ? readSafely(action, expected, () =>
        Array.from({ length: checkList(action, expected, numbers).length }, (_, row) => [numbers[row]!]),
      )
    : targets;
  return toMatrix(action, name, rows as MatrixLike, shape);
}
