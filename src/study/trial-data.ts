import type { Dataset } from "../data/dataset.ts";
import { split } from "../data/split.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";
import { rowOf, selectRows } from "../matrix/storage.ts";
import { minMax } from "../preprocess/min-max.ts";
import type { Preprocessor } from "../preprocess/preprocessor.ts";
import { standardize } from "../preprocess/standardize.ts";
import type { TrialSpec } from "./trial-spec.ts";

/** Examples of one part of the data. */
export interface Part {
  readonly inputs: AbstractMatrix;
  /** The class of each example, or its numeric targets, (examples, targets). */
  readonly targets: Int32Array | AbstractMatrix;
}

/** The parts of the data that one seed decides; inputs are in [0, 1], numeric targets have mean 0 and variance 1. */
export interface TrialData {
  /** 0 where the targets are numbers. */
  readonly classes: number;
  /** All examples to train on: RBMs see them all. */
  readonly train: Part;
  readonly validation: Part;
  readonly test: Part;
}

/** Parts the data at random into train, validation and test, and brings inputs and numeric targets to their scales. */
export function partData(dataset: Dataset, spec: Pick<TrialSpec, "seed" | "settings">): TrialData {
  const { train, validation, test } = splitParts(dataset, spec);
  const scale = intoUnitInterval(train.inputs);
  const scaleTargets = train.labels ? undefined : standardize.fit(train.targets!);
  const part = ({ inputs, labels, targets }: Dataset): Part => ({
    inputs: scale(inputs),
    targets: labels ?? scaleTargets!.transform(targets!),
  });
  return {
    classes: dataset.classes ?? 0,
    train: part(train),
    validation: part(validation),
    test: part(test),
  };
}

/** The rows of train, validation and test, with the classes in the same shares in all of them where there are classes. */
export function splitParts<Data extends Dataset>(
  dataset: Data,
  { seed, settings }: Pick<TrialSpec, "seed" | "settings">,
): Readonly<Record<"train" | "validation" | "test", Data>> {
  const { train: count, validation, test } = settings;
  const stratified = dataset.labels !== undefined;
  const rest = (part: Data, trainCount: number, purpose: string): [Data, Data] => {
    if (trainCount === part.inputs.rows) return [part, part];
    const { train, test } = split(part, { trainCount, stratified, seed: `${seed}, ${purpose}` });
    return [train, test];
  };
  const [used] = rest(dataset, count + validation + test, "examples used");
  const [train, others] = rest(used, count, "train");
  const [validating, testing] = rest(others, validation, "validation");
  return { train, validation: validating, test: testing };
}

/** The first examples of a part. */
export function firstOf({ inputs, targets }: Part, count: number): Part {
  if (count >= inputs.rows) return { inputs, targets };
  const rows = Array.from({ length: count }, (_, row) => row);
  return {
    inputs: selectRows(inputs, rows),
    targets: targets instanceof Int32Array ? targets.slice(0, count) : selectRows(targets, rows),
  };
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
