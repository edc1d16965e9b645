import { isPipeline, partsOf, type SavedModel } from "../io/model/model.ts";
import { type ModelRecord, recordOf } from "../io/model/model-record.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";
import type { LoadedFile } from "./model-file.ts";

/** What a file tells of a model. */
export interface ModelInfo extends ModelRecord {
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
}

/** Gathers what a file tells of its model. */
export function modelInfo({ model, file, size }: LoadedFile<SavedModel>): ModelInfo {
  const { texts, description, container } = file;
  const inner = isPipeline(model) ? model.model : model;
  return {
    summary: String(model),
    format: description.format,
    version: description.version,
    container: container === undefined ? "JSON" : "safetensors",
    ...(texts.library !== undefined && { library: texts.library }),
    ...(texts.engine !== undefined && { engine: texts.engine }),
    seed: inner.seed,
    parameters: parametersOf(model),
    size,
    ...recordOf(model),
  };
}

/** How many numbers are trained. */
function parametersOf(model: SavedModel): number {
  const matrices = partsOf(model).flatMap(({ parameters }): AbstractMatrix[] => Object.values(parameters));
  return matrices.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
}
