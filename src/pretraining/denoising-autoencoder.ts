import type { Activation } from "../activation/activation.ts";
import type { EngineKind } from "../engine/engine.ts";
import { selectEngine } from "../engine/select.ts";
import { fit, fitEpochs } from "../fit/fit.ts";
import type { NetworkEpochs, NetworkHistory } from "../fit/history.ts";
import type { Head } from "../head/head.ts";
import { dense } from "../layers/dense.ts";
import type { DatasetLike } from "../matrix/dataset-like.ts";
import {
  type AbstractMatrix,
  asRows,
  type Matrix,
  type MatrixLike,
  type RowsLike,
  toMatrix,
} from "../matrix/matrix.ts";
import { prefixParameters } from "../parameters.ts";
import { type Seed, toSeed } from "../random/seed.ts";
import {
  type AutoencoderFromJSONOptions,
  type AutoencoderJSON,
  autoencoderOptionsFromJSON,
  autoencoderToJSON,
} from "./autoencoder-json.ts";
import { checkAutoencoderOptions, type DenoisingAutoencoderOptions } from "./autoencoder-options.ts";
import { type AutoencoderParameters, initialParameters } from "./autoencoder-parameters.ts";
import { codingLayer } from "./coding-layer.ts";
import type { Noise } from "./noise.ts";
import { type AutoencoderFitOptions, prepareFit } from "./prepare-fit.ts";
import { readData } from "./read-data.ts";
import { runLayers } from "./run-layers.ts";
import { showAutoencoder } from "./show-autoencoder.ts";

/**
 * A denoising autoencoder: one hidden layer that learns to undo what a noise did to the inputs,
 *
 *     x̃ = noise(x),   h = f(x̃·W + b),   y = g(h·W′ + b′),   with W′ = Wᵀ where the weights are tied,
 *
 * by the gradient of a loss between y and the clean x: cross-entropy under a logistic decoder, −Σⱼ [xⱼ·log yⱼ + (1 − xⱼ)·log(1 − yⱼ)],
 * or squared error under a linear one, a mean over the columns.
 *
 * The same seed gives the same weights, noise and training, to the bit.
 *
 * @param options - Sizes, activation, decoder, tied weights or not, noise, where the parameters start, and the seed.
 * @throws TypeError or RangeError if an option is unknown or out of range.
 * @example
 * const autoencoder = new DenoisingAutoencoder({ visible: 64, hidden: 30, noise: { masking: 0.25 }, seed: 1 });
 * await autoencoder.fit(images, { epochs: 5 });
 * autoencoder.encode(images); // (20, 30)
 *
 * @see Vincent, Larochelle, Bengio, Manzagol, "Extracting and composing robust features with denoising autoencoders", ICML 2008;
 * Vincent et al., "Stacked denoising autoencoders", JMLR 11 (2010), sections 3 and 4.
 */
export class DenoisingAutoencoder {
  static readonly name = "DenoisingAutoencoder"; // a bundler renames a class that names itself
  readonly visible: number;
  readonly hidden: number;
  readonly activation: Activation;
  readonly decoder: Head;
  readonly tied: boolean;
  readonly noise: Noise;
  /** Training writes into these same matrices. */
  readonly parameters: AutoencoderParameters;
  readonly seed: Seed;
  /** The kind of engine that its arithmetic runs on. */
  readonly engineKind: EngineKind;

  constructor(options: DenoisingAutoencoderOptions) {
    const action = "create a denoising autoencoder";
    const checked = checkAutoencoderOptions(action, options);
    this.visible = checked.visible;
    this.hidden = checked.hidden;
    this.activation = checked.activation;
    this.decoder = checked.decoder;
    this.tied = checked.tied;
    this.noise = checked.noise;
    this.seed = toSeed(action, options.seed);
    this.engineKind = selectEngine(action, options);
    this.parameters = initialParameters(action, this, checked.initializer, options.parameters);
    showAutoencoder(this);
  }

