import { causeOf } from "../../check/cause.ts";
import { missingOption } from "../../check/part-by-name.ts";
import { message, rangeError, show, typeError } from "../../check.ts";
import type { PipelineFromJSONOptions } from "../../data/pipeline/pipeline-json.ts";
import { nodeModule } from "../../files/node-module.ts";
import { writeWhole } from "../../files/write-whole.ts";
import type { Model, SavedModel } from "./model.ts";
import { checkLoadOptions, modelFromBytes, modelToBytes, type SaveOptions } from "./model-bytes.ts";
import { MODEL_FILE } from "./model-file.ts";

/**
 * Saves a model in a file, whole or not at all: it is written beside it first. What is in it `modelToBytes` says; a file whose name
 * ends in `.json` is the JSON of the model instead, which has no place for what `recordOf` tells.
 *
 * Node, Deno and Bun write files; in a browser keep what `modelToBytes` gives.
 *
 * @param path - Such as `"iris.safetensors"`, in a folder that is there.
 * @param model - A `Network`, an `RBM`, a `DBN` or a `Pipeline`, or a `DenoisingAutoencoder` or `StackedAutoencoders`.
 * @param options - Where it comes from; in safetensors alone.
 * @throws TypeError or RangeError, as a rejection, if it is no model or cannot be saved; Error if the file cannot be written.
 * @example
 * await saveModel("digits.safetensors", network, { provenance: { data: "the digits of UCI" } });
 * const again = await loadModel("digits.safetensors");
 */
export async function saveModel(path: string, model: SavedModel, options: SaveOptions = {}): Promise<void> {
  const action = "save a model";
  checkPath(action, path);
  const content = contentFor(path, model, options);
  writeWhole(path, content);
}

/** What a file of this name holds of a model: JSON where the name ends in `.json`, else safetensors. */
export function contentFor(path: string, model: SavedModel, options: SaveOptions): string | Uint8Array {
  const bytes = modelToBytes(model, options); // also refuses what cannot be saved
  if (!isJSON(path)) return bytes;
  if (options.provenance === undefined) return `${JSON.stringify(model)}\n`;
  const expected = "no provenance for a file of JSON, which has no place for it (safetensors has)";
  throw rangeError("save a model", expected, show(path));
}

/** Whether a file of this name is JSON. */
export function isJSON(path: string): boolean {
  return /\.json$/i.test(path);
}

/**
 * Loads a model from a file that `saveModel` wrote, or from one of its JSON: to the bit the model that was saved.
 *
 * @param path - The file.
 * @param options - The engine that is to run it, by default the reference engine where it was saved from that, else `"auto"`; and
 * activations of your own that it has.
 * @returns A `Network`, an `RBM`, a `DBN` or a `Pipeline`, as the file has it; of autoencoders say `loadModel<StackedAutoencoders>`.
 * @throws TypeError or RangeError, as a rejection, if there is no such file, or if it is none of a model, was damaged, or is of
 * a later version.
 * @example
 * await saveModel("rbm.safetensors", rbm);
 * const again = await loadModel("rbm.safetensors", { engine: "reference" });
 */
export async function loadModel<Kind extends SavedModel = Model>(
  path: string,
  options: PipelineFromJSONOptions = {},
): Promise<Kind> {
  const action = "load a model";
  checkPath(action, path);
  checkLoadOptions(action, options);
  const bytes = await readBytes(action, path);
  try {
    return modelFromBytes<Kind>(bytes, options);
  } catch (error) {
    const Kind = error instanceof TypeError ? TypeError : RangeError;
    const text = missingOption(error)
      ? `Cannot ${action}: ${causeOf(error)}, in ${show(path)}`
      : message(action, MODEL_FILE, `${show(path)} (${causeOf(error, MODEL_FILE)})`);
    throw new Kind(text, { cause: error });
  }
}

async function readBytes(action: string, path: string): Promise<Uint8Array> {
  const { readFile } = nodeModule(action, "node:fs/promises");
  try {
    return await readFile(path);
  } catch (error) {
    const { code, message: reason } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw rangeError(action, "a file that exists", show(path));
    throw rangeError(action, "a file that can be read", `${show(path)} (${reason})`);
  }
}

function checkPath(action: string, path: string): void {
  if (typeof path === "string" && path !== "") return;
  throw typeError(action, "path to be that of a file", show(path));
}
