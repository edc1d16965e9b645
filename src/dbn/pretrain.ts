import { checkArray, checkKeys, rangeError } from "../check.ts";
import type { Engine } from "../engine/engine.ts";
import { fitEpochs } from "../fit/fit.ts";
import { fitOptionNames } from "../fit/fit-options.ts";
import { createHistory, type RBMEpochs, type RBMHistory } from "../fit/history.ts";
import type { Job } from "../fit/job.ts";
import { type DatasetLike, inputsOf } from "../matrix/dataset-like.ts";
import type { AbstractMatrix, MatrixLike } from "../matrix/matrix.ts";
import { type Seed, toSeed } from "../random/seed.ts";
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
  const { layers: given = [], ...all } = options;
  const layers = checkArray(action, "layers to be a list of options", given);
  if (layers.length > rbms.length) {
    throw rangeError(action, `options for at most ${rbms.length} layers`, `${layers.length}`);
  }
  const common = withoutUndefined(all);
  const bottom = rbms[0]!;
  const read = (name: string, value: MatrixLike | DatasetLike): AbstractMatrix =>
    toStates(action, name, inputsOf(value), bottom.visibleUnits, {
      columns: bottom.visible,
      precision: bottom.engineKind.precision,
    });
  const training = read("data", data);
  const checked = rbms.map((rbm, layer) => {
    const { [layer]: changes = {} } = layers;
    checkKeys(`${action}, layer ${layer}`, changes, [...fitOptionNames, "sampler", "sparsity"]);
    // A seed for all layers still gives each its own noise.
    const seed = common.seed === undefined ? {} : { seed: `${toSeed(action, common.seed)}, layer ${layer}` };
    return checkRBMFitOptions(
      action,
      { sampler: defaultSampler, ...common, ...seed, ...withoutUndefined(changes) },
      rbm,
      training.rows,
    );
  });
  return {
    rbms,
    data: training,
    validation: common.validation === undefined ? undefined : read("validation", common.validation),
    seed: common.seed === undefined ? defaultSeed : common.seed,
    checked,
  };
}

/** The options that say something: one that is undefined must not hide a default or an option of all layers. */
function withoutUndefined<Options extends object>(options: Options): Options {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Options;
}

/**
 * Trains the RBMs of a stack one after the other, each on the hidden means of the one below.
 *
 * @see Hinton, Osindero, Teh, "A fast learning algorithm for deep belief nets", Neural Computation 18 (2006).
 */
export async function* pretrainEpochs(pretraining: Pretraining): RBMEpochs {
  const { rbms, seed, checked } = pretraining;
  const histories: RBMHistory[] = [];
  let training = pretraining.data; // (examples, visible of the layer)
  let validation = pretraining.validation;
  for (const [layer, rbm] of rbms.entries()) {
    const data = { training, validation, layer };
    const start = (engine: Engine): Job =>
      trainingJob(`${action}, layer ${layer}`, rbm, engine, data, checked[layer]!);
    histories.push(yield* fitEpochs(rbm.engineKind, start, checked[layer]!));
    training = rbm.hiddenMeans(training);
    validation &&= rbm.hiddenMeans(validation);
  }
  return createHistory({
    epochs: Object.freeze(histories.flatMap((history) => history.epochs)),
    ending: histories.at(-1)!.ending,
    seed,
    settings: Object.freeze(histories.flatMap((history) => history.settings)),
    warnings: Object.freeze(
      histories.flatMap(({ warnings }, layer) => warnings.map((warning) => `RBM ${layer}: ${warning}`)),
    ),
    engine: [...new Set(histories.map((history) => history.engine))].join(", "),
  });
}
