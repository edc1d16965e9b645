import type { Activation } from "../activation/activation.ts";
import { activationByName } from "../activation/by-name.ts";
import { checkActivations } from "../activation/check-activation.ts";
import { jsonOf, readBy } from "../check/own-name.ts";
import { checkOwnParts } from "../check/part-by-name.ts";
import { checkArray, checkFields, checkOneOf, checkRecord } from "../check.ts";
import { activate } from "./activate.ts";
import { type BatchNormOptions, batchNorm } from "./batch-norm.ts";
import { type DenseOptions, dense } from "./dense.ts";
import { type DropoutOptions, dropout } from "./dropout.ts";
import { layerKinds, libraryKinds } from "./kinds.ts";
import type { Layer, LayerJSON } from "./layer.ts";
import { type LayerNormOptions, layerNorm } from "./layer-norm.ts";
import { residual } from "./residual.ts";

/** Finds what a layer has inside it. */
export interface PartFinder {
  /** The layer that this JSON describes. */
  layer(json: LayerJSON): Layer;
  /** The activation of this name. */
  activation(name: unknown): Activation;
}

/** A kind of layers of one's own, by which a saved network finds them. */
export interface LayerKind {
  /** As `layer.toJSON().kind` says it. */
  readonly kind: string;
  /** Makes the layer that `layer.toJSON()` describes; `find` gives the layers and activations inside it. */
  fromJSON(json: LayerJSON, find: PartFinder): Layer;
}

/** Parts of one's own that layers have. */
export interface LayerParts {
  /** Activations of your own, found by their names. */
  readonly activations?: readonly Activation[] | undefined;
  /** Layers of your own, found by their kinds. */
  readonly layers?: readonly LayerKind[] | undefined;
}

/**
 * Makes the layer that `layer.toJSON()` describes. Its values, and the initializer that drew them, are not part of it.
 *
 * @param action - What the caller is doing, for the error.
 * @param json - What `toJSON` gave.
 * @param parts - Activations and kinds of layers of the caller's own. Default none.
 * @returns A layer.
 * @throws RangeError or TypeError if the kind is unknown or a setting is wrong.
 * @example
 * layerFromJSON("load a network", { kind: "dropout", rate: 0.5 });
 */
export function layerFromJSON(action: string, json: LayerJSON, parts: LayerParts = {}): Layer {
  const activations = checkActivations(action, parts.activations);
  const { kind, ...settings } = checkRecord(action, "a layer to be { kind, … }", json);
  const inside = (inner: LayerJSON): Layer => layerFromJSON(action, inner, parts);
  const own = checkOwnParts(action, "layers", parts.layers, libraryKinds, "fromJSON");
  const found = own.find((each) => each.kind === kind);
  const activation = (name: unknown): Activation => activationByName(action, name, activations);
  // What each setting holds is checked by the layer that it is handed to.
  const made = {
    dense: () =>
      dense({ ...(settings as unknown as DenseOptions), activation: activation(settings.activation) }),
    activate: () => activate(activation(settings.activation)),
    dropout: () => dropout(settings as unknown as DropoutOptions),
    batchNorm: () => batchNorm(settings as unknown as BatchNormOptions),
    layerNorm: () => layerNorm(settings as unknown as LayerNormOptions),
    residual() {
      const layers = settings.layers as readonly LayerJSON[];
      return residual(checkArray(action, "layers of a residual to be an array", layers).map(inside));
    },
  };
  const methods = ["initialize", "forward", "backward", "toJSON"] as const;
  const layer = found
    ? readBy(action, found, methods, json, { layer: inside, activation })
    : made[checkOneOf(action, "kind of a layer", kind, layerKinds, "layers")]();
  checkFields(action, json, Object.keys(jsonOf(action, "layers", layer)));
  return layer;
}
