import { holds, show, typeError } from "../check.ts";
import { type DatasetLike, isDataset } from "../matrix/dataset-like.ts";
import { isMatrix, type MatrixLike, type Targets } from "../matrix/matrix.ts";

/** What a method was given that takes a dataset, or inputs and targets, and then something more. */
export type ExampleArguments<More> = readonly [
  data: DatasetLike | MatrixLike,
  second?: Targets | More,
  third?: More,
];

/** Sorts that into a dataset and the rest. */
export function sortArguments<More>(
  action: string,
  [data, second, third]: ExampleArguments<More>,
): readonly [DatasetLike, More | undefined] {
  if (!isDataset(data)) return [{ inputs: data, targets: second as Targets }, third];
  if (
    third !== undefined ||
    isMatrix(second) ||
    holds(() => Array.isArray(second) || ArrayBuffer.isView(second))
  ) {
    throw typeError(action, "no targets beside a dataset, which has its own", show(second));
  }
  return [checkTold(action, "a dataset", data), second as More | undefined];
}

/** Refuses what is no dataset, or one of which nothing is to be told. */
export function checkTold(action: string, name: string, data: DatasetLike): DatasetLike {
  if (!isDataset(data) || (data.labels ?? data.targets) === undefined) {
    throw typeError(action, `${name} with labels or targets`, show(data));
  }
  return data;
}
