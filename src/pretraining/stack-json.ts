import { checkArray, checkFormat } from "../check.ts";
import type { Seed } from "../random/seed.ts";
import type { AutoencoderFromJSONOptions, AutoencoderJSON } from "./autoencoder-json.ts";
import { DenoisingAutoencoder } from "./denoising-autoencoder.ts";
import type { AutoencoderStack } from "./stack.ts";

/** Stacked autoencoders in JSON. Their matrices are exact to the bit. */
export interface StackedAutoencodersJSON {
  readonly format: "layerwise/stacked-autoencoders";
  readonly version: 1;
  readonly seed: Seed;
  readonly autoencoders: readonly AutoencoderJSON[];
}

/** Writes a stack as JSON. */
export function stackToJSON({ seed, autoencoders }: AutoencoderStack): StackedAutoencodersJSON {
  return {
    format: "layerwise/stacked-autoencoders",
    version: 1,
    seed,
    autoencoders: autoencoders.map((autoencoder) => autoencoder.toJSON()),
  };
}

/** Reads the autoencoders that `stackToJSON` wrote. */
export function autoencodersFromJSON(
  json: StackedAutoencodersJSON,
  options: AutoencoderFromJSONOptions,
): readonly DenoisingAutoencoder[] {
  const action = "read stacked autoencoders from JSON";
  checkFormat(action, json, "layerwise/stacked-autoencoders", ["seed", "autoencoders"]);
  return checkArray(action, "autoencoders to be a list", json.autoencoders).map((autoencoder) =>
    DenoisingAutoencoder.fromJSON(autoencoder, options),
  );
}
