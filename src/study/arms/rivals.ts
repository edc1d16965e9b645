import { relu } from "../../activation/relu.ts";
import { sigmoid } from "../../activation/sigmoid.ts";
import { glorotUniform } from "../../initializer/glorot.ts";
import { heNormal } from "../../initializer/he.ts";
import { dense } from "../../layers/dense.ts";
import { dropout } from "../../layers/dropout.ts";
import type { Layer } from "../../layers/layer.ts";
import type { Network } from "../../network/network.ts";
import { pcaWhiten } from "../../preprocess/pca-whiten.ts";
import type { Arm } from "../arm.ts";
import { whiteningCost } from "../cost.ts";
import { type Ground, hiddenLayers, networkOf } from "../ground.ts";

// What one would take instead of a deep net and pretraining, most of all where labels are few.

/** A net of one hidden layer, however deep the others are. */
function oneHidden(
  ground: Ground,
  units: number,
  layer: (fan: { inputs: number; outputs: number }) => Layer,
): Network {
  const inputs = ground.sizes[0]!;
  return networkOf({ ...ground, sizes: [inputs, units] }, [layer({ inputs, outputs: units })]);
}

const logistic = (fan: { inputs: number; outputs: number }): Layer =>
  dense({ ...fan, activation: sigmoid, initializer: glorotUniform });

export const shallow: Arm = Object.freeze({
  name: "shallow",
  description: "one hidden logistic layer, Glorot's uniform weights",
  kind: "rival",
  tags: ["shallow"],
  start: (ground) => ({ network: oneHidden(ground, ground.spec.width, logistic) }),
} satisfies Arm);

/** The share of the hidden outputs that is left out in a batch: a half, as for wide layers, would cut a narrow net off. */
const DROPPED = 0.2;

/** @see Srivastava et al., "Dropout", JMLR 15, 2014. */
export const regularized: Arm = Object.freeze({
  name: "dropout",
  description: "ReLU net, He's normal weights, a fifth of the hidden outputs left out in every batch",
  kind: "rival",
  tags: ["regularized"],
  start: (ground) => ({
    network: networkOf(
      ground,
      hiddenLayers(ground, (fan) => [
        dense({ ...fan, activation: relu, initializer: heNormal }),
        dropout({ rate: DROPPED }),
      ]).flat(),
    ),
  }),
} satisfies Arm);

/** The principal components that the net is given, at most. */
const COMPONENTS = 32;

/** Directions this much smaller than a column that is always 0 or 1 are noise, and are not blown up. */
const EPSILON = 0.01;

/** The oldest way to learn from inputs without labels: all of them decide the components. */
export const principalComponents: Arm = Object.freeze({
  name: "pca",
  description: "one hidden logistic layer on up to 32 whitened principal components of all training inputs",
  kind: "rival",
  tags: ["shallow", "unsupervised preparation"],
  prepare: ({ inputs }) => {
    const whole = pcaWhiten.fit(inputs, { epsilon: EPSILON });
    const components = Math.min(COMPONENTS, whole.variances.columns);
    return {
      preprocessor: pcaWhiten.fit(inputs, { epsilon: EPSILON, components }),
      cost: whiteningCost(inputs.rows, inputs.columns),
    };
  },
  start: shallow.start,
} satisfies Arm);

/** Random features for each unit of a hidden layer. */
const WIDER = 16;

/**
 * A kernel machine, but for how its features are drawn: a wide random layer that is not trained, and a trained layer of logits.
 *
 * @see Rahimi, Recht, "Random features for large-scale kernel machines", NIPS 2007; Cho, Saul, "Kernel methods for deep learning", NIPS 2009.
 */
export const randomFeatures: Arm = Object.freeze({
  name: "random features",
  description:
    "sixteen times as many random ReLU features that are not trained, under a trained layer of logits",
  kind: "rival",
  tags: ["shallow", "kernel"],
  start: (ground) => {
    const features = (fan: { inputs: number; outputs: number }): Layer =>
      dense({ ...fan, activation: relu, initializer: heNormal });
    return { network: oneHidden(ground, WIDER * ground.spec.width, features).freeze(0) };
  },
} satisfies Arm);
