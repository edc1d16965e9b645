import { checkRecord, rangeError, readSafely, show } from "../../check.ts";
import { parameterSums } from "../../data/pipeline/parameter-sums.ts";
import type { Ending, History, RunSettings } from "../../fit/history.ts";
import type { Seed } from "../../random/seed.ts";
import { checkTexts } from "../check-texts.ts";
import { checkModel, isPipeline, partsOf, type SavedModel } from "./model.ts";

/** What a training used, and how it ended. */
export interface TrainingRecord {
  readonly seed: Seed;
  /** The engine that ran. */
  readonly engine: string;
  readonly ending: Ending;
  readonly epochsDone: number;
  /** What it used; a stack has settings for each of its layers. */
  readonly settings: readonly RunSettings[];
  /** Where the numbers of the model are others by now than those that this training, or a file with its record, left. */
  readonly changedSince?: true;
}

/** What the file of a model says beside the model itself. */
export interface ModelRecord {
  /** How a pipeline was trained. */
  readonly training?: TrainingRecord;
  /** How the RBMs were that it began with. */
  readonly pretraining?: TrainingRecord;
  /** Where the model comes from, as whoever saved it said. */
  readonly provenance?: Readonly<Record<string, string>>;
}

/** The texts of a file that hold the record, each as JSON. */
export const recordTexts = ["training", "pretraining", "provenance"] as const;

/** Where a model that was loaded keeps what its file said; the same in every copy of this library. */
const KEPT: unique symbol = Symbol.for("layerwise/record");

interface Kept {
  readonly record: ModelRecord;
  /** The sum of each matrix as it was loaded, where there is a training whose outcome they are. */
  readonly sums: readonly number[] | undefined;
}

/**
 * What `saveModel` and `modelToBytes` write beside a model: how it was trained, where it is a pipeline, and where it comes from, where
 * the file said so that it was loaded from. A model that was trained on since has `changedSince` in the record of its training.
 *
 * @param model - A `Network`, an `RBM`, a `DBN` or a `Pipeline`, or a `DenoisingAutoencoder` or `StackedAutoencoders`.
 * @returns Its `training`, `pretraining` and `provenance`, each where there is one.
 * @throws TypeError if it is no model.
 * @example
 * const loaded = modelFromBytes(modelToBytes(network, { provenance: { data: "iris.csv" } }));
 * const provenance = { ...recordOf(loaded).provenance, step: "fine-tuned" };
 * recordOf(modelFromBytes(modelToBytes(loaded, { provenance }))).provenance; // { data, step }
 */
export function recordOf(model: SavedModel): ModelRecord {
  checkModel("tell the record of a model", model);
  if (isPipeline(model) && (model.history ?? model.pretrainingHistory)) {
    const isChanged = readSafely(
      "tell the record of a model",
      "a pipeline of this library",
      () => model.isTrainedSince,
    );
    const since = isChanged ? { changedSince: true as const } : {};
    return Object.freeze({
      ...(model.history && { training: { ...trainingOf(model.history), ...since } }),
      ...(model.pretrainingHistory && { pretraining: trainingOf(model.pretrainingHistory) }),
    });
  }
  const { record = {}, sums } = (model as { readonly [KEPT]?: Kept })[KEPT] ?? ({} as Partial<Kept>);
  const { training } = record;
  const isChanged = sums !== undefined && sums.join() !== sumsOf(model).join();
  return training && isChanged
    ? Object.freeze({ ...record, training: { ...training, changedSince: true as const } })
    : record;
}

/** Lets a model that was loaded keep what its file said of it. */
export function keepRecord(
  action: string,
  model: SavedModel,
  texts: Readonly<Record<string, string>>,
): SavedModel {
  const written = recordTexts.filter((name) => texts[name] !== undefined);
  if (written.length === 0) return model;
  const entries = written.map((name) => [name, recordIn(action, name, texts[name]!)] as const);
  const record: ModelRecord = Object.freeze(Object.fromEntries(entries));
  if (record.provenance) checkTexts(action, "provenance", record.provenance);
  const kept: Kept = { record, sums: record.training && sumsOf(model) };
  return Object.defineProperty(model, KEPT, { value: kept });
}

function recordIn(action: string, name: string, text: string): object {
  const expected = `${name} to be a record in JSON`;
  return checkRecord(action, expected, readJSON(action, expected, text));
}

function readJSON(action: string, expected: string, text: string): object {
  try {
    return JSON.parse(text, (_, value: unknown) => Object.freeze(value)) as object;
  } catch {
    throw rangeError(action, expected, show(text));
  }
}

function trainingOf({ seed, engine, ending, epochs, settings }: History): TrainingRecord {
  return { seed, engine, ending, epochsDone: epochs.length, settings };
}

function sumsOf(model: SavedModel): number[] {
  return readSafely("save a model", "a model with its parameters", () => parameterSums(partsOf(model)));
}
