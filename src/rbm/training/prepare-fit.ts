import { checkKeys } from "../../check.ts";
import type { Engine, EngineKind } from "../../engine/engine.ts";
import type { Job, Trained } from "../../fit/job.ts";
import { type Batches, type Source, wholeOrStream } from "../../fit/stream.ts";
import { type DatasetLike, inputsOf } from "../../matrix/dataset-like.ts";
import { type AbstractMatrix, isMatrix, type MatrixLike } from "../../matrix/matrix.ts";
import { toStates } from "../../units/to-states.ts";
import { readObserved } from "../machine/missing.ts";
import type { RunningRBM } from "../machine/running-rbm.ts";
import {
  type CheckedRBMFitOptions,
  checkRBMFitOptions,
  type RBMFitOptions,
  rbmFitOptionNames,
} from "./fit-options.ts";
import { type TrainingData, trainingJob } from "./training-job.ts";

/** Examples of an RBM: (examples, visible), or a dataset with such inputs. */
export type RBMBatch = MatrixLike | DatasetLike;

/** What an RBM is trained on: all examples, or batches of them as they come, gone through anew in each epoch. */
export type RBMData = RBMBatch | Batches<RBMBatch>;

/** A run of an RBM: the kind of engine, what opens the job on one, the options, and what is trained. */
export type PreparedFit = readonly [
  kind: EngineKind,
  start: (engine: Engine) => Job,
  checked: CheckedRBMFitOptions,
  trained: Trained,
];

const action = "fit the RBM";

/** Checks everything that `fit` was given, before anything is changed. */
export function prepareFit(rbm: RunningRBM, data: RBMData, options: RBMFitOptions): PreparedFit {
  checkKeys(action, options, rbmFitOptionNames);
  const observed = options.observed === undefined ? undefined : readObserved(action, options.observed, 1);
  const training = wholeOrStream<RBMBatch, AbstractMatrix>(action, data, batchReader(rbm, observed));
  return prepare(rbm, training, options, observed);
}

/** The same for examples that are read. */
export function prepare(
  rbm: RunningRBM,
  training: AbstractMatrix | Source<AbstractMatrix>,
  options: RBMFitOptions,
  observed?: AbstractMatrix,
): PreparedFit {
  const checked = checkRBMFitOptions(action, options, rbm, isMatrix(training) ? training.rows : undefined);
  const { validation: given } = options;
  const validation = given === undefined ? undefined : batchReader(rbm)("validation", given);
  return runOf(action, rbm, { training, validation, observed }, checked);
}

/** The run of an RBM on data that are read. */
export function runOf(
  action: string,
  rbm: RunningRBM,
  data: TrainingData,
  checked: CheckedRBMFitOptions,
): PreparedFit {
  return [
    rbm.engineKind,
    (engine) => trainingJob(action, rbm, engine, data, checked),
    checked,
    { action, model: rbm, own: rbm.parameters },
  ];
}

/** Reads examples at a public door, of whose entries some may be missing. */
export function batchReader(
  { visibleUnits, visible: columns, engineKind: { precision } }: RunningRBM,
  observed?: AbstractMatrix,
): (name: string, data: RBMBatch) => AbstractMatrix {
  return (name, data) =>
    toStates(action, name, inputsOf(data), visibleUnits, { columns, precision }, observed);
}
