import type { Layer } from "./layer.ts";

/** The names of a layer's own parameters that are weights. */
export function weightNames({ weights }: Layer): readonly string[] {
  return weights ?? ["weights"];
}

/** The names of the weights of layers in a row, and of those inside them, as in `"0.weights"`. */
export function weightsIn(layers: readonly Layer[], path = ""): string[] {
  return layers.flatMap((layer, index) => [
    ...weightNames(layer).map((name) => `${path}${index}.${name}`),
    ...weightsIn(layer.layers ?? [], `${path}${index}.`),
  ]);
}
