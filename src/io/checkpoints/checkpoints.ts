import {
  checkFunction,
  checkInteger,
  checkKeys,
  checkNumber,
  checkOneOf,
  checkString,
  rangeError,
  show,
  typeError,
} from "../../check.ts";
import type { EpochRecord, Metric } from "../../fit/history.ts";
import { isAccuracy } from "../../fit/monitor.ts";
import { keepToOneModel, Run } from "../../fit/run.ts";
import type { RunState } from "../../fit/run-state.ts";
import { checkTexts } from "../check-texts.ts";
import { nameOf, numberOf, openFolder } from "./folder.ts";
import { runToBytes } from "./run-bytes.ts";

/** Options of `withCheckpoints`. */
export interface CheckpointOptions {
  /** After every so many epochs one is written. Default 1. */
  readonly everyEpochs?: number | undefined;
  /** And every so many minutes, in the middle of an epoch too. Default: none. */
  readonly everyMinutes?: number | undefined;
  /** How many are kept, the last ones. Default 3. */
  readonly keep?: number | undefined;
  /**
   * The figure by which `best.safetensors` is the best that was written. Default the loss of the validation data, or else that of training,
   * and for an RBM its reconstruction error. A stack has none, since each of its layers has figures of its own.
   */
  readonly monitor?: Metric | undefined;
  /**
   * What the run is of, as texts by name, such as `{ data: "digits, 1797 rows", learningRate: "0.1" }`. It is kept in `about.json`, and the
   * folder is refused where it says anything else. Default nothing: that data and rates are the same is then up to you.
   */
  readonly about?: Readonly<Record<string, string>> | undefined;
}

/** What `fit` or `pretrain` is to take among its options. */
export interface CheckpointParts {
  /** The run of the last checkpoint, or a new one. It writes checkpoints while a model is trained in it. */
  readonly run: Run;
}

const BEST = "best.safetensors";
const usual: readonly Metric[] = [
  "validationLoss",
  "validationReconstructionError",
  "loss",
  "reconstructionError",
];

/**
 * Trains with checkpoints in a folder, and goes on from the last of them where there is one: a program that was killed, at whatever
 * moment, is started again and ends with the bits of an unbroken run.
 *
 * Each is written whole or not at all, after the `onEpoch` that you may have given. One more is written at the end, be it by a signal or
 * an error; a run that is complete is not trained again. Node, Deno and Bun write files; in a browser keep what `runToBytes` gives.
 *
 * @param directory - The folder, which is made where there is none; one for each run.
 * @param train - Trains: `(saved) => network.fit(data, { epochs: 50, ...saved })`. Called once.
 * @param options - How often, and how many are kept.
 * @returns What `train` returns.
 * @throws TypeError or RangeError, as a rejection, if an option is wrong, the last checkpoint cannot be read or gone on with, nothing was
 * trained in the run that was handed over, or another process writes into the folder; Error if one cannot be written.
 * @example
 * const history = await withCheckpoints("checkpoints", (saved) => network.fit(inputs, labels, { epochs: 3, ...saved }));
 */
