import {
  type AbstractMatrix,
  type ExpectedShape,
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
  const rows = typeof numbers?.[0] === "number" ? Array.from(numbers, (value) => [value]) : targets;
  return toMatrix(action, name, rows as MatrixLike, shape);
}
