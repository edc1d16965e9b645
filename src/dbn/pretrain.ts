import { checkKeys } from "../check.ts";
import { epochsInTurn } from "../fit/epochs-in-turn.ts";
import { fitEpochs } from "../fit/fit.ts";
import { fitOptionNames } from "../fit/fit-options.ts";
import type { RBMEpochs } from "../fit/history.ts";
import { optionsByLayer } from "../fit/options-by-layer.ts";
import { inTurns, pauses } from "../fit/pauses.ts";
import { type StackRun, stackRun } from "../fit/stack-run.ts";
import { mapSource, type Source, wholeOrStream } from "../fit/stream.ts";
import { inputsOf } from "../matrix/dataset-like.ts";
import { type AbstractMatrix, isMatrix } from "../matrix/matrix.ts";
import type { Seed } from "../random/seed.ts";
import { computeHiddenMeans } from "../rbm/machine/compute-rows.ts";
import type { RBM } from "../rbm/rbm.ts";
import { contrastiveDivergence } from "../rbm/samplers/contrastive-divergence.ts";
import {
  type CheckedRBMFitOptions,
  checkRBMFitOptions,
  type RBMFitOptions,
} from "../rbm/training/fit-options.ts";
import { type RBMBatch, type RBMData, runOf } from "../rbm/training/prepare-fit.ts";
import { toStates } from "../units/to-states.ts";

/** Changes to the options of one layer. */
export type LayerPretrainOptions = Omit<PretrainOptions, "validation" | "run" | "layers">;

/**
 * Options of `dbn.pretrain`: those of an RBM's `fit`, for every layer, and changes to them for single layers. The sampler is by
 * default `contrastiveDivergence({ visibleStates: "means" })`, since the data of the upper RBMs are means.
 */
export interface PretrainOptions extends Omit<RBMFitOptions, "observed" | "sampleWeights"> {
  /** Changes by layer, the one on the data first: `[{ epochs: 20 }, {}, { epochs: 5 }]`. */
  readonly layers?: readonly LayerPretrainOptions[] | undefined;
}

/** A pretraining whose data and options are checked, for all layers, before anything is trained. */
export interface Pretraining {
  readonly rbms: readonly RBM[];
  /** (examples, visible) */
  readonly data: AbstractMatrix | Source<AbstractMatrix>;
  readonly validation: AbstractMatrix | undefined;
  readonly seed: Seed;
  readonly checked: readonly CheckedRBMFitOptions[];
  readonly run: StackRun | undefined;
}

const action = "pretrain the DBN";
const optionNames = fitOptionNames.filter((name) => name !== "run"); // that of the stack has those of its layers

/** RBMs above the first learn from means, so their reconstructions are means too. */
const defaultSampler = contrastiveDivergence({ visibleStates: "means" });

/** Checks everything that `pretrain` was given. */
export function preparePretraining(
  rbms: readonly RBM[],
  data: RBMData,
  options: PretrainOptions,
  dbn: { readonly seed: Seed },
): Pretraining {
  const ofRBMs = ["sampler", "sparsity", "centering", "monitors"];
  checkKeys(action, options, [...fitOptionNames, ...ofRBMs, "validation", "layers"]);
  const { run: whole, ...all } = options;
  const byLayer = optionsByLayer(action, all, rbms.length, [...optionNames, ...ofRBMs]);
  const bottom = rbms[0]!;
  const read = (name: string, value: RBMBatch): AbstractMatrix =>
    toStates(action, name, inputsOf(value), bottom.visibleUnits, {
      columns: bottom.visible,
      precision: bottom.engineKind.precision,
    });
  const training = wholeOrStream<RBMBatch, AbstractMatrix>(action, data, read);
  const examples = isMatrix(training) ? training.rows : undefined;
  const { validation, seed = dbn.seed } = options;
  const run = whole === undefined ? undefined : stackRun(action, whole, rbms, "RBMs", seed, [dbn, ...rbms]);
  const checked = rbms.map((rbm, layer) => {
    const ofLayer = { sampler: defaultSampler, ...byLayer[layer] };
    return checkRBMFitOptions(action, run?.optionsOf(layer, ofLayer) ?? ofLayer, rbm, examples);
  });
  return {
    rbms,
    data: training,
    validation: validation === undefined ? undefined : read("validation", validation),
    seed: run?.seed ?? seed,
    checked,
    run,
  };
}

/**
 * Trains the RBMs of a stack one after the other, each on the hidden means of the one below.
 *
 * @see Hinton, Osindero, Teh, "A fast learning algorithm for deep belief nets", Neural Computation 18 (2006).
 */
export function pretrainEpochs(pretraining: Pretraining): RBMEpochs {
  const { run, seed, checked } = pretraining;
  const epochs = epochsInTurn(runs(pretraining), seed, "RBM");
  const seeds = checked.map((options) => options.seed);
  return run?.follow(seeds, epochs) ?? epochs;
}

/** The run of each RBM, which begins when the one before has ended. */
function* runs({ rbms, checked, data, validation }: Pretraining): Generator<RBMEpochs | Promise<RBMEpochs>> {
  const pause = pauses();
  let visible: DataOfLayer = { training: data, validation };
  const begin = (layer: number): RBMEpochs =>
    fitEpochs(...runOf(`${action}, layer ${layer}`, rbms[layer]!, { ...visible, layer }, checked[layer]!));
  yield begin(0);
  for (const [layer, below] of rbms.slice(0, -1).entries()) {
    yield hiddenOf(below, visible, pause).then((hidden) => {
      visible = hidden;
      return begin(layer + 1);
    });
  }
}

/** What an RBM learns from and is looked at on: (examples, visible of the layer). */
interface DataOfLayer {
  readonly training: AbstractMatrix | Source<AbstractMatrix>;
  readonly validation: AbstractMatrix | undefined;
}

/** The hidden means of an RBM, which are the data of the one above it. */
async function hiddenOf(
  rbm: RBM,
  { training, validation }: DataOfLayer,
  pause: () => Promise<void>,
): Promise<DataOfLayer> {
  const upwards = (visible: AbstractMatrix): Promise<AbstractMatrix> =>
    inTurns(computeHiddenMeans(rbm, visible), pause);
  await pause();
  return {
    training: isMatrix(training)
      ? await upwards(training)
      : mapSource(training, (batch): AbstractMatrix => rbm.hiddenMeans(batch)),
    validation: validation && (await upwards(validation)),
  };
}
