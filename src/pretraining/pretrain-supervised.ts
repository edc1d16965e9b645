import { checkKeys } from "../check.ts";
import type { Engine } from "../engine/engine.ts";
import { epochsInTurn } from "../fit/epochs-in-turn.ts";
import { fitEpochs, toEnd } from "../fit/fit.ts";
import { fitOptionNames } from "../fit/fit-options.ts";
import type { NetworkEpochs, NetworkHistory } from "../fit/history.ts";
import type { Job } from "../fit/job.ts";
import type { Run } from "../fit/run.ts";
import { stackRun } from "../fit/stack-run.ts";
import { dense } from "../layers/dense.ts";
import type { DatasetLike } from "../matrix/dataset-like.ts";
import { Matrix, type MatrixLike, type Targets } from "../matrix/matrix.ts";
import { checkNetwork } from "../network/check-network.ts";
import { type ExampleArguments, sortArguments } from "../network/example-arguments.ts";
import type { Examples } from "../network/examples.ts";
import type { Matrices } from "../network/initial-values.ts";
import type { Network } from "../network/network.ts";
import {
  type CheckedRun,
  checkRun,
  type NetworkFitOptions,
  networkFitOptionNames,
} from "../network/prepare-fit.ts";
import { type TrainedNetwork, trainingJob } from "../network/training-job.ts";
import { adam } from "../optimizer/adam.ts";
import { mapParameters, prefixParameters } from "../parameters.ts";
import type { Seed } from "../random/seed.ts";
import { RandomStream } from "../random/stream.ts";
import { type HiddenPart, hiddenParts } from "./hidden-parts.ts";
import { runLayers } from "./run-layers.ts";

/** Options of `pretrainSupervised`: those of `network.fit`, for every layer. The default of `optimizer` is `adam({ learningRate: 0.01 })`. */
export type SupervisedPretrainOptions = Omit<NetworkFitOptions, "probe">;

const action = "pretrain the network";

/** Of Adam, where no optimizer is given; docs/pretraining.md has the evidence. */
const LEARNING_RATE = 0.01;

/** The same for a dataset, `{ inputs, labels }` or `{ inputs, targets }`. */
export async function pretrainSupervised(
  network: Network,
  data: DatasetLike,
  options?: SupervisedPretrainOptions,
): Promise<NetworkHistory>;
/**
 * Greedy supervised pretraining: trains the hidden layers of a network one after the other, from the data upwards, each with the labels
 * and with a layer of outputs of its own, which is thrown away.
 *
 *     layer n:   minimize loss(h·V + c, t) over Wₙ, bₙ, V, c   with h = fₙ(hₙ₋₁·Wₙ + bₙ) and hₙ₋₁ fixed
 *
 * Training writes into the network itself. Its own last layer stays as it is, for `network.fit` to go on from there. A hidden layer is
 * a dense or residual one with what follows it up to the next; frozen ones stay as they are.
 *
 * @param network - A network with a dense last layer and at least one hidden layer before it.
 * @param inputs - (examples, inputs)
 * @param targets - What `network.fit` takes.
 * @param options - Those of `network.fit`, for every layer; each draws its own noise and order. A `run` keeps where all of them stand, but
 * not the layers that are frozen nor the network's own last one, which must be those that it began with.
 * @returns The history, whose records carry their `layer`.
 * @throws RangeError or TypeError, as a rejection, if the network, data or options are wrong, with nothing changed; or if training
 * diverges, with the last good parameters kept. Rejects with the signal's reason if it is aborted, keeping what was learnt.
 * @example
 * const network = Network.fromSizes([64, 30, 30, 10], { activation: sigmoid, seed: 1 });
 * await pretrainSupervised(network, train, { epochs: 5 });
 * await network.fit(train, { epochs: 5 });
 *
 * @see Bengio, Lamblin, Popovici, Larochelle, "Greedy layer-wise training of deep networks", NIPS 2006, section 4.
 */
export async function pretrainSupervised(
  network: Network,
  inputs: MatrixLike,
  targets: Targets,
  options?: SupervisedPretrainOptions,
): Promise<NetworkHistory>;
export async function pretrainSupervised(
  network: Network,
  ...given: ExampleArguments<SupervisedPretrainOptions>
): Promise<NetworkHistory> {
  checkNetwork(action, network);
  const parts = hiddenParts(action, network);
  const [data, options = {}] = sortArguments(action, given);
  checkKeys(
    action,
    options,
    [...fitOptionNames, ...networkFitOptionNames].filter((name) => name !== "probe"),
  );
  const { optimizer = adam({ learningRate: LEARNING_RATE }) } = options;
  const run = checkRun(action, network, [data, { ...options, optimizer }]);
  const { seed, run: whole } = run.checked;
  const layers = parts
    .map((part, layer) => ({ ...withOutputs(network, part, seedOf(seed, layer)), part, layer }))
    .filter(({ part }) => part.trains);
  const models = layers.map(({ parameters, statistics }) => ({
    engineKind: network.engineKind,
    parameters: { ...parameters, ...statistics },
  }));
  const owners = [network, ...layers.map(() => network)] as const;
  const stack = whole && stackRun(action, whole, models, "hidden layers", seed, owners);
  const epochs = epochsInTurn(runs(network, parts, run, layers, stack?.layers), seed, "Hidden layer");
  return toEnd(
    stack?.follow(
      layers.map(({ layer }) => seedOf(seed, layer)),
      epochs,
    ) ?? epochs,
  );
}

/** The seed of the draws of a layer. */
const seedOf = (seed: Seed, layer: number): string => `${seed}, layer ${layer}`;

/** The run of each hidden layer, on what those below give; it begins when the one before has ended. */
function* runs(
  network: Network,
  parts: readonly HiddenPart[],
  { checked: common, ...data }: CheckedRun,
  shallow: readonly (TrainedNetwork & { readonly layer: number })[],
  kept: readonly Run[] | undefined,
): Generator<NetworkEpochs> {
  const { engineKind: kind } = network;
  let { training, validation } = data;
  for (const [layer, part] of parts.entries()) {
    const place = shallow.findIndex((each) => each.layer === layer);
    const checked = { ...common, seed: seedOf(common.seed, layer), run: kept?.[place] };
    const data = [training, validation] as const;
    const start = (engine: Engine): Job => {
      const job = trainingJob(
        `${action}, layer ${layer}`,
        shallow[place]!,
        engine,
        ...data,
        undefined,
        checked,
      );
      return { ...job, model: network, layer };
    };
    if (part.trains) yield fitEpochs(kind, start, checked);
    const upwards = (examples: Examples): Examples => {
      const values = { ...part.parameters, ...part.statistics };
      const inputs = runLayers(action, kind, { layers: part.layers, values }, examples.inputs, part.outputs);
      return { ...examples, inputs };
    };
    training = upwards(training);
    validation &&= upwards(validation);
  }
}

/** A hidden layer under outputs of its own. */
function withOutputs(
  { head, outputs }: Network,
  { layers, frozen, parameters, statistics, outputs: inputs }: HiddenPart,
  seed: string,
): TrainedNetwork {
  const top = dense({ inputs, outputs });
  const drawn = top.initialize((purpose) => new RandomStream(seed, `outputs ${purpose}`), "later");
  const values = mapParameters(drawn.parameters, (matrix) => new Matrix(matrix));
  return {
    layers: [...layers, top],
    ...{ head, frozen, statistics },
    parameters: { ...parameters, ...(prefixParameters(layers.length, values) as Matrices) },
  };
}
