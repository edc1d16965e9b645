import { checkArray, checkKeys } from "../check.ts";
import { networkFromLayers, type ToNetworkOptions } from "../dbn/to-network.ts";
import { toEnd } from "../fit/fit.ts";
import type { NetworkEpochs, NetworkHistory } from "../fit/history.ts";
import type { DatasetLike } from "../matrix/dataset-like.ts";
import type { Matrix, MatrixLike, RowsLike } from "../matrix/matrix.ts";
import type { Network } from "../network/network.ts";
import { type Seed, toSeed } from "../random/seed.ts";
import type { AutoencoderFromJSONOptions } from "./autoencoder-json.ts";
import { type AutoencoderSettings, autoencoderSettingNames } from "./autoencoder-options.ts";
import type { DenoisingAutoencoder } from "./denoising-autoencoder.ts";
import { preparePretraining, pretrainEpochs, type StackPretrainOptions } from "./pretrain-stack.ts";
import { showStack } from "./show-stack.ts";
import { checkStack, stackAutoencoders } from "./stack.ts";
import { autoencodersFromJSON, type StackedAutoencodersJSON, stackToJSON } from "./stack-json.ts";

/** Options of `new StackedAutoencoders`: the widths of the layers, or autoencoders that are there already. */
export type StackedAutoencodersOptions =
  | (AutoencoderSettings & {
      /** The widths, the data's first, then those of the hidden layers. */
      readonly sizes: readonly number[];
      readonly autoencoders?: undefined;
    })
  | {
      /** Autoencoders to stack as they are, each with its own engine, the one on the data first. */
      readonly autoencoders: readonly DenoisingAutoencoder[];
      readonly seed?: Seed | undefined;
    };

/**
 * Denoising autoencoders in a stack, each trained on the clean hidden units of the one below, whose encoders then start a feed-forward
 * network.
 *
 * `decoder` is that of the autoencoder on the data. Those above reconstruct hidden units: by a logistic decoder where these are
 * logistic, else by a linear one.
 *
 * @param options - The widths, and what the autoencoders have in common; or the autoencoders.
 * @throws TypeError or RangeError if an option is unknown or out of range, or if the autoencoders do not fit.
 * @example
 * const stack = new StackedAutoencoders({ sizes: [64, 30, 30], seed: 1 });
 * await stack.pretrain(images, { epochs: 5 });
 * const network = stack.toNetwork({ outputs: 10 });
 * network.predict(images); // (20, 10)
 *
 * @see Vincent et al., "Stacked denoising autoencoders", JMLR 11 (2010), section 3.2.
 */
export class StackedAutoencoders {
  static readonly name = "StackedAutoencoders"; // a bundler renames a class that names itself
  /** The autoencoders, the one on the data first. */
  readonly autoencoders: readonly DenoisingAutoencoder[];
  readonly seed: Seed;

  constructor(options: StackedAutoencodersOptions) {
    const action = "create stacked autoencoders";
    checkKeys(action, options, ["sizes", "autoencoders", ...autoencoderSettingNames]);
    if (options.autoencoders) checkKeys(action, options, ["autoencoders", "seed"]);
    this.seed = toSeed(action, options.seed);
    this.autoencoders = Object.freeze(
      options.autoencoders
        ? checkArray(action, "a list of autoencoders", options.autoencoders)
        : stackAutoencoders(action, options, this.seed),
    );
    checkStack(action, this.autoencoders);
    showStack(this);
  }

  /** Reads what `toJSON` gave; with an activation of your own it needs that in `activations`. */
  static fromJSON(
    json: StackedAutoencodersJSON,
    options: AutoencoderFromJSONOptions = {},
  ): StackedAutoencoders {
    return new StackedAutoencoders({ autoencoders: autoencodersFromJSON(json, options), seed: json.seed });
  }

  /** The name of the engine that runs, that of the bottom autoencoder: `"wasm"`, `"blas"` or `"reference"`. */
  get engine(): string {
    return this.autoencoders[0]!.engine;
  }

  /** The stack in JSON, exact to the bit. */
  toJSON(): StackedAutoencodersJSON {
    return stackToJSON(this);
  }

  /**
   * Trains the autoencoders one after the other, from the data upwards.
   *
   * @param data - (examples, visible), in [0, 1] under a logistic decoder, or a dataset with such inputs.
   * @param options - The options of `autoencoder.fit` for all layers, and in `layers` changes to them for single ones.
   * @returns The history, whose records carry their `layer`.
   * @throws RangeError or TypeError if data or options are wrong, for any layer, with nothing changed; or if training diverges, with
   * the last good parameters kept.
   */
  async pretrain(
    data: MatrixLike | DatasetLike,
    options: StackPretrainOptions = {},
  ): Promise<NetworkHistory> {
    return toEnd(this.epochs(data, options));
  }

  /** The same run as `pretrain`, one record per epoch: leaving the loop ends it and keeps what was learnt. */
  epochs(data: MatrixLike | DatasetLike, options: StackPretrainOptions = {}): NetworkEpochs {
    return pretrainEpochs(preparePretraining(this.autoencoders, data, options, this));
  }

  /** The top hidden units for data (examples, visible), or one row: (examples, hidden of the last autoencoder). */
  transform(data: RowsLike): Matrix {
    const [bottom, ...above] = this.autoencoders;
    return above.reduce((inputs, autoencoder) => autoencoder.encode(inputs), bottom!.encode(data));
  }

  /**
   * A network whose hidden layers are the encoders, with a fresh layer on top. It runs on the engine of the stack.
   *
   * @param options - The outputs and the head, how many layers to hand over, and where the rest starts: those of `dbn.toNetwork`.
   * @returns A new network; its values are copies.
   * @throws RangeError if more layers are asked for than there are.
   */
  toNetwork(options: ToNetworkOptions): Network {
    const layers = this.autoencoders.map(({ activation, parameters: { weights, hiddenBias } }) => ({
      ...{ weights, bias: hiddenBias, activation },
    }));
    const { engineKind } = this.autoencoders[0]!;
    return networkFromLayers("turn autoencoders into a network", layers, engineKind, this.seed, options);
  }
}
