import { checkInteger, checkKeys, checkMethods, checkNumber, rangeError } from "../check.ts";
import type { Engine, EngineKind } from "../engine/engine.ts";
import {
  type CheckedFitOptions,
  checkFitOptions,
  type FitOptions,
  fitOptionNames,
} from "../fit/fit-options.ts";
import type { NetworkEpochRecord } from "../fit/history.ts";
import type { Job, Trained } from "../fit/job.ts";
import { checkIdle, seedOf } from "../fit/run.ts";
import { type Batches, isStream, refuseBesideStream, type Source, sourceOf } from "../fit/stream.ts";
import type { DatasetLike } from "../matrix/dataset-like.ts";
import type { MatrixLike, Targets } from "../matrix/matrix.ts";
import { adam } from "../optimizer/adam.ts";
import { toSeed } from "../random/seed.ts";
import { countLabels, partByClass, shares } from "../random/stratify.ts";
import { RandomStream } from "../random/stream.ts";
import { checkTold, type ExampleArguments, sortArguments } from "./example-arguments.ts";
import { readClassWeights, type WeightOptions } from "./example-weights.ts";
import { checkTotalWeight, type Examples, pickExamples, readExamples, weighByClass } from "./examples.ts";
import type { NetworkProbe } from "./probe.ts";
import type { RunningNetwork } from "./running-network.ts";
import { metricsOf, trainingJob, whatIsTrained } from "./training-job.ts";

/** Options of `network.fit`. The weights are those of the training examples. */
export interface NetworkFitOptions extends FitOptions<NetworkEpochRecord>, WeightOptions {
  /** Examples to evaluate after each epoch. `classWeights` are not for these, but they may have `sampleWeights` of their own. */
  readonly validation?: DatasetLike | undefined;
  /**
   * Instead, the share of the training examples, in (0, 1), to set aside for that, with their `sampleWeights`; the seed decides which.
   * Where the targets are classes it is the same share of each, as nearly as whole examples allow, and one of each stays in training.
   */
  readonly validationFraction?: number | undefined;
  /** Looks at the gradients of one update in so many, and alters nothing. */
  readonly probe?: NetworkProbe | undefined;
}

/** What `fit` takes: a dataset, inputs and targets, or a stream of datasets, and options. */
export type FitArguments = readonly [
  data: DatasetLike | MatrixLike | Batches<DatasetLike>,
  second?: Targets | NetworkFitOptions,
  third?: NetworkFitOptions,
];

/** A run whose data and options are checked, before anything is changed. */
export interface CheckedRun<Training = Examples> {
  readonly training: Training;
  readonly validation: Examples | undefined;
  readonly probe: NetworkProbe | undefined;
  readonly checked: CheckedFitOptions<NetworkEpochRecord>;
}

/** A run of a network: the kind of engine, what opens the job on one, the options, and what is trained. */
export type PreparedFit = readonly [
  kind: EngineKind,
  start: (engine: Engine) => Job,
  checked: CheckedFitOptions<NetworkEpochRecord>,
  trained: Trained,
];

/** The names of the options that a network's run has beside those of every model's. */
export const networkFitOptionNames: readonly string[] = [
  "sampleWeights",
  "classWeights",
  "validation",
  "validationFraction",
  "probe",
];

const action = "fit the network";

/** Prepares `network.fit`. */
export function prepareFit(network: RunningNetwork, given: FitArguments): PreparedFit {
  const [first, second = {}] = given;
  if (!isStream<DatasetLike, unknown>(first)) {
    return startOf(network, checkRun(action, network, given as ExampleArguments<NetworkFitOptions>));
  }
  const options = second as NetworkFitOptions;
  checkOptions(action, options);
  return prepare(network, sourceOf(action, first, batchReader(network, options)), options);
}

/** The same for batches that are read as they come. */
export function prepare(
  network: RunningNetwork,
  source: Source<Examples>,
  options: NetworkFitOptions,
): PreparedFit {
  return startOf(network, checkTraining(action, network, source, options));
}

function startOf(
  network: RunningNetwork,
  { training, validation, probe, checked }: CheckedRun<Examples | Source<Examples>>,
): PreparedFit {
  return [
    network.engineKind,
    (engine) => trainingJob(action, network, engine, training, validation, probe, checked),
    checked,
    whatIsTrained(action, network),
  ];
}

