import { checkKeys, rangeError } from "../check.ts";
import type { EngineKind } from "../engine/engine.ts";
import { selectEngine } from "../engine/select.ts";
import { fit, fitEpochs } from "../fit/fit.ts";
import type { NetworkEpochs, NetworkHistory } from "../fit/history.ts";
import type { Batches } from "../fit/stream.ts";
import { checkHead } from "../head/check-head.ts";
import type { Head } from "../head/head.ts";
import { type Layer, type Mode, prediction } from "../layers/layer.ts";
import { checkSequence } from "../layers/sequence.ts";
import type { DatasetLike } from "../matrix/dataset-like.ts";
import { type Matrix, type MatrixLike, type RowsLike, type Targets, toMatrix } from "../matrix/matrix.ts";
import { type Seed, toSeed } from "../random/seed.ts";
import { classify, type Evaluation, evaluate, predict } from "./evaluate.ts";
import { type ExampleArguments, sortArguments } from "./example-arguments.ts";
import type { WeightOptions } from "./example-weights.ts";
import { readExamples, readInputs } from "./examples.ts";
import { type FromSizesOptions, layersFromSizes } from "./from-sizes.ts";
import { initialValues, type Matrices } from "./initial-values.ts";
import { type NetworkLearner, type NetworkLearnerOptions, networkLearner } from "./learner.ts";
import {
  type FromJSONOptions,
  type NetworkJSON,
  networkOptionsFromJSON,
  networkToJSON,
} from "./network-json.ts";
import { checkIndices, type NetworkOptions, networkOptionNames } from "./network-options.ts";
import {
  backwardPass,
  checkPass,
  forwardPass,
  lossPass,
  type NetworkGradients,
  type NetworkPass,
} from "./pass.ts";
import { type FitArguments, type NetworkFitOptions, prepareFit } from "./prepare-fit.ts";
import { type NewHead, optionsWithHead } from "./replace-head.ts";
import { showNetwork } from "./show-network.ts";

/**
 * A feed-forward network: layers in a row, and a head with its natural loss.
 *
 * @example
 * const network = Network.fromSizes([64, 30, 10], { activation: tanh, head: softmax, seed: 1 });
 * await network.fit(inputs, labels, { epochs: 20, optimizer: sgd({ learningRate: 0.1 }) });
 * network.evaluate(testInputs, testLabels); // { loss, accuracy }
 */
export class Network {
  static readonly name = "Network"; // a bundler renames a class that names itself
  readonly layers: readonly Layer[];
  readonly head: Head;
  readonly seed: Seed;
  /** The width of the inputs. */
  readonly inputs: number;
  /** The number of logits. */
  readonly outputs: number;
  /** Every trained matrix by name, `"0.weights"`. Training writes into these same matrices. */
  readonly parameters: Matrices;
  /** What follows the data instead of a gradient, such as `"1.runningMean"`. */
  readonly statistics: Matrices;
  /** The kind of engine that its arithmetic runs on. */
  readonly engineKind: EngineKind;
  readonly #frozen = new Set<number>();

  constructor(options: NetworkOptions) {
    const action = "create a network";
    checkKeys(action, options, networkOptionNames);
    const { inputs, outputs } = checkSequence(action, options.layers);
    if (inputs === undefined || outputs === undefined) {
      throw rangeError(action, "at least one layer with a width of its own, such as dense", "none");
    }
    checkHead(action, options.head, outputs);
    this.layers = Object.freeze([...options.layers]);
    this.head = options.head;
    this.seed = toSeed(action, options.seed);
    this.engineKind = selectEngine(action, options);
    this.inputs = inputs;
    this.outputs = outputs;
    const values = initialValues(action, this.layers, this.seed, options);
    this.parameters = values.parameters;
    this.statistics = values.statistics;
    showNetwork(this);
  }

  /**
   * A network of dense layers with these widths, inputs first: the last layer gives the logits, the others end in
   * the activation.
   *
   * @param sizes - At least two widths, each ≥ 1.
   * @param options - `activation` (default `tanh`), `initializer` (default `glorotUniform`), `head` (default
   *   `softmax`), `seed`, `engine`, `threads`.
   * @throws RangeError if there are fewer than two sizes or one is not an integer ≥ 1.
   */
  static fromSizes(sizes: readonly number[], options: FromSizesOptions = {}): Network {
    return new Network(layersFromSizes(sizes, options));
  }

  /** Reads what `toJSON` gave; a network with activations of your own needs them in `activations`. */
  static fromJSON(json: NetworkJSON, options: FromJSONOptions = {}): Network {
    const { frozen, ...read } = networkOptionsFromJSON(json, options);
    return new Network(read).freeze(...frozen);
  }

  /** The name of the engine that runs: `"wasm"`, `"blas"` or `"reference"`. */
  get engine(): string {
    return this.engineKind.name;
  }

  /** The network in JSON, exact to the bit. */
  toJSON(): NetworkJSON {
    return networkToJSON(this);
  }

