import { causeOf } from "../check/cause.ts";
import { missingOption } from "../check/part-by-name.ts";
import { rangeError, show } from "../check.ts";
import { isAutoencoders, type Model, type SavedModel } from "../io/model/model.ts";
import { modelOf } from "../io/model/model-bytes.ts";
import { MODEL_FILE, type ModelFile, openModel } from "../io/model/model-file.ts";
import { readBytes } from "./read-bytes.ts";

/** A model with what its file says of it. */
export interface LoadedFile<Kind extends SavedModel = Model> {
  readonly model: Kind;
  readonly file: ModelFile;
  /** The size of the file, in bytes. */
  readonly size: number;
}

/** Reads whatever is saved as a model in a file, in any format. */
export function readSavedFile(
  action: string,
  path: string,
  expected = "a model file of layerwise",
): LoadedFile<SavedModel> {
  const bytes = readBytes(action, path);
  try {
    const file = openModel(action, bytes);
    return { model: modelOf(action, file, {}), file, size: bytes.length };
  } catch (error) {
    const option = missingOption(error);
    const needed = option
      ? `a model of the library's parts alone (for one with parts of your own call loadModel(path, { ${option} }) in the program that has them)`
      : expected;
    throw rangeError(action, needed, `${show(path)} (${causeOf(error, MODEL_FILE)})`);
  }
}

/** The same of a model that tells something of data. */
export function readModelFile(action: string, path: string, expected?: string): LoadedFile {
  const { model, ...loaded } = readSavedFile(action, path, expected);
  if (!isAutoencoders(model)) return { model, ...loaded };
  const advice = "autoencoders; toNetwork of StackedAutoencoders makes a net of them, which can be saved";
  throw rangeError(action, "a Network, an RBM, a DBN or a Pipeline", `${show(path)}, which holds ${advice}`);
}
