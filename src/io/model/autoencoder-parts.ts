import type { PipelineFromJSONOptions } from "../../data/pipeline/pipeline-json.ts";
import { engineOptionsOf } from "../../engine/select.ts";
import type { AutoencoderFromJSONOptions } from "../../pretraining/autoencoder-json.ts";

/** The options among these that an autoencoder reads. */
export function autoencoderPartsOf(options: PipelineFromJSONOptions): AutoencoderFromJSONOptions {
  const { activations, heads } = options;
  return { ...engineOptionsOf(options), activations, heads };
}
