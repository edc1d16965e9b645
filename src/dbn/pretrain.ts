import { checkKeys } from "../check.ts";
import { epochsInTurn } from "../fit/epochs-in-turn.ts";
import { fitEpochs } from "../fit/fit.ts";
import { fitOptionNames } from "../fit/fit-options.ts";
import type { RBMEpochs } from "../fit/history.ts";
import { optionsByLayer } from "../fit/options-by-layer.ts";
import { type DatasetLike, inputsOf } from "../matrix/dataset-like.ts";
import type { AbstractMatrix, MatrixLike } from "../matrix/matrix.ts";
import type { Seed } from "../random/seed.ts";
import { contrastiveDivergence } from "../rbm/contrastive-divergence.ts";
import { type CheckedRBMFitOptions, checkRBMFitOptions, type RBMFitOptions } from "../rbm/fit-options.ts";
import type { RBM } from "../rbm/rbm.ts";
import { trainingJob } from "../rbm/training-job.ts";
import { toStates } from "../units/to-states.ts";

/** Changes to the options of one layer. */
export type LayerPretrainOptions = Omit<RBMFitOptions, "validation">;

/**
 * Options of `dbn.pretrain`: those of an RBM's `fit`, for every layer, and changes to them for single layers. The sampler is by
 * default `contrastiveDivergence({ visibleStates: "means" })`, since the data of the upper RBMs are means.
 */
export interface PretrainOptions extends RBMFitOptions {
  /** Changes by layer, the one on the data first: `[{ epochs: 20 }, {}, { epochs: 5 }]`. */
  readonly layers?: readonly LayerPretrainOptions[] | undefined;
}

/** A pretraining whose data and options are checked, for all layers, before anything is trained. */
export interface Pretraining {
  readonly rbms: readonly RBM[];
  /** (examples, visible) */
  readonly data: AbstractMatrix;
  readonly validation: AbstractMatrix | undefined;
  readonly seed: Seed;
  readonly checked: readonly CheckedRBMFitOptions[];
}

const action = "pretrain the DBN";

/** RBMs above the first learn from means, so their reconstructions are means too. */
const defaultSampler = contrastiveDivergence({ visibleStates: "means" });

/** Checks everything that `pretrain` was given. */
export function preparePretraining(
  rbms: readonly RBM[],
  data: MatrixLike | DatasetLike,
  options: PretrainOptions,
  defaultSeed: Seed,
): Pretraining {
  checkKeys(action, options, [...fitOptionNames, "sampler", "sparsity", "validation", "layers"]);
  const byLayer = optionsByLayer(action, options, rbms.length, [...fitOptionNames, "sampler", "sparsity"]);
  const bottom = rbms[0]!;
  const read = (name: string, value: MatrixLike | DatasetLike): AbstractMatrix =>
    toStates(action, name, inputsOf(value), bottom.visibleUnits, {
      columns: bottom.visible,
      precision: bottom.engineKind.precision,
    });
  const training = read("data", data);
  const checked = rbms.map((rbm, layer) =>
    checkRBMFitOptions(action, { sampler: defaultSampler, ...byLayer[layer] }, rbm, training.rows),
  );
  const { validation, seed = defaultSeed } = options;
  return {
    rbms,
    data: training,
    validation: validation === undefined ? undefined : read("validation", validation),
    seed,
    checked,
  };
}

/**
 * Trains the RBMs of a stack one after the other, each on the hidden means of the one below.
 *
 * @see Hinton, Osindero, Teh, "A fast learning algorithm for deep belief nets", Neural Computation 18 (2006).
 */
export function pretrainEpochs(pretraining: Pretraining): RBMEpochs {
  return epochsInTurn(runs(pretraining), pretraining.seed, "RBM");
}

/** The run of each RBM, which begins when the one before has ended. */
function* runs({ rbms, checked, data, validation: held }: Pretraining): Generator<RBMEpochs> {
  let training = data; // (examples, visible of the layer)
  let validation = held;
  for (const [layer, rbm] of rbms.entries()) {
    const dataOfLayer = { training, validation, layer };
    yield fitEpochs(
      rbm.engineKind,
      (engine) => trainingJob(`${action}, layer ${layer}`, rbm, engine, dataOfLayer, checked[layer]!),
      checked[layer]!,
    );
    training = rbm.hiddenMeans(training);
    validation &&= rbm.hiddenMeans(validation);
  }
}
