import { rangeError, show } from "../../check.ts";
import type { Layer } from "../../layers/layer.ts";
import type { Parameters } from "../../parameters.ts";
import { addMatrix, addNode, addRow, type GraphInProgress } from "./graph.ts";
import { writeActivation } from "./write-activation.ts";

/** Layers and their values, parameters and statistics in one record, named as in `"0.weights"`. */
export interface ValuedLayers {
  readonly layers: readonly Layer[];
  readonly values: Parameters;
}

/** Adds layers in a row to a graph, as at prediction, and returns the name of what comes out. */
export function writeLayers(
  graph: GraphInProgress,
  { layers, values }: ValuedLayers,
  inputs: string,
  prefix = "",
): string {
  let value = inputs;
  for (const [index, layer] of layers.entries()) {
    value = writeLayer(graph, layer, values, value, `${prefix}${index}`);
  }
  return value;
}

function writeLayer(
  graph: GraphInProgress,
  layer: Layer,
  values: Parameters,
  x: string,
  path: string,
): string {
  const row = (name: string): string => addRow(graph, `${path}.${name}`, values[`${path}.${name}`]!);
  switch (layer.kind) {
    case "dense": {
      const weights = addMatrix(graph, `${path}.weights`, values[`${path}.weights`]!);
      const z = addNode(graph, path, "Gemm", [x, weights, row("bias")]);
      return writeActivation(graph, path, layer.activation!, z);
    }
    case "activate":
      return writeActivation(graph, path, layer.activation!, x);
    case "dropout":
      return x;
    case "batchNorm": {
      const { epsilon, momentum } = layer.toJSON() as unknown as Record<"epsilon" | "momentum", number>;
      const inputs = [x, row("gain"), row("bias"), row("runningMean"), row("runningVariance")];
      return addNode(graph, path, "BatchNormalization", inputs, {
        epsilon: { float: checkEpsilon(graph, path, epsilon) },
        momentum: { float: 1 - momentum },
      });
    }
    case "layerNorm": {
      const { epsilon } = layer.toJSON() as unknown as { readonly epsilon: number };
      return addNode(graph, path, "LayerNormalization", [x, row("gain"), row("bias")], {
        axis: { integer: -1 },
        epsilon: { float: checkEpsilon(graph, path, epsilon) },
      });
    }
    case "residual": {
      const through = writeLayers(graph, { layers: layer.layers!, values }, x, `${path}.`);
      return addNode(graph, path, "Add", [x, through]);
    }
    default: {
      const expected = `layer ${path} to be one of the library (ONNX has no layer of one's own; build it from those, or end the net before it)`;
      throw rangeError(graph.action, expected, show(layer.kind));
    }
  }
}

/** Refuses an ε that is 0 in float32: it would no longer keep a division from 0. */
function checkEpsilon({ action }: GraphInProgress, path: string, epsilon: number): number {
  if (Math.fround(epsilon) > 0) return epsilon;
  throw rangeError(action, `epsilon of layer ${path} to be > 0 in float32`, `${epsilon}`);
}
