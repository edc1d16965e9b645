import type { Activation } from "../activation/activation.ts";
import { sameFunction } from "../activation/check-activation.ts";
import { checkNames, jsonOf } from "../check/own-name.ts";
import type { Layer, LayerJSON } from "./layer.ts";

/**
 * Layers in JSON. Refused are two activations under one name, by which loading would find one of them for both, and a layer that says it is
 * of another kind, as a copy with other functions may, inside others too.
 */
export function layersToJSON(action: string, layers: readonly Layer[]): readonly LayerJSON[] {
  checkNames(action, "an activation", activationsOf(layers), [], sameFunction);
  return ofTheirKinds(action, layers, "");
}

function ofTheirKinds(action: string, layers: readonly Layer[], within: string): readonly LayerJSON[] {
  return layers.map((layer, index) => {
    ofTheirKinds(action, layer.layers ?? [], `${within}${index}.`);
    return jsonOf(action, `layer ${within}${index}`, layer);
  });
}

function activationsOf(layers: readonly Layer[]): readonly Activation[] {
  return layers.flatMap(({ activation = [], layers: inner = [] }) => [
    ...[activation].flat(),
    ...activationsOf(inner),
  ]);
}
