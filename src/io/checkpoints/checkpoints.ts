import {
  checkFunction,
  checkInteger,
  checkKeys,
  checkNumber,
  checkString,
  message,
  rangeError,
  show,
  typeError,
} from "../../check.ts";
import type { EpochRecord, Metric } from "../../fit/history.ts";
import { isAccuracy } from "../../fit/monitor.ts";
import { Run, type RunState } from "../../fit/run.ts";
import { runFromBytes, runToBytes } from "./run-bytes.ts";

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
   * and for an RBM its reconstruction error.
   */
  readonly monitor?: Metric | undefined;
}

/** What `fit` or `pretrain` is to take among its options. */
export interface CheckpointParts {
  /** The run of the last checkpoint, or a new one. */
  readonly run: Run;
  /** Writes a checkpoint when it is time. */
  readonly onEpoch: (record: EpochRecord) => Promise<void>;
}

const NAME = /^checkpoint-(\d{6,12})\.safetensors$/;
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
 * Each is written whole or not at all. One more is written at the end, be it by a signal or an error; a run that is complete is not
 * trained again. Node, Deno and Bun write files; in a browser keep what `runToBytes` gives.
 *
 * @param directory - The folder, which is made where there is none; one for each run.
 * @param train - Trains: `(saved) => network.fit(data, { epochs: 50, ...saved })`. Called once.
 * @param options - How often, and how many are kept.
 * @returns What `train` returns.
 * @throws TypeError or RangeError, as a rejection, if an option is wrong or the last checkpoint cannot be read or gone on with; Error if
 * one cannot be written.
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
  checkKeys(action, options, ["everyEpochs", "everyMinutes", "keep", "monitor"]);
  const { everyEpochs = 1, everyMinutes, keep = 3, monitor } = options;
  checkInteger(action, "everyEpochs", everyEpochs, { min: 1 });
  if (everyMinutes !== undefined)
    checkNumber(action, "everyMinutes", everyMinutes, { above: 0, max: 30_000 });
  checkInteger(action, "keep", keep, { min: 1 });
  if (monitor !== undefined) checkString(action, "monitor", monitor);

  const folder = await openFolder(action, directory);
  const last = folder.list().at(-1);
  const run = last === undefined ? new Run() : folder.read(last);
  const best = folder.has(BEST) ? figureOf(folder.read(BEST).state, monitor) : undefined;
  let least = best ?? Number.POSITIVE_INFINITY;
  let written = seenOf(run.state);
  let failure: { readonly error: unknown } | undefined;

  const write = (): void => {
    const { state } = run;
    const seen = seenOf(state);
    if (seen <= written) return;
    const bytes = runToBytes(run);
    const figure = figureOf(state, monitor);
    if (figure !== undefined && figure < least) {
      folder.write(BEST, bytes);
      least = figure;
    }
    const before = folder.list();
    const next = Number(NAME.exec(before.at(-1) ?? "")?.[1] ?? 0) + 1;
    folder.write(`checkpoint-${String(next).padStart(6, "0")}.safetensors`, bytes);
    written = seen;
    for (const old of before.slice(0, Math.max(0, before.length + 1 - keep))) folder.remove(old);
  };
  const tick = (): void => {
    try {
      if (run.isLive) write();
    } catch (error) {
      failure ??= { error };
    }
  };
  const timer = everyMinutes === undefined ? undefined : setInterval(tick, everyMinutes * 60_000);
  try {
    const result = await train({
      run,
      async onEpoch({ epoch }) {
        if (failure) throw failure.error;
        if (epoch % everyEpochs === 0) write();
      },
    });
    if (failure) throw failure.error;
    return result;
  } finally {
    clearInterval(timer);
    if (!failure) write();
  }
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

/** A folder of checkpoints. */
interface Folder {
  /** The names of checkpoints, the oldest first. */
  list(): readonly string[];
  has(name: string): boolean;
  read(name: string): Run;
  write(name: string, bytes: Uint8Array): void;
  remove(name: string): void;
}

async function openFolder(action: string, directory: string): Promise<Folder> {
  const { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } = await import("node:fs");
  const { join } = await import("node:path");
  const { removeLeftovers, writeWhole } = await import("../../files/write-whole.ts");
  const path = (name: string): string => join(directory, name);
  try {
    mkdirSync(directory, { recursive: true });
    removeLeftovers(directory);
  } catch (error) {
    throw rangeError(
      action,
      "directory to be a folder that can be written",
      `${show(directory)} (${(error as Error).message})`,
    );
  }
  const numberOf = (name: string): number => Number(NAME.exec(name)![1]);
  return {
    list: () =>
      readdirSync(directory)
        .filter((name) => NAME.test(name))
        .sort((a, b) => numberOf(a) - numberOf(b)),
    has: (name) => existsSync(path(name)),
    read(name) {
      try {
        return runFromBytes(readFileSync(path(name)));
      } catch (error) {
        const got = `${show(path(name))} (${(error as Error).message}); take it away to go on without it`;
        throw new RangeError(message(action, "checkpoints that can be read", got), { cause: error });
      }
    },
    write: (name, bytes) => writeWhole(path(name), bytes),
    remove: (name) => rmSync(path(name), { force: true }),
  };
}
