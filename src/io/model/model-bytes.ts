import { checkKeys, readSafely, show, typeError } from "../../check.ts";
import { Pipeline } from "../../data/pipeline/pipeline.ts";
import {
  checkPartOptions,
  networkPartsOf,
  type PipelineFromJSONOptions,
  type PipelineJSON,
  unitsOf,
} from "../../data/pipeline/pipeline-json.ts";
import { DBN } from "../../dbn/dbn.ts";
import type { DBNJSON } from "../../dbn/dbn-json.ts";
import { selectEngine } from "../../engine/select.ts";
import { Network } from "../../network/network.ts";
import type { NetworkJSON } from "../../network/network-json.ts";
import type { AutoencoderJSON } from "../../pretraining/autoencoder-json.ts";
import { DenoisingAutoencoder } from "../../pretraining/denoising-autoencoder.ts";
import type { StackedAutoencodersJSON } from "../../pretraining/stack-json.ts";
import { StackedAutoencoders } from "../../pretraining/stacked-autoencoders.ts";
import { RBM } from "../../rbm/rbm.ts";
import type { RBMJSON } from "../../rbm/rbm-json.ts";
import { checkBytes, type FileBytes } from "../bytes.ts";
import { checkTexts } from "../check-texts.ts";
import { writeContainer } from "../container.ts";
import { VERSION } from "../version.ts";
import { autoencoderPartsOf } from "./autoencoder-parts.ts";
import { checkModel, MODELS, type Model, partsOf, type SavedModel } from "./model.ts";
import { type ModelFile, openModel, sealed } from "./model-file.ts";
import { keepRecord, recordOf } from "./model-record.ts";
import { putTogether } from "./put-together.ts";
import { storedValues } from "./stored-values.ts";
import { type Description, takeApart } from "./take-apart.ts";

/** Options of `saveModel` and `modelToBytes`. */
export interface SaveOptions {
  /**
   * What is to be known of where the model comes from, by name, such as `{ data: "iris.csv" }`. Default: what the file said that it was
   * loaded from, or nothing.
   */
  readonly provenance?: Readonly<Record<string, string>> | undefined;
}

/**
 * Writes a model as the bytes of a file, safetensors with the description of the model in its texts.
 *
 * Every number is there to the bit: as float32 where all of a matrix are such, else as float64. Weights are (inputs, outputs) under names
 * such as `layers.0.weights`, `rbms.0.visibleBias` and `preparation.means`, which any reader of safetensors gives. Where a model runs on the
 * reference engine that is kept too, and so is what `recordOf` tells. Not kept: the figures of each epoch, state of optimizers, functions
 * of your own.
 *
 * @param model - A `Network`, an `RBM`, a `DBN` or a `Pipeline`, or a `DenoisingAutoencoder` or `StackedAutoencoders`.
 * @param options - Where it comes from.
 * @returns The bytes of the file.
 * @throws TypeError or RangeError if it is no model, holds what is not finite.
 * @example
 * const bytes = modelToBytes(network); // for IndexedDB, a server or a file
 * const again = modelFromBytes(bytes);
 * again.predict(inputs); // (20, 10)
 */
export function modelToBytes(model: SavedModel, options: SaveOptions = {}): Uint8Array<ArrayBuffer> {
  const action = "save a model";
  const provenance = provenanceOf(action, options);
  checkModel(action, model);
  return readSafely(action, MODELS, () => {
    const { description, tensors } = takeApart(action, model);
    const record = { ...recordOf(model), ...(provenance && { provenance }) };
    const engine = engineOf(model) === "reference" && { engine: "reference" };
    return writeContainer(tensors, () =>
      sealed({
        format: description.format,
        version: "1",
        library: `layerwise ${VERSION}`,
        description: JSON.stringify(description),
        ...engine,
        ...Object.fromEntries(Object.entries(record).map(([name, value]) => [name, JSON.stringify(value)])),
      }),
    );
  });
}

/**
 * Reads a model from the bytes of a file that `saveModel` or `modelToBytes` wrote, or from its JSON: to the bit the model that was saved.
 *
 * Header, description and sizes are checked before anything is made, and nothing is made that the file does not hold. A number
 * that was damaged does not show.
 *
 * @param bytes - The whole file.
 * @param options - The engine that is to run it, by default the reference engine where it was saved from that, else `"auto"`; and
 * parts of your own that it has.
 * @returns A `Network`, an `RBM`, a `DBN` or a `Pipeline`, as the file has it; of autoencoders say `modelFromBytes<StackedAutoencoders>`.
 * @throws TypeError or RangeError if it is no file of a model, was damaged, or is of a later version.
 * @example
 * const again = modelFromBytes(modelToBytes(rbm));
 * again.hiddenMeans(images); // (20, 8)
 */
export function modelFromBytes<Kind extends SavedModel = Model>(
  bytes: FileBytes,
  options: PipelineFromJSONOptions = {},
): Kind {
  const action = "load a model";
  checkLoadOptions(action, options);
  return modelOf(action, openModel(action, checkBytes(action, bytes)), options) as Kind;
}

/** The model in a file. */
export function modelOf(action: string, file: ModelFile, options: PipelineFromJSONOptions): SavedModel {
  const { description, container, texts } = file;
  if (container !== undefined) {
    const { engine = texts.engine === "reference" ? "reference" : undefined } = options;
    const model = putTogether(action, description, storedValues(action, container), { ...options, engine });
    return keepRecord(action, model, texts);
  }
  const json: unknown = description;
  switch (description.format) {
    case "layerwise/network":
      return Network.fromJSON(json as NetworkJSON, networkPartsOf(options));
    case "layerwise/rbm":
      return RBM.fromJSON(json as RBMJSON, unitsOf(options));
    case "layerwise/dbn":
      return DBN.fromJSON(json as DBNJSON, unitsOf(options));
    case "layerwise/pipeline":
      return Pipeline.fromJSON(json as PipelineJSON, options);
    case "layerwise/denoising-autoencoder":
      return DenoisingAutoencoder.fromJSON(json as AutoencoderJSON, autoencoderPartsOf(options));
    case "layerwise/stacked-autoencoders":
      return StackedAutoencoders.fromJSON(json as StackedAutoencodersJSON, autoencoderPartsOf(options));
    default:
      throw typeError(action, `the JSON of ${MODELS}`, formatOf(description));
  }
}

function formatOf({ format }: Partial<Description>): string {
  return format === undefined ? "JSON without a format" : show(format);
}

/** Refuses options by which no model can be loaded, whatever file it is in. */
export function checkLoadOptions(action: string, options: PipelineFromJSONOptions): void {
  checkPartOptions(action, options);
  selectEngine(action, options);
}

/** The engine that all of a model runs on; none where its parts are on several. */
function engineOf(model: SavedModel): string | undefined {
  const names = new Set(partsOf(model).map(({ engine }) => engine));
  return names.size === 1 ? [...names][0] : undefined;
}

function provenanceOf(action: string, options: SaveOptions): Readonly<Record<string, string>> | undefined {
  checkKeys(action, options, ["provenance"]);
  const { provenance } = options;
  if (provenance === undefined) return undefined;
  return checkTexts(action, "provenance", provenance);
}
