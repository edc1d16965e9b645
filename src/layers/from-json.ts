import type { Activation } from "../activation/activation.ts";
import { activationByName } from "../activation/by-name.ts";
import { checkActivation } from "../activation/check-activation.ts";
import { checkArray, checkFields, checkOneOf, show, typeError } from "../check.ts";
import { activate } from "./activate.ts";
import { type BatchNormOptions, batchNorm } from "./batch-norm.ts";
import { type DenseOptions, dense } from "./dense.ts";
import { type DropoutOptions, dropout } from "./dropout.ts";
import { layerKinds } from "./kinds.ts";
import type { Layer, LayerJSON } from "./layer.ts";
import { type LayerNormOptions, layerNorm } from "./layer-norm.ts";
import { residual } from "./residual.ts";

/**
 * Makes the layer that `layer.toJSON()` describes. Its values, and the initializer that drew them, are not part of it.
 *
 * @param action - What the caller is doing, for the error.
 * @param json - What `toJSON` gave.
 * @param customActivations - Activations of the caller's own, found by their names. Default none.
 * @returns A layer.
 * @throws RangeError or TypeError if the kind is unknown or a setting is wrong.
 * @example
 * layerFromJSON("load a network", { kind: "dropout", rate: 0.5 });
 */
export function layerFromJSON(
  action: string,
  json: LayerJSON,
  customActivations: readonly Activation[] = [],
): Layer {
  const layer = read(action, json, customActivations);
  checkFields(action, json, Object.keys(layer.toJSON()));
  return layer;
}

function read(action: string, json: LayerJSON, customActivations: readonly Activation[]): Layer {
  for (const activation of customActivations) checkActivation(action, activation);
  if (typeof json !== "object" || json === null)
    throw typeError(action, "a layer to be { kind, … }", show(json));
  const { kind, ...settings } = json;
  // What each setting holds is checked by the layer that it is handed to.
  switch (checkOneOf(action, "kind of a layer", kind, layerKinds)) {
    case "dense": {
      const activation = activationByName(action, settings.activation as string, customActivations);
      return dense({ ...(settings as unknown as DenseOptions), activation });
    }
    case "activate":
      return activate(activationByName(action, settings.activation, customActivations));
    case "dropout":
      return dropout(settings as unknown as DropoutOptions);
    case "batchNorm":
      return batchNorm(settings as unknown as BatchNormOptions);
    case "layerNorm":
      return layerNorm(settings as unknown as LayerNormOptions);
    case "residual": {
      const { layers } = settings;
      const inner = checkArray(action, "layers of a residual to be an array", layers as readonly LayerJSON[]);
      return residual(inner.map((layer) => layerFromJSON(action, layer, customActivations)));
    }
  }
}
