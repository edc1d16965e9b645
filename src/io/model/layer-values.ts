import { isOfLibrary } from "../../check/own-name.ts";
import { rangeError, show } from "../../check.ts";
import { layerKinds } from "../../layers/kinds.ts";
import type { Layer } from "../../layers/layer.ts";
import { RandomStream } from "../../random/stream.ts";

/** A matrix of values that a layer has. */
export interface LayerValue {
  /** The name in a network: `"0.weights"`, or `"3.0.weights"` inside a residual layer. */
  readonly name: string;
  /** The place of its layer: `"0"`, `"3.0"`. */
  readonly path: string;
  readonly layer: Layer;
  /** The name in its layer: `"weights"`. */
  readonly own: string;
  readonly group: "parameters" | "statistics";
  /** As a tensor has it: weights (inputs, outputs), everything else (units). */
  readonly shape: readonly number[];
}

/** Refuses layers of somebody's own, inside others too. */
export function checkLibraryLayers(action: string, layers: readonly Layer[]): void {
  for (const { kind, layers: inner } of layers) {
    if (!(layerKinds as readonly string[]).includes(kind)) {
      throw rangeError(action, `layers of the kinds ${layerKinds.map(show).join(", ")}`, show(kind));
    }
    if (inner) checkLibraryLayers(action, inner);
  }
}

/** The values of a layer of somebody's own, which only its first values tell. */
function valuesOfOwn(layer: Layer, path: string): readonly LayerValue[] {
  const first = layer.initialize((purpose) => new RandomStream("shapes", purpose), "first");
  return (["parameters", "statistics"] as const).flatMap((group) =>
    Object.entries(first[group]).map(([own, { rows, columns }]) => ({
      ...{ name: `${path}.${own}`, path, layer, own, group },
      shape: rows === 1 ? [columns] : [rows, columns],
    })),
  );
}

/** The values of layers in a row; those of the library's are told without making any. */
export function layerValues(action: string, layers: readonly Layer[], within = ""): readonly LayerValue[] {
  return layers.flatMap((layer, index) => {
    const path = `${within}${index}`;
    const { kind, inputs = 0, outputs = 0 } = layer;
    if (!isOfLibrary(layer)) return valuesOfOwn(layer, path);
    if (layer.layers) return layerValues(action, layer.layers, `${path}.`);
    const value = (own: string, group: LayerValue["group"], ...shape: number[]): LayerValue => ({
      ...{ name: `${path}.${own}`, path, layer, own, group, shape },
    });
    if (kind === "dense") {
      return [value("weights", "parameters", inputs, outputs), value("bias", "parameters", outputs)];
    }
    if (kind === "activate" || kind === "dropout") return [];
    return [
      ...["gain", "bias"].map((own) => value(own, "parameters", outputs)),
      ...(kind === "batchNorm"
        ? ["runningMean", "runningVariance"].map((own) => value(own, "statistics", outputs))
        : []),
    ];
  });
}
