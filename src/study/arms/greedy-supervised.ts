import { adam } from "../../optimizer/adam.ts";
import { pretrainSupervised } from "../../pretraining/pretrain-supervised.ts";
import type { Arm } from "../arm.ts";
import { looksOf } from "../looks.ts";
import { classical } from "./random-starts.ts";

/**
 * The classical start, each hidden layer trained in turn with the labels and with logits of its own, for as many epochs as an RBM is.
 *
 * @see Bengio, Lamblin, Popovici, Larochelle, "Greedy layer-wise training of deep networks", NIPS 2006, section 4.
 */
export const greedySupervised: Arm = Object.freeze({
  name: "greedy supervised",
  description: "logistic net, each layer in turn trained with the labels under logits of its own",
  kind: "pretrained",
  tags: ["supervised"],
  async start(ground) {
    const { spec, labeled, sizes } = ground;
    const { epochs: ofNets, batchSize, pretraining } = spec.settings;
    const { network } = await classical.start(ground);
    const { epochs: updatesAlike } = looksOf({ ...spec, times: 1 });
    const epochs = Math.round((updatesAlike * pretraining.epochs) / ofNets);
    await pretrainSupervised(network, labeled.inputs, labeled.targets, {
      epochs,
      batchSize,
      optimizer: adam(), // a changed arm would need another name, and results that are there would not count
      seed: spec.seed,
    });
    const outputs = network.outputs;
    const examples = labeled.inputs.rows;
    // a way forward and two back, but for the inputs of the layer that learns
    const layerCost = (layer: number): number => sizes[layer + 1]! * (2 * sizes[layer]! + 3 * outputs);
    const cost = sizes.slice(1).reduce((sum, _, layer) => sum + epochs * examples * layerCost(layer), 0);
    return { network, cost };
  },
} satisfies Arm);
