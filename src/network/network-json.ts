import type { Activation } from "../activation/activation.ts";
import { checkFormat, checkKeys, rangeError, show, typeError } from "../check.ts";
import { type EngineOptions, engineOptionNames, engineOptionsOf } from "../engine/select.ts";
import { headByName } from "../head/by-name.ts";
import { layerFromJSON } from "../layers/from-json.ts";
import type { LayerJSON } from "../layers/layer.ts";
import { type MatrixJSON, matricesToJSON, matrixFromJSON } from "../matrix/matrix-json.ts";
import type { Seed } from "../random/seed.ts";
import { initialValues, type Matrices } from "./initial-values.ts";
import type { Network } from "./network.ts";
import type { NetworkOptions } from "./network-options.ts";

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
export interface FromJSONOptions extends EngineOptions {
  /** Activations of your own, found by their names. */
  readonly activations?: readonly Activation[] | undefined;
}

/** Writes a network as JSON. */
export function networkToJSON(network: Network): NetworkJSON {
  const action = "save the network";
  return {
    format: "layerwise/network",
    version: 1,
    seed: network.seed,
    head: network.head.name,
    layers: network.layers.map((layer) => layer.toJSON()),
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
  checkKeys(action, options, ["activations", ...engineOptionNames]);
  checkFormat(action, json, "layerwise/network");
  if (!Array.isArray(json.layers)) throw typeError(action, "layers to be a list", show(json.layers));
  if (!Array.isArray(json.frozen)) throw typeError(action, "frozen to be a list", show(json.frozen));
  const layers = json.layers.map((layer) => layerFromJSON(action, layer, options.activations));
  const expected = initialValues(action, layers, json.seed, {});
  return {
    ...engineOptionsOf(options),
    layers,
    head: headByName(action, json.head),
    seed: json.seed,
    frozen: json.frozen,
    parameters: matricesFromJSON(action, "parameters", json.parameters, expected.parameters),
    statistics: matricesFromJSON(action, "statistics", json.statistics, expected.statistics),
  };
}

function matricesFromJSON(
  action: string,
  name: string,
  json: Readonly<Record<string, MatrixJSON>>,
  expected: Matrices,
): Matrices {
  if (typeof json !== "object" || json === null)
    throw typeError(action, `${name} to be a record`, show(json));
  const missing = Object.keys(expected).find((key) => !(key in json));
  if (missing !== undefined)
    throw rangeError(action, `${name} to hold ${show(missing)}`, show(Object.keys(json)));
  return Object.fromEntries(
    Object.entries(json).map(([key, matrix]) => [key, matrixFromJSON(action, show(key), matrix)]),
  );
}
