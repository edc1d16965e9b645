import { type Displayed, displayed } from "../display/displayed.ts";
import type { Column } from "../display/table.ts";
import type { Seed } from "../random/seed.ts";

/** What was measured in one epoch. Which figures there are depends on the model and on the validation data. */
export interface EpochRecord {
  /** Counted from 1. */
  readonly epoch: number;
  /** Which RBM or layer of a stack was trained, from 0. */
  readonly layer?: number;
  /** The mean loss over the examples, each batch taken before its update. */
  readonly loss?: number;
  /** The share of examples classified correctly, each batch taken before its update. */
  readonly accuracy?: number;
  /** An RBM's squared error per example between data and reconstruction, summed over the visible units. */
  readonly reconstructionError?: number;
  readonly validationLoss?: number;
  readonly validationAccuracy?: number;
  readonly validationReconstructionError?: number;
  /** Mean free energy of the validation data minus that of as many training examples: grows with overfitting. Left out where examples have weights. */
  readonly freeEnergyGap?: number;
  /** The learning rate of the last update of the epoch, where the optimizer has one. */
  readonly learningRate?: number;
  /** Wall time of the epoch. */
  readonly seconds: number;
  /** Figures of a model of one's own. */
  readonly [figure: string]: number | undefined;
}

/** What was measured in one epoch of a network. */
export interface NetworkEpochRecord extends EpochRecord {
  readonly loss: number;
}

/** What was measured in one epoch of an RBM. */
export interface RBMEpochRecord extends EpochRecord {
  readonly reconstructionError: number;
}

/** A figure of an epoch that can be watched: one of these, or of a model of one's own. */
export type Metric =
  | "loss"
  | "accuracy"
  | "reconstructionError"
  | "validationLoss"
  | "validationAccuracy"
  | "validationReconstructionError"
  | "freeEnergyGap"
  | (string & {});

/** The record of a network's training run. */
export type NetworkHistory = History<NetworkEpochRecord>;

/** The epochs of a network's training run, one record each. */
export type NetworkEpochs = AsyncGenerator<NetworkEpochRecord, NetworkHistory, void>;

/** The record of an RBM's training run, or of that of a stack of them. */
export type RBMHistory = History<RBMEpochRecord>;

/** The epochs of such a run, one record each. */
export type RBMEpochs = AsyncGenerator<RBMEpochRecord, RBMHistory, void>;

/** Why a run ended. */
export type Ending = "all epochs done" | "early stopping";

/** What a run used, given or by default. */
export interface RunSettings {
  /** Which RBM or layer of a stack was trained, from 0. */
  readonly layer?: number;
  readonly examples: number;
  readonly batchSize: number;
  /** The epochs that it was to last. */
  readonly epochs: number;
  /** The name of the optimizer. */
  readonly optimizer: string;
  /** Its learning rate in the first epoch, where it has one. */
  readonly learningRate?: number;
  /** The name of the sampler of an RBM. */
  readonly sampler?: string;
}

/** The record of a training run. It prints as a table. */
export interface History<Epoch extends EpochRecord = EpochRecord> extends Displayed {
  readonly epochs: readonly Epoch[];
  readonly ending: Ending;
  /** The epoch whose parameters were kept, where early stopping chose one. */
  readonly bestEpoch?: number;
  /** The seed of the run: with it the run can be repeated. */
  readonly seed: Seed;
  /** The engine that ran. */
  readonly engine: string;
  /** What the run used; a stack has a run for each of its layers. */
  readonly settings: readonly RunSettings[];
  /** What looks wrong, a sentence each: a loss that still falls, dead units, one class for everything. */
  readonly warnings: readonly string[];
}

/** The figures of the library in the order of the table; those of one's own stand after them. */
const figures = [
  ...["layer", "epoch", "loss", "accuracy", "reconstructionError", "validationLoss", "validationAccuracy"],
  ...["validationReconstructionError", "freeEnergyGap"],
];

/** A column of the table: `validationLoss` is headed `validation loss`. */
const columnOf = (figure: string): Column<EpochRecord> => ({
  heading: figure.replace(/[A-Z]/g, " $&").toLowerCase().replace("free e", "free-e"),
  cell: (record) => record[figure],
});
const seconds: Column<EpochRecord> = { ...columnOf("seconds"), digits: 2 };

/** About how many epochs of a run its table shows. */
const SHOWN = 20;

/** Makes a history that shows itself; of a long run the table shows some epochs, and the learning rate where it changes. */
export function createHistory<Epoch extends EpochRecord>(
  data: Omit<History<Epoch>, "toString">,
): History<Epoch> {
  const best = data.bestEpoch === undefined ? "" : `, parameters of epoch ${data.bestEpoch} kept`;
  const rateVaries = new Set(data.epochs.map((record) => record.learningRate)).size > 1;
  const all = new Set([...figures, ...data.epochs.flatMap(Object.keys)]);
  for (const last of ["learningRate", "seconds"]) all.delete(last);
  return displayed(data, {
    title: `Training on the ${data.engine} engine, seed ${data.seed}`,
    columns: [...[...all, ...(rateVaries ? ["learningRate"] : [])].map(columnOf), seconds],
    rows: shownOf(data.epochs),
    footer: [
      `Ended: ${data.ending}${best}`,
      ...data.settings.map(describeRun),
      ...data.warnings.map((warning) => `Warning: ${warning}`),
    ].join("\n"),
  });
}

function describeRun({ layer, examples, batchSize, epochs, ...used }: RunSettings): string {
  const { optimizer, learningRate, sampler } = used;
  const model = sampler === undefined ? "layer" : "RBM";
  const run = layer === undefined ? "Used" : `Used for ${model} ${layer}`;
  const rate = learningRate === undefined ? "" : ` at learning rate ${Number(learningRate.toPrecision(3))}`;
  const chains = sampler === undefined ? "" : `, ${sampler}`;
  return `${run}: ${examples} examples in batches of ${batchSize}, up to ${epochs} epochs, ${optimizer}${rate}${chains}`;
}

/**
 * Every epoch of a short run; of a long one the first, then every second, third …, where figures that are measured now and then may fall
 * as well, and the last of each run in any case.
 */
function shownOf(epochs: readonly EpochRecord[]): readonly EpochRecord[] {
  const longest = epochs.reduce((most, { epoch }) => Math.max(most, epoch), 0);
  const step = Math.ceil(longest / SHOWN);
  return epochs.filter(
    ({ epoch, layer }, index) =>
      epoch === 1 ||
      epoch % step === 0 ||
      epochs[index + 1] === undefined ||
      epochs[index + 1]!.layer !== layer,
  );
}
