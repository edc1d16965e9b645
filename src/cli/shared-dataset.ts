import type { Dataset } from "../data/dataset.ts";
import { type AbstractMatrix, WrapperMatrix1D } from "../matrix/matrix.ts";
import { rowOf } from "../matrix/storage.ts";

/** A dataset whose numbers all threads see; functions go to no other thread, so how a table was read is left out. */
export interface SharedDataset extends Omit<Dataset, "inputs" | "targets" | "encoding" | "test"> {
  readonly inputs: SharedMatrix;
  readonly targets?: SharedMatrix;
  readonly test?: SharedDataset;
}

/** A matrix in shared memory, row by row. */
interface SharedMatrix {
  readonly values: Float32Array | Float64Array;
  readonly rows: number;
}

/** Puts a dataset into shared memory, in the precision that it has. */
export function shareDataset({
  inputs,
  labels,
  targets,
  test,
  encoding: _,
  ...rest
}: Dataset): SharedDataset {
  return {
    ...rest,
    inputs: shareMatrix(inputs),
    ...(labels && { labels: shareLabels(labels) }),
    ...(targets && { targets: shareMatrix(targets) }),
    ...(test && { test: shareDataset(test) }),
  };
}

/** The dataset as another thread works with it, without a copy. */
export function datasetFrom({ inputs, targets, test, ...rest }: SharedDataset): Dataset {
  return {
    ...rest,
    inputs: matrixFrom(inputs),
    ...(targets && { targets: matrixFrom(targets) }),
    ...(test && { test: datasetFrom(test) }),
  };
}

function shareMatrix(matrix: AbstractMatrix): SharedMatrix {
  const { rows, columns } = matrix;
  const single = rows > 0 && rowOf(matrix, 0) instanceof Float32Array;
  const values = single
    ? new Float32Array(new SharedArrayBuffer(4 * rows * columns))
    : new Float64Array(new SharedArrayBuffer(8 * rows * columns));
  for (let row = 0; row < rows; row++) values.set(rowOf(matrix, row), row * columns);
  return { values, rows };
}

function shareLabels(labels: Int32Array): Int32Array {
  const shared = new Int32Array(new SharedArrayBuffer(4 * labels.length));
  shared.set(labels);
  return shared;
}

function matrixFrom({ values, rows }: SharedMatrix): AbstractMatrix {
  return new WrapperMatrix1D(values as unknown as number[], { rows });
}
