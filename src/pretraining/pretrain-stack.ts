import { checkKeys } from "../check.ts";
import { epochsInTurn } from "../fit/epochs-in-turn.ts";
import { fitEpochs } from "../fit/fit.ts";
import { type CheckedFitOptions, fitOptionNames } from "../fit/fit-options.ts";
import type { NetworkEpochRecord, NetworkEpochs } from "../fit/history.ts";
import { optionsByLayer } from "../fit/options-by-layer.ts";
import { type StackRun, stackRun } from "../fit/stack-run.ts";
import type { DatasetLike } from "../matrix/dataset-like.ts";
import type { AbstractMatrix, MatrixLike } from "../matrix/matrix.ts";
import type { Matrices } from "../network/initial-values.ts";
import { prefixParameters } from "../parameters.ts";
import type { Seed } from "../random/seed.ts";
import type { DenoisingAutoencoder } from "./denoising-autoencoder.ts";
import {
  type AutoencoderFitOptions,
  checkAutoencoderFitOptions,
  readTrainingData,
  runOf,
} from "./prepare-fit.ts";

/** Options of `stack.pretrain`: those of an autoencoder's `fit`, for every layer, and changes to them for single layers. */
export interface StackPretrainOptions extends AutoencoderFitOptions {
  /** Changes by layer, the one on the data first: `[{ epochs: 20 }, {}, { epochs: 5 }]`. */
  readonly layers?: readonly Omit<AutoencoderFitOptions, "validation" | "run">[] | undefined;
}

/** A pretraining whose data and options are checked, for all layers, before anything is trained. */
export interface StackPretraining {
  readonly autoencoders: readonly DenoisingAutoencoder[];
  /** (examples, visible) */
  readonly data: AbstractMatrix;
  readonly validation: AbstractMatrix | undefined;
  readonly seed: Seed;
  readonly checked: readonly CheckedFitOptions<NetworkEpochRecord>[];
  readonly run: StackRun | undefined;
}

const action = "pretrain the autoencoders";

/** Checks everything that `pretrain` was given. */
export function preparePretraining(
  autoencoders: readonly DenoisingAutoencoder[],
  data: MatrixLike | DatasetLike,
  options: StackPretrainOptions,
  stack: { readonly seed: Seed },
): StackPretraining {
  checkKeys(action, options, [...fitOptionNames, "validation", "layers"]);
  const { run: whole, ...all } = options;
  const names = fitOptionNames.filter((name) => name !== "run"); // that of the stack has those of its layers
  const byLayer = optionsByLayer(action, all, autoencoders.length, names);
  const bottom = autoencoders[0]!;
  const training = readTrainingData(action, "data", bottom, data);
  const { validation, seed = stack.seed } = options;
  const models = autoencoders.map(({ engineKind, parameters }) => ({
    engineKind,
    parameters: prefixParameters(0, parameters) as Matrices, // as their jobs name them
  }));
  const run =
    whole === undefined
      ? undefined
      : stackRun(action, whole, models, "autoencoders", seed, [stack, ...autoencoders]);
  const checked = autoencoders.map((autoencoder, layer) => {
    const ofLayer = byLayer[layer]!;
    const used = run?.optionsOf(layer, ofLayer) ?? ofLayer;
    return checkAutoencoderFitOptions(action, used, autoencoder, training.rows);
  });
  return {
    ...{ autoencoders, data: training, seed: run?.seed ?? seed, checked, run },
    validation:
      validation === undefined ? undefined : readTrainingData(action, "validation", bottom, validation),
  };
}

/** Trains the autoencoders of a stack one after the other, each on the clean hidden units of the one below. */
export function pretrainEpochs(pretraining: StackPretraining): NetworkEpochs {
  const { run, seed, checked } = pretraining;
  const epochs = epochsInTurn(runs(pretraining), seed, "Autoencoder");
  const seeds = checked.map((options) => options.seed);
  return run?.follow(seeds, epochs) ?? epochs;
}

/** The run of each autoencoder, which begins when the one before has ended. */
function* runs({
  autoencoders,
  checked,
  data,
  validation: held,
}: StackPretraining): Generator<NetworkEpochs> {
  let training = data; // (examples, visible of the layer)
  let validation = held;
  for (const [layer, autoencoder] of autoencoders.entries()) {
    const dataOfLayer = { training, validation, layer };
    yield fitEpochs(...runOf(`${action}, layer ${layer}`, autoencoder, dataOfLayer, checked[layer]!));
    training = autoencoder.encode(training);
    validation &&= autoencoder.encode(validation);
  }
}