  /** Which layers training leaves as they are, by index. */
  get frozen(): ReadonlySet<number> {
    return new Set(this.#frozen);
  }

  /** Freezes layers by index: training leaves their values alone and runs them as at prediction. Returns itself. */
  freeze(...layers: readonly number[]): this {
    for (const index of checkIndices("freeze a layer", layers, this.layers)) this.#frozen.add(index);
    return this;
  }

  /** Lets all layers train again, or those with these indices. Returns itself. */
  unfreeze(...layers: readonly number[]): this {
    checkIndices("unfreeze a layer", layers, this.layers);
    for (const index of layers.length === 0 ? this.frozen : layers) this.#frozen.delete(index);
    return this;
  }

  /**
   * A new network with a copy of this one's body and a fresh last layer: a trained body put to another task.
   *
   * @param options - `outputs` of the new task, its `head`, and the `initializer` and `seed` of the new last layer.
   * @throws RangeError if the last layer is not affine, as `dense` is.
   */
  withHead(options: NewHead): Network {
    const { frozen, ...fresh } = optionsWithHead(this, options);
    return new Network(fresh).freeze(...frozen);
  }

  /**
   * Runs inputs (batch, inputs) through the layers.
   *
   * @param mode - As at prediction by default; `{ training: true, random }` runs dropout and batch statistics.
   */
  forward(inputs: MatrixLike, mode: Mode = prediction): NetworkPass {
    const action = "run the network forward";
    return forwardPass(action, this, readInputs(action, this, inputs), mode);
  }

  /** Runs ∂E/∂logits (batch, outputs) back through the layers that `forward` went through. */
  backward(pass: NetworkPass, logitsGradient: MatrixLike): NetworkGradients {
    const action = "run the network backward";
    const { logits, engine } = checkPass(action, pass);
    const shape = { rows: logits.rows, columns: logits.columns, precision: engine.precision };
    const gradient = toMatrix(action, "logitsGradient", logitsGradient, shape);
    return backwardPass(action, this, pass, engine.load(gradient));
  }

  /** The mean loss of these examples, weighted where the dataset says so, and its gradients: `forward`, the loss, `backward`. */
  gradients(data: DatasetLike, mode?: Mode): NetworkGradients & { readonly loss: number };
  gradients(inputs: MatrixLike, targets: Targets, mode?: Mode): NetworkGradients & { readonly loss: number };
  gradients(...given: ExampleArguments<Mode>): NetworkGradients & { readonly loss: number } {
    const action = "compute gradients";
    const [data, mode] = sortArguments(action, given);
    const examples = readExamples(action, this, data);
    const { loss, pass, logitsGradient } = lossPass(action, this, examples, mode);
    return { loss, ...backwardPass(action, this, pass, logitsGradient) };
  }

  /**
   * The outputs of the head, such as probabilities of classes.
   *
   * @param inputs - (examples, inputs), or one row of numbers.
   * @returns (examples, outputs)
   */
  predict(inputs: RowsLike): Matrix {
    return predict(this, inputs);
  }

  /** The most probable class of each example, or of one row of numbers; for a single output, 1 where its logit is positive. */
  classify(inputs: RowsLike): Int32Array {
    return classify(this, inputs);
  }

  /** The same for a dataset, `{ inputs, labels }` or `{ inputs, targets }`. */
  evaluate(data: DatasetLike, options?: WeightOptions): Evaluation;
  /**
   * The mean loss over these examples, and the share classified correctly where the targets are classes.
   *
   * @param options - `sampleWeights` and `classWeights`: both figures are weighted means, Σ wᵢ·figureᵢ / Σ wᵢ. With
   *   `classWeights: "balanced"` the accuracy is the mean over the classes of the share of each that is right.
   */
  evaluate(inputs: MatrixLike, targets: Targets, options?: WeightOptions): Evaluation;
  evaluate(...given: ExampleArguments<WeightOptions>): Evaluation {
    return evaluate(this, given);
  }

  /** Trains on a dataset, `{ inputs, labels }` or `{ inputs, targets }`: `network.fit(train, { validation: test })`. */
  fit(data: DatasetLike, options?: NetworkFitOptions): Promise<NetworkHistory>;
  /** Trains on batches as they come: datasets that a file or another stream gives, gone through anew in each epoch. */
  fit(batches: Batches<DatasetLike>, options?: NetworkFitOptions): Promise<NetworkHistory>;
  /**
   * Trains the network by minibatches of its gradient.
   *
   * @param inputs - (examples, inputs)
   * @param targets - Class indices, or one row per example; for a single output also one number per example.
   * @param options - Epochs, batch size, optimizer (default `adam()`), weights, validation data, early stopping, a probe …
   * @returns The history of the run.
   * @throws RangeError if data or options are wrong, with nothing changed; or if the loss stops being finite, with
   *   the last good parameters kept. Rejects with the signal's reason if it is aborted, keeping what was learnt.
   */
  fit(inputs: MatrixLike, targets: Targets, options?: NetworkFitOptions): Promise<NetworkHistory>;
  async fit(...given: FitArguments): Promise<NetworkHistory> {
    return fit(...prepareFit(this, given));
  }

  /** The same run as `fit`, one record per epoch: leaving the loop ends it and keeps what was learnt. */
  epochs(data: DatasetLike, options?: NetworkFitOptions): NetworkEpochs;
  epochs(batches: Batches<DatasetLike>, options?: NetworkFitOptions): NetworkEpochs;
  epochs(inputs: MatrixLike, targets: Targets, options?: NetworkFitOptions): NetworkEpochs;
  epochs(...given: FitArguments): NetworkEpochs {
    return fitEpochs(...prepareFit(this, given));
  }

  /**
   * A learner that takes one batch at a time: `await learner.partialFit(inputs, targets)`, as often as there is something new.
   *
   * @param options - `optimizer` (default `adam()`), `classWeights`, `seed`, `probe`, a `run` to go on with, and how many `batches`
   *   count as an epoch to a schedule.
   */
  online(options: NetworkLearnerOptions = {}): NetworkLearner {
    return networkLearner(this, options);
  }
}