export async function withCheckpoints<Result>(
  directory: string,
  train: (saved: CheckpointParts) => Promise<Result>,
  options: CheckpointOptions = {},
): Promise<Result> {
  const action = "keep checkpoints";
  if (typeof directory !== "string" || directory === "")
    throw typeError(action, "directory to be a path", show(directory));
  checkFunction(action, "train", train);
  checkKeys(action, options, ["everyEpochs", "everyMinutes", "keep", "monitor", "about"]);
  const { everyEpochs = 1, everyMinutes, keep = 3, monitor, about } = options;
  checkInteger(action, "everyEpochs", everyEpochs, { min: 1 });
  if (everyMinutes !== undefined)
    checkNumber(action, "everyMinutes", everyMinutes, { above: 0, max: 30_000 });
  checkInteger(action, "keep", keep, { min: 1 });
  if (monitor !== undefined) checkString(action, "monitor", monitor);
  let texts = about === undefined ? undefined : checkTexts(action, "about", about);

  const folder = await openFolder(action, directory);
  let last = folder.list().at(-1);
  if (last !== undefined && texts) folder.checkAbout(texts);
  const run = last === undefined ? new Run() : folder.read(last);
  keepToOneModel(run);
  const begun = run.state;
  const best = folder.has(BEST) ? figureOf(folder.read(BEST).state, monitor) : undefined;
  let least = best ?? Number.POSITIVE_INFINITY;
  let written = seenOf(begun);
  let failure: { readonly error: unknown } | undefined;

  const write = (): void => {
    const { state } = run;
    const seen = seenOf(state);
    if (seen <= written) return;
    const bytes = runToBytes(run);
    const before = folder.list();
    if (before.at(-1) !== last) {
      const got = `${show(before.at(-1))} by another; give each run a folder of its own`;
      const expected = last === undefined ? "no checkpoint" : `${show(last)} to be the last checkpoint`;
      throw rangeError(action, `${expected} in ${show(directory)}`, got);
    }
    if (texts) folder.writeAbout(texts);
    texts = undefined; // it is there now
    const figure = figureOf(state, monitor);
    if (figure !== undefined && figure < least) {
      folder.write(BEST, bytes);
      least = figure;
    }
    const next = nameOf(numberOf(last) + 1);
    folder.write(next, bytes);
    last = next;
    written = seen;
    for (const old of before.slice(0, Math.max(0, before.length + 1 - keep))) folder.remove(old);
  };
  const attempt = (): void => {
    try {
      write();
    } catch (error) {
      failure ??= { error };
    }
  };
  run.onEpoch = (record) => {
    if (monitor !== undefined) checkFigure(action, monitor, record);
    if (record.epoch % everyEpochs === 0) attempt();
    if (failure) throw failure.error;
  };
  const tick = (): void => {
    if (run.isLive) attempt();
  };
  const timer = everyMinutes === undefined ? undefined : setInterval(tick, everyMinutes * 60_000);
  try {
    const result = await train({ run });
    if (failure) throw (failure as { readonly error: unknown }).error;
    if (run.state === begun) {
      const expected = "train to hand over what it is given, as (saved) => network.fit(data, { ...saved })";
      throw rangeError(action, expected, "no model that was trained in its run");
    }
    return result;
  } finally {
    clearInterval(timer);
    run.onEpoch = undefined;
    if (!failure) write();
  }
}

/** Refuses a figure that the run does not report, and any of a stack. */
function checkFigure(action: string, monitor: string, { layer, ...record }: EpochRecord): void {
  if (layer !== undefined)
    throw rangeError(action, "no monitor of a stack, whose layers have figures of their own", show(monitor));
  const known = Object.keys(record).filter((name) => !["epoch", "seconds", "learningRate"].includes(name));
  checkOneOf(action, "monitor", monitor, known);
}

/** How many examples a run has seen, in all its models: what only grows. */
function seenOf(state: RunState | undefined): number {
  if (state === undefined) return -1;
  const states = (state.layers ?? [state]) as readonly RunState[];
  return states.reduce(
    (sum, { place }) => sum + ((place as { readonly examples?: number })?.examples ?? 0),
    0,
  );
}

/** The figure of the epoch that has just ended, the less the better; undefined in the middle of one and for a stack. */
function figureOf(state: RunState | undefined, monitor: Metric | undefined): number | undefined {
  const place = state?.place as
    | { readonly batch: number; readonly records: readonly EpochRecord[] }
    | undefined;
  const record = place?.batch === 0 ? place.records.at(-1) : undefined;
  const metric = monitor ?? usual.find((name) => record?.[name] !== undefined);
  const value = metric && record?.[metric];
  return value === undefined ? undefined : isAccuracy(metric!) ? -value : value;
}
