import type { LabeledDataset } from "../data/dataset.ts";
import { split } from "../data/split.ts";
import { take } from "../data/take.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";
import { rowOf } from "../matrix/storage.ts";
import { minMax } from "../preprocess/min-max.ts";
import type { Preprocessor } from "../preprocess/preprocessor.ts";
import type { TrialSpec } from "./trial-spec.ts";

/** Labelled examples of one part of the data. */
export interface Part {
  readonly inputs: AbstractMatrix;
  readonly labels: Int32Array;
}

/** The parts of the data that one seed decides; inputs are in [0, 1]. */
export interface TrialData {
  readonly classes: number;
  /** All examples to train on: RBMs see them all. */
  readonly train: Part;
  readonly validation: Part;
  readonly test: Part;
}

/** Parts the data at random into train, validation and test, with the classes in the same shares in all of them. */
export function partData(dataset: LabeledDataset, { seed, settings }: TrialSpec): TrialData {
  const { train: count, validation, test } = settings;
  const rest = (
    part: LabeledDataset,
    trainCount: number,
    purpose: string,
  ): [LabeledDataset, LabeledDataset] => {
    if (trainCount === part.inputs.rows) return [part, part];
    const { train, test } = split(part, { trainCount, stratified: true, seed: `${seed}, ${purpose}` });
    return [train, test];
  };
  const [used] = rest(dataset, count + validation + test, "examples used");
  const [train, others] = rest(used, count, "train");
  const [validating, testing] = rest(others, validation, "validation");
  const scale = intoUnitInterval(train.inputs);
  const part = ({ inputs, labels }: LabeledDataset): Part => ({ inputs: scale(inputs), labels });
  return {
    classes: dataset.classes,
    train: part(train),
    validation: part(validating),
    test: part(testing),
  };
}

/** The first examples of a part. */
export function firstOf({ inputs, labels }: Part, count: number): Part {
  if (count >= inputs.rows) return { inputs, labels };
  const rows = Array.from({ length: count }, (_, row) => row);
  const dataset = { name: "part", inputs, labels, classes: Math.max(...labels) + 1 };
  return take(dataset, rows);
}

/** The same part with other inputs. */
export function prepared(part: Part, preprocessor: Preprocessor | undefined): Part {
  return preprocessor ? { ...part, inputs: preprocessor.transform(part.inputs) } : part;
}

/** Pixels stay as they are; columns that leave [0, 1] are scaled by their range in the training examples. */
function intoUnitInterval(inputs: AbstractMatrix): (inputs: AbstractMatrix) => AbstractMatrix {
  if (isWithinUnitInterval(inputs)) return clippedIfNeeded;
  const scaling = minMax.fit(inputs);
  return (others) => clippedIfNeeded(scaling.transform(others));
}

/** What training examples did not show may lie outside: RBMs take nothing beyond [0, 1]. */
function clippedIfNeeded(inputs: AbstractMatrix): AbstractMatrix {
  if (isWithinUnitInterval(inputs)) return inputs;
  return inputs.clone().apply(function clip(this: AbstractMatrix, row: number, column: number) {
    this.set(row, column, Math.min(Math.max(this.get(row, column), 0), 1));
  });
}

function isWithinUnitInterval(inputs: AbstractMatrix): boolean {
  for (let row = 0; row < inputs.rows; row++) {
    const values = rowOf(inputs, row);
    for (let column = 0; column < values.length; column++) {
      if (values[column]! < 0 || values[column]! > 1) return false;
    }
  }
  return true;
}
