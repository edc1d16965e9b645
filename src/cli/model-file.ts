import { rangeError, show } from "../check.ts";
import type { Model } from "../io/model/model.ts";
import { modelOf } from "../io/model/model-bytes.ts";
import { type ModelFile, openModel } from "../io/model/model-file.ts";
import { readBytes } from "./read-bytes.ts";

/** A model with what its file says of it. */
export interface LoadedFile {
  readonly model: Model;
  readonly file: ModelFile;
  /** The size of the file, in bytes. */
  readonly size: number;
}

/** Reads the model in a file, whatever its format. */
export function readModelFile(
  action: string,
  path: string,
  expected = "a model file of layerwise",
): LoadedFile {
  const bytes = readBytes(action, path);
  try {
    const file = openModel(action, bytes);
    return { model: modelOf(action, file, {}), file, size: bytes.length };
  } catch (error) {
    throw rangeError(action, expected, `${show(path)} (${(error as Error).message})`);
  }
}
