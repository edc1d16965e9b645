import {
  type Activation,
  classicUniform,
  dense,
  gelu,
  glorotUniform,
  heNormal,
  type Initializer,
  isometricLogistic,
  lecunTanh,
  Network,
  orthogonal,
  type RBM,
  relu,
  selu,
  sigmoid,
  softmax,
  tanh,
} from "layerwise";
import { widthsOf } from "../cost.ts";
import type { ActivationName, Settings, StartName } from "../settings.ts";
import type { GroundFacts } from "./frame.ts";

const activations: Readonly<Record<ActivationName, Activation>> = {
  ...{ sigmoid, tanh, lecunTanh, relu, gelu, selu },
};

/**
 * The net that a start makes. Nets of one seed differ in nothing else: where RBMs are given their weights stand in the lowest layers, and
 * the layers above have the classical weights that the other net has.
 */
export function startedNet(
  start: StartName,
  settings: Settings,
  facts: Pick<GroundFacts, "inputs" | "classNames">,
  rbms: readonly RBM[],
): Network {
  const activation = activations[settings.activation];
  const initializer = initializerOf(start, settings.activation);
  const widths = widthsOf(settings, facts);
  const hidden = widths
    .slice(1, -1)
    .map((outputs, layer) => dense({ inputs: widths[layer]!, outputs, activation, initializer }));
  const top = dense({ inputs: settings.width, outputs: widths.at(-1)!, initializer });
  const given = rbms.flatMap(({ parameters: { weights, hiddenBias } }, layer) => [
    [`${layer}.weights`, weights],
    [`${layer}.bias`, hiddenBias],
  ]);
  const parameters = Object.fromEntries(given);
  return new Network({ layers: [...hidden, top], head: softmax, seed: settings.seed, parameters });
}

function initializerOf(start: StartName, activation: ActivationName): Initializer {
  if (start === "glorot") return glorotUniform;
  if (start === "he") return heNormal;
  if (start === "orthogonal") return orthogonal();
  if (start !== "isometric") return classicUniform;
  if (activation === "sigmoid") return isometricLogistic();
  return orthogonal({ gain: activation === "relu" || activation === "gelu" ? Math.SQRT2 : 1 });
}
