import { showing } from "../display/displayed.ts";
import { few } from "../display/table.ts";
import { countParameters, modelLine } from "../fit/model-line.ts";
import type { Layer } from "../layers/layer.ts";
import { selectParameters } from "../parameters.ts";
import type { RunningNetwork } from "./running-network.ts";

/** A layer with its place: `"2"`, or `"2.0"` inside a residual layer. */
interface PlacedLayer {
  readonly path: string;
  readonly layer: Layer;
}

/** Lets a network show itself as a table: a row for each layer, each followed by the layers inside it. */
export function showNetwork(network: RunningNetwork): void {
  const { layers, inputs, head, parameters } = network;
  const widths = layers.flatMap(({ activation, outputs }) => (activation && outputs) || []);
  const parametersOf = (path: string): number => countParameters(selectParameters(parameters, path));
  const isFrozen = (path: string): boolean => network.frozen.has(Number.parseInt(path, 10));
  showing(network, () => ({
    title: `Network ${few([inputs, ...widths], "-")} ${head.name}`,
    columns: [
      { heading: "layer", cell: ({ path, layer }) => `${path} ${layer.kind}` },
      { heading: "shape", cell: ({ layer }) => layer.inputs && `${layer.inputs} → ${layer.outputs}` },
      { heading: "activation", cell: ({ layer }) => layer.activation?.name },
      { heading: "parameters", cell: ({ path }) => `${parametersOf(path)}` },
      { heading: "frozen", cell: ({ path }) => (isFrozen(path) ? "yes" : undefined) },
    ],
    rows: placed(layers, ""),
    footer: modelLine(network),
  }));
}

function placed(layers: readonly Layer[], prefix: string): PlacedLayer[] {
  return layers.flatMap((layer, index) => {
    const path = `${prefix}${index}`;
    return [{ path, layer }, ...placed(layer.layers ?? [], `${path}.`)];
  });
}
