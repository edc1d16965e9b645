import { checkKeys } from "../check.ts";
import {
  type CheckedFitOptions,
  checkFitOptions,
  type FitOptions,
  fitOptionNames,
} from "../fit/fit-options.ts";
import type { NetworkEpochRecord } from "../fit/history.ts";
import { type DatasetLike, inputsOf } from "../matrix/dataset-like.ts";
import type { AbstractMatrix, MatrixLike } from "../matrix/matrix.ts";
import type { PreparedFit } from "../network/prepare-fit.ts";
import { adam } from "../optimizer/adam.ts";
import { readData } from "./read-data.ts";
import type { RunningAutoencoder } from "./running-autoencoder.ts";
import { type TrainingData, trainingJob } from "./training-job.ts";

/** Options of `autoencoder.fit`. */
export interface AutoencoderFitOptions extends FitOptions<NetworkEpochRecord> {
  /** (examples, visible) to measure after each epoch, without noise, or a dataset with such inputs. Default: none. */
  readonly validation?: MatrixLike | DatasetLike | undefined;
}

/** Reads the data of an autoencoder at a public door. */
export function readTrainingData(
  action: string,
  name: string,
  { visible, decoder, engineKind }: RunningAutoencoder,
  data: MatrixLike | DatasetLike,
): AbstractMatrix {
  const shape = { columns: visible, precision: engineKind.precision };
  return readData(action, name, inputsOf(data), decoder, shape);
}

/** Checks the options of a run, except the validation data, over `examples` examples. */
export function checkAutoencoderFitOptions(
  action: string,
  options: AutoencoderFitOptions,
  { seed }: RunningAutoencoder,
  examples: number,
): CheckedFitOptions<NetworkEpochRecord> {
  checkKeys(action, options, [...fitOptionNames, "validation"]);
  const metrics =
    options.validation === undefined ? ["loss" as const] : ["loss" as const, "validationLoss" as const];
  return checkFitOptions(
    action,
    options,
    { optimizer: () => adam({ learningRate: 0.01 }), seed },
    examples,
    metrics,
  );
}

/** Prepares `autoencoder.fit`: checks everything that it was given, before anything is changed. */
export function prepareFit(
  action: string,
  autoencoder: RunningAutoencoder,
  data: MatrixLike | DatasetLike,
  options: AutoencoderFitOptions,
): PreparedFit {
  const training = readTrainingData(action, "data", autoencoder, data);
  const checked = checkAutoencoderFitOptions(action, options, autoencoder, training.rows);
  const validation =
    options.validation === undefined
      ? undefined
      : readTrainingData(action, "validation", autoencoder, options.validation);
  return runOf(action, autoencoder, { training, validation }, checked);
}

/** The run of an autoencoder on data that are read. */
export function runOf(
  action: string,
  autoencoder: RunningAutoencoder,
  data: TrainingData,
  checked: CheckedFitOptions<NetworkEpochRecord>,
): PreparedFit {
  return [
    autoencoder.engineKind,
    (engine) => trainingJob(action, autoencoder, engine, data, checked),
    checked,
    { model: autoencoder, action, own: { ...autoencoder.parameters } },
  ];
}
