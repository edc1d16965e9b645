import type { Engine, EngineKind } from "../engine/engine.ts";
import type { Job } from "../fit/job.ts";
import { type DatasetLike, inputsOf } from "../matrix/dataset-like.ts";
import type { AbstractMatrix, MatrixLike } from "../matrix/matrix.ts";
import { toStates } from "../units/to-states.ts";
import { type CheckedRBMFitOptions, checkRBMFitOptions, type RBMFitOptions } from "./fit-options.ts";
import type { RBM } from "./rbm.ts";
import { trainingJob } from "./training-job.ts";

/** A run of an RBM: the kind of engine, what opens the job on one, and the options. */
export interface PreparedFit {
  readonly kind: EngineKind;
  readonly start: (engine: Engine) => Job;
  readonly checked: CheckedRBMFitOptions;
}

const action = "fit the RBM";

/** Checks everything that `fit` was given, before anything is changed. */
export function prepareFit(rbm: RBM, data: MatrixLike | DatasetLike, options: RBMFitOptions): PreparedFit {
  const read = (name: string, value: MatrixLike | DatasetLike): AbstractMatrix =>
    toStates(action, name, inputsOf(value), rbm.visibleUnits, {
      columns: rbm.visible,
      precision: rbm.engineKind.precision,
    });
  const training = read("data", data);
  const checked = checkRBMFitOptions(action, options, rbm, training.rows);
  const validation = options.validation === undefined ? undefined : read("validation", options.validation);
  return {
    kind: rbm.engineKind,
    start: (engine) => trainingJob(action, rbm, engine, { training, validation }, checked),
    checked,
  };
}
