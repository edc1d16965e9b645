import { chain } from "../../optimizer/chain.ts";
import type { GradientTransform } from "../../optimizer/gradient-transform.ts";
import { sgd } from "../../optimizer/sgd.ts";
import { mapParameters } from "../../parameters.ts";
import type { GradientMoment, StudiedLayer } from "../trial-result.ts";
import type { TrialOptimizer } from "./trial-optimizer.ts";

/** The gradients of each layer times a factor of its own. Layers inside a layer have the factor of the outer one. */
function scaleLayers(factors: ReadonlyMap<string, number>): GradientTransform {
  return Object.freeze({
    name: "scaleLayers",
    apply: (engine, gradients) =>
      mapParameters(gradients, (gradient, name) =>
        engine.scale(factors.get(name.split(".")[0]!) ?? 1, gradient),
      ),
  } satisfies GradientTransform);
}

/**
 * How much weaker the error signal is in each layer than in the last hidden one, before training: rms δ_H / rms δ_ℓ, under the
 * place of the layer.
 */
function attenuationOf({ layers }: GradientMoment): ReadonlyMap<string, number> {
  const hidden = layers.slice(0, -1);
  const signal = ({ errorBeforeActivation, errorAfterActivation }: StudiedLayer): number =>
    errorBeforeActivation ?? errorAfterActivation;
  const top = signal(hidden.at(-1) ?? layers[0]!);
  const factor = (layer: StudiedLayer): number => {
    const ratio = top / signal(layer);
    return Number.isFinite(ratio) && ratio > 0 ? ratio : 1; // no signal arrives at all: no rate makes one
  };
  return new Map(hidden.map((layer) => [layer.path.split(".")[0]!, factor(layer)]));
}

/**
 * Gradient descent with momentum and a rate of its own for each layer, which makes up for the attenuation that was measured before
 * training. If the scale of the gradient is all that is lost on its way down, this gives it back.
 */
export const layerRates: TrialOptimizer = Object.freeze({
  name: "layer rates",
  description:
    "momentum 0.9, and in each layer the rate times the attenuation measured there before training",
  rates: [0.01, 0.0316, 0.1],
  cost: 3,
  make: (learningRate, start) =>
    chain(scaleLayers(attenuationOf(start)), sgd({ learningRate, momentum: 0.9 })),
} satisfies TrialOptimizer);
