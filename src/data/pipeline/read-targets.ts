import { rangeError, show, typeError } from "../../check.ts";
import type { Head } from "../../head/head.ts";
import type { DatasetLike } from "../../matrix/dataset-like.ts";
import { type AbstractMatrix, toMatrix } from "../../matrix/matrix.ts";
import { preparedBy } from "../../preprocess/check-preprocessor.ts";
import type { Preprocessor } from "../../preprocess/preprocessor.ts";
import { checkDataset, type Dataset } from "../dataset.ts";

/** What a net tells. */
export interface Told {
  readonly head: Head;
  readonly outputs: number;
  readonly classNames: readonly string[] | undefined;
  readonly targetScaling: Preprocessor | undefined;
}

/** What a dataset says of its examples, as the net was trained to tell it. */
export interface ReadTargets {
  /** Class indices, or one row of targets per example, scaled where they were for the training. */
  readonly targets: Int32Array | AbstractMatrix;
  /** The targets in their own units, where the net models numbers. */
  readonly raw?: AbstractMatrix;
  /** How much each example counts, where the dataset says so. */
  readonly sampleWeights: ArrayLike<number> | undefined;
}

/** Reads what is to be told of the examples of a dataset, by the names of its classes where both have names. */
export function readTargets(action: string, dataset: Dataset, told: Told): ReadTargets {
  checkDataset(action, dataset);
  const isNumeric = told.head.targets === "numbers";
  const { labels, targets } = dataset;
  const { sampleWeights }: DatasetLike = dataset;
  if (labels !== undefined && !isNumeric) {
    return { targets: labelsOf(action, dataset, labels, told), sampleWeights };
  }
  if (targets !== undefined) {
    const raw = toMatrix(action, "targets", targets, { columns: told.outputs });
    return {
      targets: preparedBy(action, told.targetScaling, raw),
      ...(isNumeric && { raw }),
      sampleWeights,
    };
  }
  const expected = isNumeric ? "targets" : "labels";
  throw typeError(action, `a dataset with ${expected}`, `one without, ${show(dataset.name)}`);
}

/** Class indices in the order of the net's outputs: another table may know fewer classes, or have them in another order. */
function labelsOf(
  action: string,
  { classes, classNames }: Dataset,
  labels: Int32Array,
  told: Told,
): Int32Array {
  if (classNames !== undefined && classNames.length !== classes) {
    throw rangeError(action, `a name for each of ${classes} classes`, `${classNames.length}`);
  }
  if (told.classNames === undefined) return Int32Array.from(labels);
  if (classNames === undefined) {
    const named = `classNames in the dataset, to tell which of ${show(told.classNames)} its labels are`;
    throw typeError(action, named, "indices alone");
  }
  const indices = classNames.map((name) => told.classNames!.indexOf(name));
  return Int32Array.from(labels, (label, example) => {
    const index = indices[label]!;
    if (index >= 0) return index;
    const [known, got] = [show(told.classNames), show(classNames[label])];
    throw rangeError(action, `classes among ${known}`, `${got} at example ${example}`);
  });
}
