import { checkList, rangeError, readSafely, show } from "../check.ts";
import { selectRows } from "../matrix/storage.ts";
import { createDataset } from "./create-dataset.ts";
import { checkDataset, type Dataset } from "./dataset.ts";

/**
 * The examples at these indices, in this order; an index may occur more than once.
 *
 * @param dataset - Where to take them from; it is not changed.
 * @param indices - At least one integer from 0 to rows − 1.
 * @returns A dataset with copies of those rows and of what belongs to them.
 * @throws RangeError if there is no index, or one without an example.
 * @example
 * take(digits, [0, 1, 2]).labels; // Int32Array [0, 1, 2]
 */
export function take<Data extends Dataset>(dataset: Data, indices: ArrayLike<number>): Data {
  const action = "take examples";
  checkDataset(action, dataset);
  checkList(action, "indices to be integers", indices);
  if (indices.length === 0) throw rangeError(action, "at least one index", "none");
  const { inputs, labels, targets, sampleWeights } = dataset;
  for (let position = 0; position < indices.length; position++) {
    const index = readSafely(action, "indices to be integers", () => indices[position]!);
    if (!(Number.isInteger(index) && index >= 0 && index < inputs.rows)) {
      throw rangeError(
        action,
        `indices to be integers from 0 to ${inputs.rows - 1}`,
        `${show(index)} at position ${position}`,
      );
    }
  }

  return createDataset({
    ...dataset,
    inputs: selectRows(inputs, indices),
    ...(labels && {
      labels: Int32Array.from({ length: indices.length }, (_, row) => labels[indices[row]!]!),
    }),
    ...(targets && { targets: selectRows(targets, indices) }),
    ...(sampleWeights && {
      sampleWeights: Float64Array.from({ length: indices.length }, (_, row) => sampleWeights[indices[row]!]!),
    }),
  });
}
