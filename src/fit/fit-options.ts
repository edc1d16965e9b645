import { checkBoolean, checkFunction, checkInteger, checkKeys, checkMethods, checkNumber } from "../check.ts";
import type { Optimizer } from "../optimizer/optimizer.ts";
import { type Seed, toSeed } from "../random/seed.ts";
import type { EpochRecord, Metric } from "./history.ts";
import { defaultBatchSize, defaultEpochs } from "./length-of-run.ts";
import { checkMonitor, noProgress } from "./monitor.ts";
import { checkIdle, type Run, seedOf } from "./run.ts";
import { refuseBesideStream } from "./stream.ts";

/** When to stop before all epochs are done. The parameters of the best epoch of all are restored. */
export interface EarlyStopping {
  /**
   * The figure to watch: an accuracy should rise, anything else should fall. Default `"validationLoss"`, and for an RBM
   * `"validationReconstructionError"`.
   */
  readonly monitor?: Metric | undefined;
  /** Epochs without improvement before stopping. Default 5. */
  readonly patience?: number | undefined;
  /** The least change that counts as improvement to patience; the best epoch is the best, however little. Default 0. */
  readonly minimumChange?: number | undefined;
}

/** What is known after each batch. */
export interface BatchRecord {
  /** Counted from 1. */
  readonly epoch: number;
  /** Counted from 1 within the epoch. */
  readonly batch: number;
  /** How many the epoch has; of a stream that does not say, how many have come. */
  readonly batches: number;
  /** Which RBM or layer of a stack is being trained, from 0. */
  readonly layer?: number;
  /** The mean loss of the batch before its update; for an RBM its reconstruction error. */
  readonly loss: number;
}

/** Where a run stands. */
export interface RunPlace {
  /** The epochs that the run is to have. */
  readonly epochs: number;
  /** Whether it ends here. */
  readonly isLast: boolean;
}

/** The options that every model's `fit` takes. */
export interface FitOptions<Epoch extends EpochRecord = EpochRecord> {
  /** Passes over the data. Default: as many as make 1500 updates with the default batch size, and 10 at least; of a stream 1. */
  readonly epochs?: number | undefined;
  /**
   * Examples per update. Default: a fiftieth of the examples, from 20 to 100, or all where there are fewer. The last batch of an
   * epoch may be smaller.
   */
  readonly batchSize?: number | undefined;
  /** Whether each epoch takes the examples in a new random order. Default true. */
  readonly shuffle?: boolean | undefined;
  /** How gradients become updates. */
  readonly optimizer?: Optimizer | undefined;
  /** Decides the order of examples and every draw of the run. Default: the model's own seed. */
  readonly seed?: Seed | undefined;
  readonly earlyStopping?: EarlyStopping | undefined;
  /** Called after each batch, as `onEpoch` is after each epoch. */
  readonly onBatch?: ((record: BatchRecord, place: RunPlace) => unknown) | undefined;
  /**
   * Called after each epoch, with the model's parameters up to date. A promise that it returns is awaited; if it is rejected, so
   * is `fit`, and the model keeps what it has learned.
   */
  readonly onEpoch?: ((record: Epoch, place: RunPlace) => unknown) | undefined;
  /** Ends the run: `fit` rejects with the signal's reason, and the model keeps what it has learnt so far. */
  readonly signal?: AbortSignal | undefined;
  /** Keeps where the run stands, so that a later `fit` with the same options goes on. `epochs` counts all of them. Default: none. */
  readonly run?: Run | undefined;
}

/**
 * The names of those options, for the check that no option is misspelt.
 *
 * @example
 * fitOptionNames.length; // 10
 */
export const fitOptionNames: readonly string[] = [
  "epochs",
  "batchSize",
  "shuffle",
  "optimizer",
  "seed",
  "earlyStopping",
  "onBatch",
  "onEpoch",
  "signal",
  "run",
];

/** When to stop, with the defaults. */
export interface CheckedEarlyStopping {
  readonly monitor: Metric;
  readonly patience: number;
  readonly minimumChange: number;
}

