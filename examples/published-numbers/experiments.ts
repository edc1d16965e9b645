// What was published, and what trains the same nets here.
import {
  chain,
  classicUniform,
  contrastiveDivergence,
  DBN,
  type EngineChoice,
  exponential,
  glorotUniform,
  Network,
  type NetworkFitOptions,
  normal,
  piecewise,
  type RBMFitOptions,
  sgd,
  sigmoid,
  tanh,
  weightDecay,
} from "layerwise";
import type { LabeledDataset } from "layerwise/data";
import { pretrainSupervised, StackedAutoencoders } from "layerwise/pretraining";

export interface Data {
  readonly train: LabeledDataset;
  readonly test: LabeledDataset;
  /** Where the nets are trained: `"blas"` takes about half the time of `"auto"` where there is one. */
  readonly engine: EngineChoice;
}
export interface Experiment {
  readonly source: string;
  /** Whether a pixel is 1 above a half and else 0. */
  readonly binary?: boolean;
  /** By variant: the test error that was published, in %, if one was, and what trains a net. */
  readonly variants: Readonly<
    Record<string, readonly [number | undefined, (data: Data, seed: number) => Promise<Network>]>
  >;
}

/** A DBN pretrained from weights of N(0, std²), and then its net trained with the labels. */
async function pretrained(
  { train, engine }: Data,
  seed: number,
  sizes: readonly number[],
  rbm: RBMFitOptions,
  net: NetworkFitOptions,
  std = 0.1,
): Promise<Network> {
  const dbn = new DBN({ sizes, initializer: normal({ std }), seed, engine });
  await dbn.pretrain(train, rbm);
  const network = dbn.toNetwork({ outputs: 10 });
  await network.fit(train, net);
  return network;
}

/** The same net, or a shallow one, from random weights. */
async function random(
  { train, engine }: Data,
  seed: number,
  sizes: readonly number[],
  net: NetworkFitOptions,
  start: Pick<Parameters<typeof Network.fromSizes>[1] & object, "activation" | "initializer"> = {},
): Promise<Network> {
  const logistic = { activation: sigmoid, initializer: classicUniform };
  const network = Network.fromSizes([...sizes, 10], { ...logistic, ...start, seed, engine });
  await network.fit(train, net);
  return network;
}

const plain = (learningRate: number) => sgd({ learningRate });
const rising = piecewise({ values: [0.5, 0.9], until: [5] });
const falling = exponential({ rate: 0.1, decay: 0.95 });

const wide = [784, 500, 500];
const three = [784, 500, 500, 500];
const four = [784, 500, 500, 2000];
const five = [784, 1000, 1000, 1000, 1000, 1000];

/** The experiments by their names, with so large a share of the epochs. */
export const experimentsOf = (share: number): Readonly<Record<string, Experiment>> => {
  const epochs = (count: number): number => Math.max(1, Math.round(count * share));
  const ofRBMs = { epochs: epochs(100), batchSize: 128, optimizer: plain(0.1) };
  const long = { epochs: epochs(200), batchSize: 128, optimizer: plain(0.1) };
  const glorots = (rate: number) => ({
    ...{ epochs: epochs(8), batchSize: 10 },
    optimizer: sgd({ learningRate: exponential({ rate, decay: 0.75 }) }),
  });
  const hintons = {
    ...{ epochs: epochs(20), batchSize: 100 },
    optimizer: chain(weightDecay(0.0002), sgd({ learningRate: 0.1, momentum: rising })),
  };
  const slower = (momentum: number) => ({
    ...{ epochs: epochs(40), batchSize: 100 },
    optimizer: sgd({ learningRate: falling, momentum }),
  });
  const usual = slower(0.9);
  return {
    "784-500-500-10": {
      source:
        "github.com/Destivano/RBM, one run; images binarized at 0.5, 100 RBM and 200 net epochs, rate 0.1, batch 128",
      binary: true,
      variants: {
        "from RBMs": [
          1.8,
          (data, seed) => {
            // the chain's visible states are drawn, also where the data of the upper RBM are means
            const sampler = contrastiveDivergence({ visibleStates: "samples" });
            return pretrained(data, seed, wide, { ...ofRBMs, sampler }, long, 0.01);
          },
        ],
        "from RBMs, by means": [undefined, (data, seed) => pretrained(data, seed, wide, ofRBMs, long, 0.01)],
        random: [2.64, (data, seed) => random(data, seed, wide, long)],
      },
    },
    bengio: {
      source:
        "Bengio, Lamblin, Popovici, Larochelle, 2007, read at second hand; three hidden layers, sizes and rates ours",
      variants: {
        "from RBMs": [1.2, (data, seed) => pretrained(data, seed, three, hintons, usual)],
        "from autoencoders": [
          1.4,
          async ({ train, engine }, seed) => {
            const stack = new StackedAutoencoders({ sizes: three, noise: { masking: 0.25 }, seed, engine });
            await stack.pretrain(train, { epochs: epochs(30), batchSize: 100 });
            const network = stack.toNetwork({ outputs: 10 });
            await network.fit(train, usual);
            return network;
          },
        ],
        "greedy supervised": [
          2.0,
          async ({ train, engine }, seed) => {
            const options = { activation: sigmoid, initializer: classicUniform, seed, engine };
            const network = Network.fromSizes([...three, 10], options);
            await pretrainSupervised(network, train, { epochs: epochs(10), batchSize: 100 });
            await network.fit(train, usual);
            return network;
          },
        ],
        random: [2.4, (data, seed) => random(data, seed, three, usual)],
        shallow: [1.9, (data, seed) => random(data, seed, [784, 500], usual)],
      },
    },
    glorot: {
      source:
        "Glorot, Bengio, 2010, table 1, read at second hand; five layers of 1000, batch 10, rate and epochs ours",
      variants: {
        sigmoid: [2.21, (data, seed) => random(data, seed, five, glorots(0.05))],
        tanh: [1.76, (data, seed) => random(data, seed, five, glorots(0.15), { activation: tanh })],
        "tanh normalized": [
          1.64,
          (data, seed) =>
            random(data, seed, five, glorots(0.05), { activation: tanh, initializer: glorotUniform }),
        ],
      },
    },
    "784-500-500-2000-10": {
      source:
        "Hinton, Salakhutdinov, 2006: 1.2 % from RBMs and 1.6 % from random weights; rates of the net ours",
      variants: {
        "from RBMs": [1.2, (data, seed) => pretrained(data, seed, four, hintons, usual)],
        "from RBMs, no momentum": [
          undefined,
          (data, seed) => pretrained(data, seed, four, hintons, slower(0)),
        ],
      },
    },
  };
};
