import {
  adam,
  GradientProbe,
  type GradientReport,
  Matrix,
  type Network,
  type NetworkEpochs,
  type Optimizer,
  rmsProp,
  sgd,
} from "layerwise";
import { placeOf } from "layerwise/study";
import { netEpochCost, widthsOf } from "../cost.ts";
import type { OptimizerName, Settings } from "../settings.ts";
import { type LayerFrame, type NetFrame, REGION } from "./frame.ts";
import type { Ground } from "./ground.ts";

/** Examples that gradients are measured on. */
const PROBED = 100;

const optimizers: Readonly<Record<OptimizerName, (learningRate: number) => Optimizer>> = {
  momentum: (learningRate) => sgd({ learningRate, momentum: 0.9 }),
  sgd: (learningRate) => sgd({ learningRate }),
  adam: (learningRate) => adam({ learningRate }),
  rmsProp: (learningRate) => rmsProp({ learningRate }),
};

const square = new Matrix(
  Array.from({ length: REGION ** 2 }, (_, place) =>
    [place % REGION, REGION - 1 - Math.floor(place / REGION)].map((step) => step / (REGION - 1)),
  ),
);

/** A net with what it has cost, and its epochs one by one. */
export class Learner {
  readonly network: Network;
  readonly #ground: Ground;
  readonly #epochs: NetworkEpochs;
  readonly #epochCost: number;
  #cost: number;
  #broken: string | undefined;

  constructor(network: Network, settings: Settings, ground: Ground, spent: number, signal: AbortSignal) {
    const { epochs, rate, seed } = settings;
    const optimizer = optimizers[settings.optimizer](rate);
    this.network = network;
    this.#ground = ground;
    this.#epochs = network.epochs(ground.train, { epochs, optimizer, seed, signal });
    this.#epochCost = netEpochCost(ground.facts.training, widthsOf(settings, ground.facts));
    this.#cost = spent;
  }

  /** Trains for an epoch, unless its training broke off before. */
  async step(signal: AbortSignal): Promise<void> {
    if (this.#broken !== undefined) return;
    try {
      await this.#epochs.next();
      this.#cost += this.#epochCost;
    } catch (error) {
      signal.throwIfAborted();
      this.#broken = (error as Error).message;
    }
  }

  /** What the net is like now. */
  frame(): NetFrame {
    return netFrame(this.network, this.#ground, this.#cost, this.#broken);
  }
}

/** Measures a net. */
export function netFrame(network: Network, ground: Ground, cost: number, broken?: string): NetFrame {
  const { train, test, facts } = ground;
  const probed = Math.min(PROBED, train.inputs.rows);
  const inputs = train.inputs.subMatrix(0, probed - 1, 0, train.inputs.columns - 1);
  const report = new GradientProbe().measure(network, inputs, train.labels.subarray(0, probed));
  return {
    layers: layerFrames(report),
    accuracy: network.evaluate(test).accuracy!,
    cost,
    places: placesOf(network),
    ...(facts.points && { region: regionOf(network) }),
    ...(broken !== undefined && { broken }),
  };
}

function layerFrames({ layers }: GradientReport): LayerFrame[] {
  const hidden = layers.slice(0, -1);
  const last = hidden.at(-1)!.errorBeforeActivation ?? 0;
  return hidden.map(({ errorBeforeActivation = 0, slopeFactor = 0, weightFactor = 0 }) => ({
    signal: last === 0 ? 0 : errorBeforeActivation / last,
    ...{ slopes: slopeFactor, weights: weightFactor },
  }));
}

/** The probability of the second class at each place of the square, the row of the greatest second input first. */
function regionOf(network: Network): Uint8Array {
  const told = network.predict(square); // (places, 2)
  return Uint8Array.from({ length: REGION ** 2 }, (_, place) => Math.round(255 * told.get(place, 1)));
}

function placesOf(network: Network): NetFrame["places"] {
  const name = network.layers[0]!.activation!.name;
  return name === "sigmoid" || name === "tanh" ? placeOf(network) : [];
}
