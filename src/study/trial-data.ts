import type { Dataset, LabeledDataset } from "../data/dataset.ts";
import { intoUnitInterval } from "../data/into-unit-interval.ts";
import { split } from "../data/split.ts";
import { take } from "../data/take.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";
import { selectRows } from "../matrix/storage.ts";
import { preparedBy } from "../preprocess/check-preprocessor.ts";
import type { Preprocessor } from "../preprocess/preprocessor.ts";
import { standardize } from "../preprocess/standardize.ts";
import type { TrialSettings, TrialSpec } from "./trial-spec.ts";

const action = "prepare the data of a trial";

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
  /** The examples of another task on the same kind of inputs, where there is one. */
  readonly other?: OtherTask;
}

/** Examples of another task, with classes of their own. */
export interface OtherTask extends Part {
  readonly classes: number;
}

/**
 * What a trial is about: the whole of the data, or where some classes make another task, the examples of the others and those of
 * that task, each with classes of its own.
 */
export function tasksIn(
  dataset: Dataset,
  { otherClasses }: Pick<TrialSettings, "otherClasses">,
): { readonly task: Dataset; readonly other?: LabeledDataset } {
  if (otherClasses === undefined) return { task: dataset };
  const all = Array.from({ length: dataset.classes! }, (_, label) => label);
  const others = all.filter((label) => !otherClasses.includes(label));
  const test = dataset.test && { test: ofClasses(dataset.test, others) };
  return { task: { ...ofClasses(dataset, others), ...test }, other: ofClasses(dataset, otherClasses) };
}

/** The examples of some classes, which are counted anew. */
function ofClasses(dataset: Dataset, classes: readonly number[]): LabeledDataset {
  const { test: _, classNames, ...whole } = dataset;
  const rows = [...dataset.labels!.keys()].filter((row) => classes.includes(dataset.labels![row]!));
  const part = take(whole, rows);
  return {
    ...part,
    labels: Int32Array.from(part.labels!, (label) => classes.indexOf(label)),
    classes: classes.length,
    ...(classNames && { classNames: classes.map((label) => classNames[label]!) }),
  };
}

/** Parts the data at random into train, validation and test, and brings inputs and numeric targets to their scales. */
export function partData(whole: Dataset, spec: Pick<TrialSpec, "seed" | "settings">): TrialData {
  const { task: dataset, other } = tasksIn(whole, spec.settings);
  const { train, validation, test } = splitParts(dataset, spec);
  const scaling = intoUnitInterval(dataset, train);
  const scaleTargets = train.labels ? undefined : standardize.fit(train.targets!);
  const part = ({ inputs, labels, targets }: Dataset): Part => ({
    inputs: preparedBy(action, scaling, inputs),
    targets: labels ?? preparedBy(action, scaleTargets, targets!),
  });
  return {
    classes: dataset.classes ?? 0,
    train: part(train),
    validation: part(validation),
    test: part(test),
    ...(other && { other: { ...part(other), classes: other.classes } }),
  };
}

/**
 * The rows of train, validation and test, with the classes in the same shares in all of them where there are classes. Where
 * examples were set apart to test on, the test part is drawn from these, or is all of them.
 */
export function splitParts(
  dataset: Dataset,
  { seed, settings }: Pick<TrialSpec, "seed" | "settings">,
): Readonly<Record<"train" | "validation" | "test", Dataset>> {
  const { train: count, validation, test } = settings;
  const stratified = dataset.labels !== undefined;
  const rest = (part: Dataset, trainCount: number, purpose: string): [Dataset, Dataset] => {
    if (trainCount === part.inputs.rows) return [part, part];
    const { train, test } = split(part, { trainCount, stratified, seed: `${seed}, ${purpose}` });
    return [train, test];
  };
  const held = dataset.test ? validation : validation + test;
  const [used] = rest(dataset, count + held, "examples used");
  const [train, others] = rest(used, count, "train");
  if (dataset.test) {
    const [testing] = rest(dataset.test, test, "test");
    return { train, validation: others, test: testing };
  }
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
  return { ...part, inputs: preparedBy(action, preprocessor, part.inputs) };
}
