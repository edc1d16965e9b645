import * as layerwise from "../../../src/index.ts";
import * as pretraining from "../../../src/pretraining/index.ts";
import { networkParts } from "./part-options.ts";
import { engine, hidden, inputs, labels, layerRun, run, weighed, written } from "./small-runs.ts";
import { type ValidCall, valid } from "./valid.ts";

const { DenoisingAutoencoder, StackedAutoencoders } = pretraining;
const settings = (): pretraining.AutoencoderSettings => ({
  activation: layerwise.tanh,
  decoder: layerwise.linear,
  tied: false,
  noise: { masking: 0.2 },
  initializer: layerwise.glorotUniform,
  seed: 1,
  engine,
  threads: 1,
});
const autoencoder = (noise: pretraining.Noise = { masking: 0.2 }): pretraining.DenoisingAutoencoder =>
  new DenoisingAutoencoder({ visible: 4, hidden: 3, noise, seed: 1, engine });
const stack = (noise: pretraining.Noise = { masking: 0.2 }): pretraining.StackedAutoencoders =>
  new StackedAutoencoders({ sizes: [4, 3, 2], noise, seed: 1, engine });

/** Parts of one's own that autoencoders have. */
const autoencoderParts = () => {
  const { activations, heads } = networkParts();
  return { activations, heads };
};

/** Every function, constructor and method of layerwise/pretraining. */
export const pretrainingCalls: readonly ValidCall[] = [
  valid(
    "DenoisingAutoencoder",
    (options: pretraining.DenoisingAutoencoderOptions) => new DenoisingAutoencoder(options),
    () => [
      {
        ...settings(),
        visible: 4,
        hidden: 3,
        parameters: {
          weights: [...hidden(), ...hidden()],
          hiddenBias: [0, 1, 0],
          visibleBias: [[0, 0, 0, 1]],
          decoderWeights: inputs().slice(0, 3),
        },
      },
    ],
  ),
  valid(
    "DenoisingAutoencoder",
    (options: pretraining.DenoisingAutoencoderOptions) => new DenoisingAutoencoder(options),
    () => [{ visible: 4, hidden: 3, noise: { gaussian: 0.2 }, engine }],
  ),
  valid("DenoisingAutoencoder.fromJSON", DenoisingAutoencoder.fromJSON, () => [
    written(autoencoder()),
    { ...autoencoderParts(), engine, threads: 1 },
  ]),
  valid("DenoisingAutoencoder.fromJSON", DenoisingAutoencoder.fromJSON, () => [
    written(autoencoder({ gaussian: 0.2 })),
  ]),
  ...(["encode", "reconstruct"] as const).map((name) =>
    valid(
      `denoisingAutoencoder.${name}`,
      (rows: layerwise.RowsLike) => autoencoder()[name](rows),
      () => [inputs()],
    ),
  ),
  valid(
    "denoisingAutoencoder.decode",
    (rows: layerwise.RowsLike) => autoencoder().decode(rows),
    () => [hidden()],
  ),
  valid(
    "denoisingAutoencoder.fit",
    (data: layerwise.MatrixLike, options: pretraining.AutoencoderFitOptions) =>
      autoencoder().fit(data, options),
    () => [inputs(), { ...run("loss"), validation: inputs() }],
  ),
  valid(
    "denoisingAutoencoder.epochs",
    (data: layerwise.DatasetLike, options: pretraining.AutoencoderFitOptions) =>
      autoencoder().epochs(data, options),
    () => [{ inputs: inputs() }, { epochs: 1 }],
  ),

  valid(
    "StackedAutoencoders",
    (options: pretraining.StackedAutoencodersOptions) => new StackedAutoencoders(options),
    () => [{ ...settings(), sizes: [4, 3, 2] }],
  ),
  valid(
    "StackedAutoencoders",
    (options: pretraining.StackedAutoencodersOptions) => new StackedAutoencoders(options),
    () => [{ sizes: [4, 3, 2], noise: { gaussian: 0.2 }, engine }],
  ),
  valid(
    "StackedAutoencoders",
    (options: pretraining.StackedAutoencodersOptions) => new StackedAutoencoders(options),
    () => [{ autoencoders: [autoencoder()], seed: 1 }],
  ),
  valid("StackedAutoencoders.fromJSON", StackedAutoencoders.fromJSON, () => [
    written(stack()),
    { ...autoencoderParts(), engine, threads: 1 },
  ]),
  valid("StackedAutoencoders.fromJSON", StackedAutoencoders.fromJSON, () => [
    written(stack({ gaussian: 0.2 })),
  ]),
  valid(
    "stackedAutoencoders.pretrain",
    (data: layerwise.MatrixLike, options: pretraining.StackPretrainOptions) =>
      stack().pretrain(data, options),
    () => [inputs(), { ...run("loss"), validation: inputs(), layers: [layerRun("loss")] }],
  ),
  valid(
    "stackedAutoencoders.epochs",
    (data: layerwise.DatasetLike, options: pretraining.StackPretrainOptions) => stack().epochs(data, options),
    () => [{ inputs: inputs() }, { epochs: 1 }],
  ),
  valid(
    "stackedAutoencoders.transform",
    (rows: layerwise.RowsLike) => stack().transform(rows),
    () => [inputs()],
  ),
  valid(
    "stackedAutoencoders.toNetwork",
    (options: layerwise.ToNetworkOptions) => stack().toNetwork(options),
    () => [
      {
        outputs: 2,
        head: layerwise.softmax,
        pretrainedLayers: 1,
        initializer: layerwise.glorotUniform,
        seed: 1,
      },
    ],
  ),

  valid(
    "pretrainSupervised",
    (
      network: layerwise.Network,
      x: layerwise.MatrixLike,
      t: layerwise.Targets,
      options: pretraining.SupervisedPretrainOptions,
    ) => pretraining.pretrainSupervised(network, x, t, options),
    () => [
      layerwise.Network.fromSizes([4, 3, 2], { seed: 1, engine }),
      inputs(),
      labels(),
      {
        ...run("loss"),
        ...weighed(),
      },
    ],
  ),
  valid(
    "pretrainSupervised",
    (
      network: layerwise.Network,
      data: layerwise.DatasetLike,
      options: pretraining.SupervisedPretrainOptions,
    ) => pretraining.pretrainSupervised(network, data, options),
    () => [
      layerwise.Network.fromSizes([4, 3, 2], { seed: 1, engine }),
      { inputs: inputs(), labels: labels() },
      { epochs: 1, validationFraction: 0.4, seed: 1 },
    ],
  ),
];
