import { holds } from "../check.ts";
import type { MatrixLike, Targets } from "./matrix.ts";

/**
 * Examples as one object: their inputs, and what a network is to tell of them, class `labels` or `targets`. The datasets of
 * `layerwise/data` are such.
 */
export interface DatasetLike {
  /** (examples, inputs) */
  readonly inputs: MatrixLike;
  /** The class of each example, from 0. */
  readonly labels?: ArrayLike<number> | undefined;
  /** What is to be told instead, or beside the labels: then a head that models numbers takes these, any other the labels. */
  readonly targets?: Targets | undefined;
  /** How much each example counts to a network, as in the options of `network.fit`. */
  readonly sampleWeights?: ArrayLike<number> | undefined;
}

/** Whether a value has inputs, as a dataset does and a matrix does not. */
export function isDataset(value: unknown): value is DatasetLike {
  return holds(() => typeof value === "object" && "inputs" in value!);
}

/** The inputs of a dataset, or the matrix that was given instead. */
export function inputsOf(data: MatrixLike | DatasetLike): MatrixLike {
  return isDataset(data) ? data.inputs : data;
}
