import type { Activation } from "../../activation/activation.ts";
import { sigmoid } from "../../activation/sigmoid.ts";
import type { Head } from "../../head/head.ts";
import { classicUniform } from "../../initializer/classic-uniform.ts";
import { dense } from "../../layers/dense.ts";
import type { AbstractMatrix } from "../../matrix/matrix.ts";
import type { Noise } from "../../pretraining/noise.ts";
import { StackedAutoencoders } from "../../pretraining/stacked-autoencoders.ts";
import type { Arm, Start } from "../arm.ts";
import { rbmEpochCost } from "../cost.ts";
import { type Ground, hiddenLayers, networkOf } from "../ground.ts";

/** What differs between stacks of autoencoders; the rest is as by default. */
export interface StackedUnits {
  readonly activation: Activation;
  readonly decoder?: Head;
  readonly noise?: Noise;
}

/** A net that takes every layer from a stack of autoencoders, which train for as many epochs as the RBMs do. */
export async function startFromAutoencoders(ground: Ground, units: StackedUnits): Promise<Start> {
  const { spec, sizes, inputs } = ground;
  const { epochs, batchSize } = spec.settings.pretraining;
  const { engine } = spec.settings;
  const stack = new StackedAutoencoders({ sizes, ...units, seed: spec.seed, engine, threads: 1 });
  await stack.pretrain(inputs, { epochs, batchSize });
  const given: Record<string, AbstractMatrix> = {};
  let cost = 0;
  for (const [layer, { parameters }] of stack.autoencoders.entries()) {
    given[`${layer}.weights`] = parameters.weights;
    given[`${layer}.bias`] = parameters.hiddenBias;
    // encoding, decoding, the way back to the hidden units and two products of gradients: five, as of contrastive divergence
    cost += epochs * rbmEpochCost(inputs.rows, sizes[layer]!, sizes[layer + 1]!);
  }
  const { activation } = units;
  const layers = hiddenLayers(ground, (fan) => dense({ ...fan, activation, initializer: classicUniform }));
  return { network: networkOf(ground, layers, given), cost };
}

/**
 * All layers from a stack of denoising autoencoders.
 *
 * @see Vincent et al., "Stacked denoising autoencoders", JMLR 11, 2010.
 */
export const autoencoder: Arm = Object.freeze({
  name: "autoencoder",
  description: "logistic net, every layer from a stack of denoising autoencoders",
  kind: "pretrained",
  tags: ["autoencoder", "unsupervised"],
  start: (ground) => startFromAutoencoders(ground, { activation: sigmoid }),
} satisfies Arm);
