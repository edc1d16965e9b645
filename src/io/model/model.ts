import { checkMethods } from "../../check.ts";
import type { Pipeline } from "../../data/pipeline/pipeline.ts";
import type { DBN } from "../../dbn/dbn.ts";
import type { Network } from "../../network/network.ts";
import type { RBM } from "../../rbm/rbm.ts";

/** What is kept in a file: a net, an RBM, a stack of RBMs, or one of these with its preparation and its names. */
export type Model = Network | RBM | DBN | Pipeline;

/** Returns a model, of whichever copy of this library, and refuses what is none. */
export function checkModel(action: string, model: Model): Model {
  return checkMethods(action, "a Network, an RBM, a DBN or a Pipeline", model, "toJSON");
}

/** Whether a model is a pipeline. */
export function isPipeline(model: Model): model is Pipeline {
  return "model" in model;
}