/** Checks everything that a run was given. */
export function checkRun(
  action: string,
  network: RunningNetwork,
  given: ExampleArguments<NetworkFitOptions>,
): CheckedRun {
  const [data, options = {}] = sortArguments(action, given);
  checkOptions(action, options);
  return checkTraining(action, network, readExamples(action, network, data, options.sampleWeights), options);
}

function checkOptions(action: string, options: NetworkFitOptions): void {
  checkKeys(action, options, [...fitOptionNames, ...networkFitOptionNames]);
  if (options.run !== undefined) checkIdle(action, options.run);
}

function checkTraining<Data extends Examples | Source<Examples>>(
  action: string,
  network: RunningNetwork,
  all: Data,
  options: NetworkFitOptions,
): CheckedRun<Data> {
  const { probe, classWeights } = options;
  if (probe !== undefined) {
    checkMethods(action, "probe to be a GradientProbe", probe, "observe");
    checkInteger(action, "probe.every", probe.every, { min: 1 });
  }
  const [kept, validation] = separate(action, network, all, options);
  const training = "inputs" in kept ? weighByClass(action, kept, classWeights, network.outputs) : kept;
  if ("inputs" in training) checkTotalWeight(action, "the training examples", training);
  if (validation) checkTotalWeight(action, "the validation examples", validation);
  const checked = checkFitOptions(
    action,
    options,
    { optimizer: () => adam(), seed: network.seed },
    "inputs" in training ? training.inputs.rows : undefined,
    metricsOf(network.head, training, validation),
  );
  return { training: training as Data, validation, probe, checked };
}

/** Reads batches as they come, weighed by class where such weights are given. */
export function batchReader(
  network: RunningNetwork,
  { sampleWeights, classWeights, validationFraction }: NetworkFitOptions,
): (batch: DatasetLike) => Examples {
  const balanced = classWeights === "balanced" ? classWeights : undefined;
  refuseBesideStream(action, { sampleWeights, validationFraction, classWeights: balanced });
  if (classWeights !== undefined) {
    readClassWeights(action, classWeights, new Int32Array(), Math.max(2, network.outputs)); // of each batch anew
  }
  return (batch) => {
    const examples = readExamples(action, network, checkTold(action, "a batch to be a dataset", batch));
    return weighByClass(action, examples, classWeights, network.outputs);
  };
}

/** The examples to train on, and those to validate on if there are any. */
function separate<Data extends Examples | Source<Examples>>(
  action: string,
  network: RunningNetwork,
  all: Data,
  { validation, validationFraction, run, seed = seedOf(action, run) ?? network.seed }: NetworkFitOptions,
): [Data | Examples, Examples | undefined] {
  if (validationFraction === undefined || !("inputs" in all)) {
    if (validation === undefined) return [all, undefined];
    const data = checkTold(action, "validation to be a dataset", validation);
    return [all, readExamples(action, network, data, undefined, "validation inputs")];
  }
  if (validation !== undefined) throw rangeError(action, "either validation or validationFraction", "both");
  checkNumber(action, "validationFraction", validationFraction, { above: 0, below: 1 });
  const examples = all.inputs.rows;
  const { classes } = all.targets;
  const held = Math.round(validationFraction * examples);
  const order = new RandomStream(toSeed(action, seed), "validation split").permutation(examples);
  const [aside, kept] = classes
    ? partByClass(order, classes, sharesToHold(countLabels(classes, Math.max(2, network.outputs)), held))
    : [order.subarray(0, held), order.subarray(held)];
  if (held === examples || aside.length === 0) {
    throw rangeError(
      action,
      "validationFraction to leave examples on both sides",
      `${validationFraction} of ${examples}`,
    );
  }
  return [pickExamples(all, kept), pickExamples(all, aside)];
}

/** How many examples of each class to set aside of `held` in all: one of each at least stays in training. */
function sharesToHold(counts: readonly number[], held: number): number[] {
  const most = counts.map((count) => Math.max(0, count - 1));
  return shares(
    counts,
    Math.min(
      held,
      most.reduce((sum, count) => sum + count, 0),
    ),
    most,
  );
}
