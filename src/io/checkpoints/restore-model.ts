import { checkMethods, checkRecord, rangeError, show, typeError } from "../../check.ts";
import type { DBN } from "../../dbn/dbn.ts";
import { reference } from "../../engine/reference.ts";
import type { Run } from "../../fit/run.ts";
import type { RunState } from "../../fit/run-state.ts";
import type { Network } from "../../network/network.ts";
import { aboutNetwork, FROZEN } from "../../network/training-job.ts";
import {
  checkLike,
  copyParameters,
  loadParameters,
  type Parameters,
  prefixParameters,
} from "../../parameters.ts";
import type { DenoisingAutoencoder } from "../../pretraining/denoising-autoencoder.ts";
import type { StackedAutoencoders } from "../../pretraining/stacked-autoencoders.ts";
import { aboutAutoencoder } from "../../pretraining/training-job.ts";
import { takeSeed } from "../../random/seed.ts";
import type { RBM } from "../../rbm/rbm.ts";
import { kindOfRBM } from "../../rbm/training/training-job.ts";
import { checkModel, isAutoencoders, isPipeline, partsOf, type SavedModel } from "../model/model.ts";
import { refuseOptions } from "../no-options.ts";

const MODELS = "a Network, an RBM, a DBN or autoencoders";

/**
 * Puts the parameters where a run stands, and the seed of its model, into a model of the same layers, without training it.
 *
 * @param model - The model, whose values are overwritten.
 * @param run - A run of such a model.
 * @throws TypeError or RangeError if it is of another model or has not begun, with nothing changed.
 * @example
 * const run = new Run();
 * await network.fit(inputs, labels, { epochs: 1, run });
 * restoreModel(network, run);
 */
export function restoreModel(
  model: Network | RBM | DBN | DenoisingAutoencoder | StackedAutoencoders,
  run: Run,
): void;
export function restoreModel(
  model: Network | RBM | DBN | DenoisingAutoencoder | StackedAutoencoders,
  run: Run,
  options?: unknown,
): void {
  const action = "restore a model";
  refuseOptions(action, options);
  if (isPipeline(checkModel<SavedModel>(action, model, MODELS))) throw typeError(action, MODELS, show(model));
  checkMethods(action, "run to be a run, such as new Run()", run, "toParts");
  const { state } = run;
  if (state === undefined) throw rangeError(action, "a run that has begun", "an empty one");
  const parts = partsOf(model);
  const states = (
    parts.length === 1 && state.layers === undefined ? [state] : state.layers
  ) as readonly RunState[];
  if (states?.length !== parts.length)
    throw rangeError(action, `a run of ${parts.length} models`, show(states?.length ?? 1));
  const pairs = parts.map((part, index): [Parameters, Parameters] => {
    const own = isAutoencoders(part)
      ? prefixParameters(0, part.parameters)
      : { ...part.parameters, ...("statistics" in part && part.statistics) };
    checkKind(action, part, states[index]!.about);
    const values = checkRecord(
      action,
      "values of the run to be matrices",
      states[index]!.values,
    ) as Parameters;
    checkLike(action, "the run to have", values, own);
    loadParameters(action, reference, values); // refuses what is not finite
    return [values, own];
  });
  takeSeed(action, model, state.modelSeed);
  for (const [index, part] of parts.entries()) takeSeed(action, part, states[index]!.modelSeed);
  for (const [values, own] of pairs) copyParameters(reference, values, own);
}

/** Refuses what a run of another kind of layers, head or units has learnt; which layers are frozen is no matter. */
function checkKind(action: string, part: ReturnType<typeof partsOf>[number], about: unknown): void {
  const own: Readonly<Record<string, string>> =
    "visibleUnits" in part
      ? { model: kindOfRBM(part) }
      : isAutoencoders(part)
        ? aboutAutoencoder(part)
        : aboutNetwork({ layers: part.layers, head: part.head, frozen: new Set() });
  const told = checkRecord(action, "what the run is about", about) as Readonly<Record<string, unknown>>;
  for (const [name, now] of Object.entries(own)) {
    const then = String(told[name] ?? now).replace(new RegExp(`${FROZEN}$`), ""); // the parts of a stack that were not begun say nothing
    if (then !== now)
      throw rangeError(action, `a model with ${name} ${show(then)}, as the run has`, show(now));
  }
}
