import { isOfLibrary } from "../check/own-name.ts";
import { checkArray, checkFields, checkFormat, checkKeys, rangeError, readSafely, show } from "../check.ts";
import { type EngineOptions, engineOptionNames, engineOptionsOf } from "../engine/select.ts";
import { headByName } from "../head/by-name.ts";
import type { Head } from "../head/head.ts";
import { type LayerParts, layerFromJSON } from "../layers/from-json.ts";
import type { Layer, LayerJSON } from "../layers/layer.ts";
import { layersToJSON } from "../layers/layers-to-json.ts";
import { type MatrixJSON, matrixFromJSON } from "../matrix/matrix-json.ts";
import { mapParameters, matricesToJSON } from "../parameters.ts";
import type { Seed } from "../random/seed.ts";
import { initialValues, type Matrices } from "./initial-values.ts";
import type { NetworkOptions } from "./network-options.ts";
import type { RunningNetwork } from "./running-network.ts";

/** A network in JSON. Its matrices are exact to the bit. */
export interface NetworkJSON {
  readonly format: "layerwise/network";
  readonly version: 1;
  readonly seed: Seed;
  readonly head: string;
  readonly layers: readonly LayerJSON[];
  readonly frozen: readonly number[];
  readonly parameters: Readonly<Record<string, MatrixJSON>>;
  readonly statistics: Readonly<Record<string, MatrixJSON>>;
}

/** Options of `Network.fromJSON`. */
export interface FromJSONOptions extends EngineOptions, LayerParts {
  /** Heads of your own, found by their names. */
  readonly heads?: readonly Head[] | undefined;
}

/** Writes a network as JSON. */
export function networkToJSON(network: RunningNetwork): NetworkJSON {
  const action = "save the network";
  return {
    format: "layerwise/network",
    version: 1,
    seed: network.seed,
    head: network.head.name,
    layers: layersToJSON(action, network.layers),
    frozen: [...network.frozen],
    parameters: matricesToJSON(action, network.parameters),
    statistics: matricesToJSON(action, network.statistics),
  };
}

/** Reads what `networkToJSON` wrote, as the options of a new network. */
export function networkOptionsFromJSON(
  json: NetworkJSON,
  options: FromJSONOptions,
): NetworkOptions & { readonly frozen: readonly number[] } {
  const action = "read a network from JSON";
  return readSafely(action, "a network as toJSON writes it", () => {
    checkKeys(action, options, ["activations", "heads", "layers", ...engineOptionNames]);
    checkFormat(action, json, "layerwise/network", [
      ...["seed", "head", "layers", "frozen", "parameters", "statistics"],
    ]);
    const layers = checkArray(action, "layers to be a list", json.layers).map((layer) =>
      layerFromJSON(action, layer, options),
    );
    checkClaims(action, layers, json.parameters);
    const expected = initialValues(action, layers, json.seed, {});
    return {
      ...engineOptionsOf(options),
      layers,
      head: headByName(action, json.head, options.heads),
      seed: json.seed,
      frozen: checkArray(action, "frozen to be a list", json.frozen),
      parameters: matricesFromJSON(action, "parameters", json.parameters, expected.parameters),
      statistics: matricesFromJSON(action, "statistics", json.statistics, expected.statistics),
    };
  });
}

/** Refuses layers that claim to be larger than the values that come with them, before anything is made in their size. */
function checkClaims(
  action: string,
  layers: readonly Layer[],
  json: Readonly<Record<string, MatrixJSON>>,
  prefix = "",
): void {
  for (const [index, layer] of layers.entries()) {
    const path = `${prefix}${index}`;
    if (layer.layers) checkClaims(action, layer.layers, json, `${path}.`);
    else if (layer.inputs && isOfLibrary(layer)) {
      const isDense = layer.kind === "dense"; // of the format's own kinds, all others have a gain
      const name = `${path}.${isDense ? "weights" : "gain"}`;
      const bytes = 8 * (isDense ? layer.inputs : 1) * layer.outputs!;
      const claimed = `parameters to hold ${show(name)}`;
      const written = json?.[name]?.float64;
      if (written === undefined) throw rangeError(action, claimed, show(Object.keys(json ?? {})));
      const present = Math.floor((written.length * 3) / 4);
      if (!(present >= bytes)) throw rangeError(action, `${claimed} of ${bytes} bytes`, `at most ${present}`);
    }
  }
}

function matricesFromJSON(
  action: string,
  name: string,
  json: Readonly<Record<string, MatrixJSON>>,
  expected: Matrices,
): Matrices {
  checkFields(`${action}, its ${name}`, json, Object.keys(expected));
  return mapParameters(json, (matrix, key) => matrixFromJSON(action, show(key), matrix));
}
