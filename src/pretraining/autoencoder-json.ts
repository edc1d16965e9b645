import { activationByName } from "../activation/by-name.ts";
import { checkActivations } from "../activation/check-activation.ts";
import { checkFields, checkFormat, checkKeys, checkRecord, readSafely } from "../check.ts";
import { engineOptionNames, engineOptionsOf } from "../engine/select.ts";
import { headByName } from "../head/by-name.ts";
import { type MatrixJSON, matrixFromJSON } from "../matrix/matrix-json.ts";
import type { FromJSONOptions } from "../network/network-json.ts";
import { matricesToJSON, type Parameters } from "../parameters.ts";
import type { Seed } from "../random/seed.ts";
import type { DenoisingAutoencoderOptions } from "./autoencoder-options.ts";
import type { AutoencoderParameters } from "./autoencoder-parameters.ts";
import type { Noise } from "./noise.ts";
import type { RunningAutoencoder } from "./running-autoencoder.ts";

/** Options of `DenoisingAutoencoder.fromJSON` and `StackedAutoencoders.fromJSON`. */
export type AutoencoderFromJSONOptions = Omit<FromJSONOptions, "layers">;

/** An autoencoder in JSON. Its matrices are exact to the bit; weights that are not tied have `decoderWeights`. */
export interface AutoencoderJSON {
  readonly format: "layerwise/denoising-autoencoder";
  readonly version: 1;
  readonly seed: Seed;
  readonly activation: string;
  readonly decoder: string;
  readonly noise: Noise;
  readonly parameters: { readonly [Name in keyof AutoencoderParameters]: MatrixJSON };
}

/** Writes an autoencoder as JSON. */
export function autoencoderToJSON(autoencoder: RunningAutoencoder): AutoencoderJSON {
  const { seed, activation, decoder, noise, parameters } = autoencoder;
  const matrices = matricesToJSON("save the autoencoder", parameters as Parameters);
  return {
    format: "layerwise/denoising-autoencoder",
    version: 1,
    ...{ seed, activation: activation.name, decoder: decoder.name, noise },
    parameters: matrices as unknown as AutoencoderJSON["parameters"],
  };
}

/** Reads what `autoencoderToJSON` wrote, as the options of a new autoencoder. */
export function autoencoderOptionsFromJSON(
  json: AutoencoderJSON,
  options: AutoencoderFromJSONOptions,
): DenoisingAutoencoderOptions {
  const action = "read an autoencoder from JSON";
  return readSafely(action, "an autoencoder as toJSON writes it", () => {
    checkKeys(action, options, ["activations", "heads", ...engineOptionNames]);
    checkFormat(action, json, "layerwise/denoising-autoencoder", [
      ...["seed", "activation", "decoder", "noise", "parameters"],
    ]);
    checkRecord(action, "parameters to be { weights, hiddenBias, visibleBias }", json.parameters);
    checkFields(action, json.parameters, ["weights", "hiddenBias", "visibleBias", "decoderWeights?"]);
    const { parameters } = json;
    const activations = checkActivations(action, options.activations);
    const tied = parameters.decoderWeights === undefined;
    const read = (name: keyof AutoencoderParameters) => matrixFromJSON(action, name, parameters[name]!);
    const weights = read("weights");
    return {
      ...engineOptionsOf(options),
      visible: weights.rows,
      hidden: weights.columns,
      activation: activationByName(action, json.activation, activations),
      decoder: headByName(action, json.decoder, options.heads),
      ...{ tied, noise: json.noise, seed: json.seed },
      parameters: {
        ...{ weights, hiddenBias: read("hiddenBias"), visibleBias: read("visibleBias") },
        ...(!tied && { decoderWeights: read("decoderWeights") }),
      },
    };
  });
}
