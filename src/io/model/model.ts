import { checkMethods, holds, show, typeError } from "../../check.ts";
import type { Pipeline } from "../../data/pipeline/pipeline.ts";
import type { DBN } from "../../dbn/dbn.ts";
import type { Network } from "../../network/network.ts";
import type { DenoisingAutoencoder } from "../../pretraining/denoising-autoencoder.ts";
import type { StackedAutoencoders } from "../../pretraining/stacked-autoencoders.ts";
import type { RBM } from "../../rbm/rbm.ts";

/** A net, an RBM, a stack of RBMs, or one of these with its preparation and its names. */
export type Model = Network | RBM | DBN | Pipeline;

/** What is kept in a file: such a model, an autoencoder, or a stack of them. */
export type SavedModel = Model | DenoisingAutoencoder | StackedAutoencoders;

/** Those of them that errors name. */
export const MODELS = "a Network, an RBM, a DBN or a Pipeline, or autoencoders";

/** Fields by which models are told, of whichever copy of this library. */
const fields: readonly (readonly string[])[] = [
  ["layers", "head"],
  ["rbms"],
  ["visibleUnits", "hiddenUnits"],
  ["model", "columns"],
  ["autoencoders"],
  ["decoder", "noise"],
];

/** Returns a model that can be saved, of whichever copy of this library, and refuses what is none. */
export function checkModel<Kind extends SavedModel>(
  action: string,
  model: Kind,
  expected: string = MODELS,
): Kind {
  const isModel = holds(() => fields.some((each) => each.every((field) => field in model)));
  if (isModel) return checkMethods(action, expected, model as SavedModel, "toJSON") as Kind;
  const isRun = holds(() => "toParts" in model && "isLive" in model);
  const isPreparation = holds(() => "transform" in model && "inverse" in model);
  const advice = isRun
    ? ", a run, which runToBytes saves"
    : isPreparation
      ? ", a preparation: save new Pipeline({ model, preparation }), or its JSON"
      : "";
  throw typeError(action, expected, show(model) + advice);
}

/** Whether a model is a pipeline. */
export function isPipeline(model: SavedModel): model is Pipeline {
  return "model" in model;
}

/** Whether it is an autoencoder, or a stack of them. */
export function isAutoencoders(model: SavedModel): model is DenoisingAutoencoder | StackedAutoencoders {
  return "autoencoders" in model || "decoder" in model;
}

/** Whichever parts of a model have parameters: itself, or each of a stack. */
export function partsOf(model: SavedModel): readonly (Network | RBM | DenoisingAutoencoder)[] {
  const inner = isPipeline(model) ? model.model : model;
  return "rbms" in inner ? inner.rbms : "autoencoders" in inner ? inner.autoencoders : [inner];
}
