import { isPipeline, type SavedModel } from "../io/model/model.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";
import type { LoadedFile } from "./model-file.ts";

/** What a file tells of a model. */
export interface ModelInfo {
  /** The model in a line or a few. */
  readonly summary: string;
  /** What kind of model it is, and the version of that format. */
  readonly format: string;
  readonly version: number;
  /** safetensors or JSON. */
  readonly container: string;
  /** The library that wrote it, where the file says so. */
  readonly library?: string;
  /** The engine that it was saved from, where that is the reference engine. */
  readonly engine?: string;
  readonly seed: string | number;
  readonly parameters: number;
  /** In bytes. */
  readonly size: number;
  /** What its training used, what its pretraining, and where it comes from, where the file says so. */
  readonly training?: object;
  readonly pretraining?: object;
  readonly provenance?: object;
}

/** Gathers what a file tells of its model. */
export function modelInfo({ model, file, size }: LoadedFile<SavedModel>): ModelInfo {
  const { texts, description, container } = file;
  const records = ["training", "pretraining", "provenance"].filter((name) => texts[name] !== undefined);
  const inner = isPipeline(model) ? model.model : model;
  return {
    summary: String(model),
    format: description.format,
    version: description.version,
    container: container === undefined ? "JSON" : "safetensors",
    ...(texts.library !== undefined && { library: texts.library }),
    ...(texts.engine !== undefined && { engine: texts.engine }),
    seed: inner.seed,
    parameters: parametersOf(inner),
    size,
    ...Object.fromEntries(records.map((name) => [name, JSON.parse(texts[name]!)])),
  };
}

/** How many numbers are trained. */
function parametersOf(model: Exclude<SavedModel, { readonly model: unknown }>): number {
  const parts = "rbms" in model ? model.rbms : "autoencoders" in model ? model.autoencoders : [model];
  const matrices = parts.flatMap(({ parameters }): AbstractMatrix[] => Object.values(parameters));
  return matrices.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
}
