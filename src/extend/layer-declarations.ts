import { checkNames } from "../check/own-name.ts";
import { checkArray, checkBoolean, checkInteger, checkString, rangeError, show } from "../check.ts";
import { libraryKinds } from "../layers/kinds.ts";
import type { Layer, LayerValues } from "../layers/layer.ts";
import { layersToJSON } from "../layers/layers-to-json.ts";
import { Matrix } from "../matrix/matrix.ts";
import { checkLike, type Parameters } from "../parameters.ts";

/** A width that is said has the other beside it; without both, columns go through as they are. */
export function checkWidths(action: string, { inputs, outputs }: Layer): void {
  if (inputs === undefined && outputs === undefined) return;
  checkInteger(action, "inputs of the layer", inputs, { min: 1 });
  checkInteger(action, "outputs of the layer", outputs, { min: 1 });
}

/** Refuses a layer that is of no kind, of the library's without being the library's, or of another in JSON. */
export function checkKind(action: string, part: Layer, layer: Layer): void {
  checkString(action, "kind", layer.kind);
  checkOwnKind(action, part);
  const { kind } = Object(layer.toJSON()) as Partial<Layer>;
  if (kind !== layer.kind)
    throw rangeError(action, `toJSON to give the kind ${show(layer.kind)}`, show(kind));
  layersToJSON(action, [layer]);
}

/** Refuses a kind that is the library's of layers that are not, inside others too: a file would be read with the library's. */
function checkOwnKind(action: string, part: Layer): void {
  checkNames(action, "a layer", [part], libraryKinds);
  for (const inner of part.layers ?? []) checkOwnKind(action, inner);
}

/** A matrix that nothing says of whether it decays was forgotten: what is called `weights` is one, and a row is a bias or a gain. */
export function checkWeights(action: string, layer: Layer, parameters: Parameters): void {
  const own = Object.entries(parameters).filter(([name]) => !layer.layers?.[Number.parseInt(name, 10)]);
  for (const name of checkArray(action, "weights to be a list of names", layer.weights ?? [])) {
    if (!own.some(([other]) => other === name)) {
      throw rangeError(
        action,
        `weights to name parameters of the layer, ${show(own.map(([other]) => other))}`,
        show(name),
      );
    }
  }
  if (layer.weights) return;
  const unsaid = own.find(([name, { rows }]) => rows > 1 && name !== "weights");
  if (unsaid)
    throw rangeError(action, `weights to say whether weight decay is for ${show(unsaid[0])}`, "nothing");
}

/** Refuses a layer that says it is affine and has other values than weights and a bias in its widths. */
export function checkAffineValues(action: string, layer: Layer, values: LayerValues): void {
  const { affine, inputs, outputs } = layer;
  if (affine !== undefined) checkBoolean(action, "affine", affine);
  if (!affine) return;
  checkInteger(action, "inputs of an affine layer", inputs, { min: 1 });
  checkInteger(action, "outputs of an affine layer", outputs, { min: 1 });
  const like = { weights: new Matrix(inputs!, outputs!), bias: new Matrix(1, outputs!) };
  checkLike(action, "an affine layer to have", { ...values.parameters, ...values.statistics }, like);
}