  /** Reads what `toJSON` gave; with an activation of your own it needs that in `activations`. */
  static fromJSON(json: AutoencoderJSON, options: AutoencoderFromJSONOptions = {}): DenoisingAutoencoder {
    return new DenoisingAutoencoder(autoencoderOptionsFromJSON(json, options));
  }

  /** The name of the engine that runs: `"wasm"`, `"blas"` or `"reference"`. */
  get engine(): string {
    return this.engineKind.name;
  }

  /** The autoencoder in JSON, exact to the bit. */
  toJSON(): AutoencoderJSON {
    return autoencoderToJSON(this);
  }

  /**
   * The hidden units, f(x·W + b), without noise.
   *
   * @param visible - (examples, visible), or one row of them, in the range of the decoder.
   * @returns (examples, hidden)
   * @throws RangeError if the width is wrong or a value is out of range; so do the methods below.
   */
  encode(visible: RowsLike): Matrix {
    const action = "encode";
    const { weights, hiddenBias: bias } = this.parameters;
    const encoder = dense({ inputs: this.visible, outputs: this.hidden, activation: this.activation });
    const layers = { layers: [encoder], values: prefixParameters(0, { weights, bias }) };
    return runLayers(action, this.engineKind, layers, this.#read(action, visible), this.hidden);
  }

  /**
   * What the decoder makes of hidden units, g(h·W′ + b′).
   *
   * @param hidden - (examples, hidden), or one row of them.
   * @returns (examples, visible)
   */
  decode(hidden: RowsLike): Matrix {
    const action = "decode";
    const { precision } = this.engineKind;
    const h = toMatrix(action, "hidden", asRows(hidden), { columns: this.hidden, precision });
    const { weights, decoderWeights = weights.transpose(), visibleBias: bias } = this.parameters;
    const layers = {
      layers: [dense({ inputs: this.hidden, outputs: this.visible })],
      values: prefixParameters(0, { weights: decoderWeights, bias }),
      head: this.decoder,
    };
    return runLayers(action, this.engineKind, layers, h, this.visible);
  }

  /** The reconstruction of clean data, `decode(encode(visible))`: (examples, visible). */
  reconstruct(visible: RowsLike): Matrix {
    const action = "reconstruct";
    const values = prefixParameters(0, this.parameters);
    const layers = { layers: [codingLayer(this)], values, head: this.decoder };
    return runLayers(action, this.engineKind, layers, this.#read(action, visible), this.visible);
  }

  /**
   * Trains the autoencoder by minibatches of its gradient, each with new noise. The loss of an epoch is that under noise, the
   * validation loss that without.
   *
   * @param data - (examples, visible), in [0, 1] under a logistic decoder, or a dataset with such inputs.
   * @param options - Epochs, batch size, optimizer (default `adam({ learningRate: 0.01 })`), validation data, early stopping and more.
   * @returns What was measured in each epoch.
   * @throws TypeError or RangeError, as a rejection, if the data or an option is wrong, or if training diverges; then the last good
   * parameters are kept. Rejects with the signal's reason if it is aborted, keeping what was learnt.
   */
  async fit(data: MatrixLike | DatasetLike, options: AutoencoderFitOptions = {}): Promise<NetworkHistory> {
    return fit(...prepareFit("fit the autoencoder", this, data, options));
  }

  /** The same run as `fit`, one record per epoch: leaving the loop ends it and keeps what was learnt. */
  epochs(data: MatrixLike | DatasetLike, options: AutoencoderFitOptions = {}): NetworkEpochs {
    return fitEpochs(...prepareFit("fit the autoencoder", this, data, options));
  }

  #read(action: string, visible: RowsLike): AbstractMatrix {
    const shape = { columns: this.visible, precision: this.engineKind.precision };
    return readData(action, "visible", visible, this.decoder, shape);
  }
}