/** The options with their defaults, checked. */
export interface CheckedFitOptions<Epoch extends EpochRecord = EpochRecord> {
  readonly epochs: number;
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly optimizer: Optimizer;
  readonly seed: Seed;
  readonly earlyStopping: CheckedEarlyStopping | undefined;
  readonly onBatch: FitOptions<Epoch>["onBatch"];
  readonly onEpoch: FitOptions<Epoch>["onEpoch"];
  readonly signal: AbortSignal | undefined;
  readonly run: Run | undefined;
  /** The figures that the run will report. */
  readonly metrics: readonly Metric[];
}

/**
 * Checks the options of a run over `examples` examples, or a stream of them; `metrics` are the figures that the run will report.
 *
 * @example
 * checkFitOptions("fit", { epochs: 3 }, { optimizer: () => sgd(), seed: 1 }, 100, ["loss"]).epochs; // 3
 */
export function checkFitOptions<Epoch extends EpochRecord>(
  action: string,
  options: FitOptions<Epoch>,
  defaults: { readonly optimizer: (epochs: number) => Optimizer; readonly seed: Seed },
  examples: number | undefined,
  metrics: readonly Metric[],
): CheckedFitOptions<Epoch> {
  if (examples === undefined) {
    refuseBesideStream(action, { batchSize: options.batchSize, shuffle: options.shuffle });
  }
  const {
    epochs = examples === undefined ? 1 : defaultEpochs(examples),
    batchSize = examples === undefined ? 1 : defaultBatchSize(examples),
    shuffle = true,
    seed = seedOf(action, options.run) ?? defaults.seed,
    earlyStopping,
  } = options;
  checkInteger(action, "epochs", epochs, { min: 0 });
  const { optimizer = defaults.optimizer(epochs) } = options;
  const expected = "optimizer to be an optimizer such as sgd({ learningRate: 0.1 })";
  checkMethods(action, expected, optimizer, "init", "update");
  const beginning = { step: 0, epoch: 0, loss: Number.NaN, progress: noProgress(metrics) };
  optimizer.learningRateAt?.(beginning); // refuses a schedule that cannot be followed
  return {
    epochs,
    batchSize: checkInteger(action, "batchSize", batchSize, { min: 1 }),
    shuffle: checkBoolean(action, "shuffle", shuffle),
    optimizer,
    seed: toSeed(action, seed),
    earlyStopping:
      earlyStopping === undefined ? undefined : checkEarlyStopping(action, earlyStopping, metrics),
    onBatch: checkCallback(action, "onBatch", options.onBatch),
    onEpoch: checkCallback(action, "onEpoch", options.onEpoch),
    signal: checkSignal(action, options.signal),
    run: options.run === undefined ? undefined : checkIdle(action, options.run),
    metrics,
  };
}

function checkEarlyStopping(
  action: string,
  earlyStopping: EarlyStopping,
  metrics: readonly Metric[],
): CheckedEarlyStopping {
  checkKeys(`${action} with earlyStopping`, earlyStopping, ["monitor", "patience", "minimumChange"]);
  const { monitor, patience = 5, minimumChange = 0 } = earlyStopping;
  return {
    monitor: checkMonitor(action, "earlyStopping.monitor", monitor, metrics),
    patience: checkInteger(action, "earlyStopping.patience", patience, { min: 1 }),
    minimumChange: checkNumber(action, "earlyStopping.minimumChange", minimumChange, { min: 0 }),
  };
}

function checkCallback<Callback>(
  action: string,
  name: string,
  callback: Callback | undefined,
): Callback | undefined {
  return callback === undefined ? callback : checkFunction(action, name, callback);
}

function checkSignal(action: string, signal: AbortSignal | undefined): AbortSignal | undefined {
  const expected = "signal to be the signal of an AbortController";
  return signal === undefined ? signal : checkMethods(action, expected, signal, "throwIfAborted");
}
