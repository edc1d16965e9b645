import { rangeError, show, typeError } from "../../check.ts";
import type { Head } from "../../head/head.ts";
import { type AbstractMatrix, toMatrix } from "../../matrix/matrix.ts";
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
  /** The targets in their own units, where they are numbers. */
  readonly raw?: AbstractMatrix;
}

/** Reads what is to be told of the examples of a dataset, by the names of its classes where both have names. */
export function readTargets(action: string, dataset: Dataset, told: Told): ReadTargets {
  checkDataset(action, dataset);
  const { head, outputs } = told;
  const { labels, targets } = dataset;
  if (labels !== undefined && head.name !== "linear")
    return { targets: labelsOf(action, dataset, labels, told) };
  if (targets !== undefined) {
    const raw = toMatrix(action, "targets", targets, { columns: outputs });
    return { targets: told.targetScaling?.transform(raw) ?? raw, raw };
  }
  const expected = head.name === "linear" ? "targets" : "labels";
  throw typeError(action, `a dataset with ${expected}`, `one without, ${show(dataset.name)}`);
}

/** Class indices in the order of the net's outputs: another table may know fewer classes, or have them in another order. */
function labelsOf(action: string, { classNames }: Dataset, labels: Int32Array, told: Told): Int32Array {
  if (classNames === undefined || told.classNames === undefined) return labels;
  const indices = classNames.map((name) => told.classNames!.indexOf(name));
  return labels.map((label, example) => {
    const index = indices[label]!;
    if (index >= 0) return index;
    const [known, got] = [show(told.classNames), show(classNames[label])];
    throw rangeError(action, `classes among ${known}`, `${got} at example ${example}`);
  });
}
