import { activationByName } from "../../activation/by-name.ts";
import { checkArray, checkInteger, checkKeys, checkOneOf, readSafely } from "../../check.ts";
import { checkSize } from "../../matrix/check-size.ts";
import type { Network } from "../../network/network.ts";
import { initializerByName } from "./initializer-by-name.ts";
import { AS_GIVEN, type BodyName, type Recipe, type Task } from "./recipe.ts";

/** A net in words, as `--net` reads it from JSON. */
export interface NetDescription {
  /** The units of the hidden layers, from the inputs upwards. Default [64, 64, 64]. */
  readonly layers?: readonly number[] | undefined;
  /** The name of their activation. Default `"tanh"`. */
  readonly activation?: string | undefined;
  /** The name of their initializer: `"glorotUniform"` or short `"glorot"`, `"normal(std=0.01)"` … Default `"glorotUniform"`. */
  readonly start?: string | undefined;
  /** `"plain"` (default), each `"normalized"` over the batch, or `"residual"`, with a way around each. */
  readonly body?: BodyName | undefined;
}

/** The parts of a recipe that a net decides. */
export type NetRecipe = Pick<Recipe, "layers" | "activation" | "start" | "body" | "dropout">;

const BODIES: readonly BodyName[] = ["plain", "normalized", "residual"];
const MOST_LAYERS = 1000;

/** Reads a description. */
export function readDescription(action: string, description: NetDescription, task: Task): NetRecipe {
  const expected = "a Network, or a description { layers, activation, start, body }";
  return readSafely(action, expected, () => {
    checkKeys(action, description, ["layers", "activation", "start", "body"], "a description");
    const {
      layers = [64, 64, 64],
      activation = "tanh",
      start = "glorotUniform",
      body = "plain",
    } = description;
    const widths = checkArray(action, "layers to be a list of widths", layers);
    checkInteger(action, "the number of layers", widths.length, { max: MOST_LAYERS });
    for (const width of widths) checkInteger(action, "layers, each,", width, { min: 1 });
    const sizes = [task.inputs, ...widths, task.outputs];
    for (const [index, width] of sizes.slice(1).entries()) checkSize(action, "weights", sizes[index]!, width);
    return {
      layers: widths,
      activation: activationByName(action, activation).name,
      start: initializerByName(action, start).name,
      body: checkOneOf(action, "body", body, BODIES),
      dropout: 0,
    };
  });
}

/** What a recipe says of a net that was handed over: the widths of its affine layers, of whichever kind, and the first activation there is. */
export function recipeOfNetwork({ layers }: Network): NetRecipe {
  const inner = (list: Network["layers"]): Network["layers"] =>
    list.flatMap((layer) => [layer, ...inner(layer.layers ?? [])]);
  const all = inner(layers);
  const hidden = all.filter(({ affine }) => affine).slice(0, -1);
  const activations = all.slice(0, -1).flatMap(({ activation }) => activation ?? []);
  const activation = activations.find(({ name }) => name !== "identity")?.name ?? "tanh";
  return {
    layers: hidden.map(({ outputs }) => outputs!),
    activation,
    start: AS_GIVEN,
    body: "plain",
    dropout: 0,
  };
}
