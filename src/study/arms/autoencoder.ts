import { sigmoid } from "../../activation/sigmoid.ts";
import { classicUniform } from "../../initializer/classic-uniform.ts";
import { dense } from "../../layers/dense.ts";
import type { AbstractMatrix } from "../../matrix/matrix.ts";
import { StackedAutoencoders } from "../../pretraining/stacked-autoencoders.ts";
import type { Arm } from "../arm.ts";
import { rbmEpochCost } from "../cost.ts";
import { hiddenLayers, networkOf } from "../ground.ts";

/**
 * All layers from a stack of denoising autoencoders, trained for as many epochs as the RBMs are.
 *
 * @see Vincent et al., "Stacked denoising autoencoders", JMLR 11, 2010.
 */
export const autoencoder: Arm = Object.freeze({
  name: "autoencoder",
  description: "logistic net, every layer from a stack of denoising autoencoders",
  kind: "pretrained",
  tags: ["autoencoder", "unsupervised"],
  async start(ground) {
    const { spec, sizes, inputs } = ground;
    const { epochs, batchSize } = spec.settings.pretraining;
    const { engine } = spec.settings;
    const stack = new StackedAutoencoders({ sizes, seed: spec.seed, engine, threads: 1 });
    await stack.pretrain(inputs, { epochs, batchSize });
    const given: Record<string, AbstractMatrix> = {};
    let cost = 0;
    for (const [layer, { parameters }] of stack.autoencoders.entries()) {
      given[`${layer}.weights`] = parameters.weights;
      given[`${layer}.bias`] = parameters.hiddenBias;
      // encoding, decoding, the way back to the hidden units and two products of gradients: five, as of contrastive divergence
      cost += epochs * rbmEpochCost(inputs.rows, sizes[layer]!, sizes[layer + 1]!);
    }
    const layers = hiddenLayers(ground, (fan) =>
      dense({ ...fan, activation: sigmoid, initializer: classicUniform }),
    );
    return { network: networkOf(ground, layers, given), cost };
  },
} satisfies Arm);
