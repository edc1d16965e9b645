import type { LabeledDataset } from "../data/dataset.ts";
import { WrapperMatrix1D } from "../matrix/matrix.ts";
import { rowOf } from "../matrix/storage.ts";

/** A dataset whose numbers all threads see. */
export interface SharedDataset extends Omit<LabeledDataset, "inputs" | "encoding"> {
  readonly values: Float32Array | Float64Array;
  readonly rows: number;
}

/** Puts a dataset into shared memory, in the precision that it has; its encoding has functions, and they stay. */
export function shareDataset({ inputs, labels, encoding: _, ...rest }: LabeledDataset): SharedDataset {
  const elements = inputs.rows * inputs.columns;
  const single = inputs.rows > 0 && rowOf(inputs, 0) instanceof Float32Array;
  const values = single
    ? new Float32Array(new SharedArrayBuffer(4 * elements))
    : new Float64Array(new SharedArrayBuffer(8 * elements));
  for (let row = 0; row < inputs.rows; row++) values.set(rowOf(inputs, row), row * inputs.columns);
  const shared = new Int32Array(new SharedArrayBuffer(4 * labels.length));
  shared.set(labels);
  return { ...rest, values, rows: inputs.rows, labels: shared };
}

/** The dataset as another thread works with it, without a copy. */
export function datasetFrom({ values, rows, ...rest }: SharedDataset): LabeledDataset {
  return { ...rest, inputs: new WrapperMatrix1D(values as unknown as number[], { rows }) };
}
