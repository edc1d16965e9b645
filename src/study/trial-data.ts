import type { Dataset } from "../data/dataset.ts";
import { intoUnitInterval } from "../data/into-unit-interval.ts";
import { split } from "../data/split.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";
import { selectRows } from "../matrix/storage.ts";
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
  const scaling = intoUnitInterval(dataset, train);
  const scaleTargets = train.labels ? undefined : standardize.fit(train.targets!);
  const part = ({ inputs, labels, targets }: Dataset): Part => ({
    inputs: scaling?.transform(inputs) ?? inputs,
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
