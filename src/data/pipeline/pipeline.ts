import { checkKeys, checkThat, rangeError, typeError } from "../../check.ts";
import { showing } from "../../display/displayed.ts";
import type { History, NetworkHistory } from "../../fit/history.ts";
import { type AbstractMatrix, isMatrix, type Matrix } from "../../matrix/matrix.ts";
import type { WeightOptions } from "../../network/example-weights.ts";
import type { Network } from "../../network/network.ts";
import { preparedBy } from "../../preprocess/check-preprocessor.ts";
import type { Preprocessor } from "../../preprocess/preprocessor.ts";
import type { Dataset, TableEncoding } from "../dataset.ts";
import { rSquared } from "../metrics/r-squared.ts";
import type { CsvText } from "../table-encoding.ts";
import type { PipelineEvaluation } from "./evaluation.ts";
import type { PipelineFitOptions } from "./fit-options.ts";
import { fitParts } from "./fit-parts.ts";
import { type PartWithParameters, parameterSums } from "./parameter-sums.ts";
import { checkParts, isDBN, isNetwork, type PipelineModel, type PipelineParts, partNames } from "./parts.ts";
import {
  type PipelineFromJSONOptions,
  type PipelineJSON,
  partsFromJSON,
  pipelineToJSON,
} from "./pipeline-json.ts";
import { type PipelineRows, readRows } from "./read-rows.ts";
import { type ReadTargets, readTargets } from "./read-targets.ts";

/**
 * A model with everything that belongs to it: how raw rows are prepared, what the columns and classes are called, in which units
 * numbers are told. It is fitted, used, saved and loaded as one, so a row is always prepared as those in training were.
 *
 * @param parts - Parts that are fitted already: a `model`, and whatever of the rest there is.
 * @throws TypeError or RangeError if a part is unknown or is not what it should be, or if two do not fit each other.
 * @example
 * const data = datasetFromCsv("size,weight,kind\n1,2,cat\n2,2,cat\n7,9,dog\n8,9,dog\n", { label: "kind" });
 * const pipeline = await Pipeline.fit(data, { hidden: [8], epochs: 200, seed: 1 });
 * pipeline.classify([[7.5, 8]]); // ["dog"]
 * const json = JSON.stringify(pipeline);
 * Pipeline.fromJSON(JSON.parse(json)).classify([1, 2]); // ["cat"]
 */
export class Pipeline {
  static readonly name = "Pipeline"; // a bundler renames a class that names itself
  /** What takes prepared inputs: a net, an RBM or a stack of RBMs. */
  readonly model: PipelineModel;
  /** How raw rows become inputs of the model; undefined where they are that already. */
  readonly preparation: Preprocessor | undefined;
  /** How many columns raw rows have. */
  readonly columns: number;
  /** What they are called, where they have names. */
  readonly columnNames: readonly string[] | undefined;
  readonly classNames: readonly string[] | undefined;
  readonly targetNames: readonly string[] | undefined;
  /** How targets were scaled for the training, where numbers are told. */
  readonly targetScaling: Preprocessor | undefined;
  /** How the table that it was fitted on becomes numbers, where it was one. */
  readonly encoding: TableEncoding | undefined;
  /** The record of the training, where this pipeline was fitted and not loaded. */
  readonly history: NetworkHistory | undefined;
  /** The record of the pretraining, in the same way. */
  readonly pretrainingHistory: History | undefined;
  readonly #sums: readonly number[];

  constructor(parts: PipelineParts) {
    const action = "create a pipeline";
    checkKeys(action, parts, partNames);
    this.columns = checkParts(action, parts);
    const { columnNames = parts.encoding?.columnNames, classNames, targetNames } = parts;
    this.model = parts.model;
    this.preparation = parts.preparation;
    this.columnNames = columnNames && Object.freeze([...columnNames]);
    this.classNames = classNames && Object.freeze([...classNames]);
    this.targetNames = targetNames && Object.freeze([...targetNames]);
    this.targetScaling = parts.targetScaling;
    this.encoding = parts.encoding;
    this.history = parts.history;
    this.pretrainingHistory = parts.pretrainingHistory;
    this.#sums = this.history ? parameterSums(this.#parts) : [];
    showing(this, () => ({
      title: `Pipeline of ${this.columns} columns${classNames ? `, ${classNames.length} classes` : ""}`,
      footer: [this.preparation, this.model].filter((part) => part !== undefined).join("\n"),
    }));
  }

  /**
   * Fits a preparation to the inputs of a dataset, makes a net for what the dataset tells of them, and trains it.
   *
   * The labels of a dataset become a softmax over its classes. Targets become as many linear outputs; they are standardized
   * for the training, and `predict` gives them in their own units.
   *
   * @param dataset - The examples to train on, with labels or targets; it is not changed.
   * @param options - `preparation`, `hidden`, `pretrain`, and the options of `Network.fromSizes` and `network.fit`.
   * @returns The pipeline, with the `history` of its training.
   * @throws RangeError or TypeError if the dataset or an option is wrong, with nothing trained; or as `network.fit` does.
   * @example
   * const pipeline = await Pipeline.fit(train, { hidden: [30], epochs: 20, seed: 1 });
   * pipeline.evaluate(test); // { loss, accuracy }
   */
  static async fit(dataset: Dataset, options: PipelineFitOptions = {}): Promise<Pipeline> {
    return new Pipeline(await fitParts(dataset, options));
  }

  /** Reads what `toJSON` gave; a net with activations of your own needs them in `activations`. */
  static fromJSON(json: PipelineJSON, options: PipelineFromJSONOptions = {}): Pipeline {
    return new Pipeline(partsFromJSON(json, options));
  }

  /** The pipeline in JSON, exact to the bit. */
  toJSON(): PipelineJSON {
    return pipelineToJSON(this);
  }

  /** The model, where it is a net: for a probe, or to train on. Throws RangeError where it is an RBM or a stack of them. */
  get network(): Network {
    return this.#network("take the net of a pipeline");
  }

  /**
   * Whether the numbers of the model are others than those that the training of `history` left; undefined where there is no history. Of a
   * model that was loaded, `recordOf` of `layerwise/io` tells it.
   */
  get isTrainedSince(): boolean | undefined {
    return this.history && this.#sums.join() !== parameterSums(this.#parts).join();
  }

  /** What the model sees of raw rows: (examples, inputs). */
  prepare(rows: PipelineRows): AbstractMatrix {
    return this.#prepare("prepare rows", rows);
  }

  /**
   * What the net tells of raw rows: the probabilities of classes, or numbers in their own units.
   *
   * @returns (examples, outputs)
   */
  predict(rows: PipelineRows): Matrix {
    const action = "predict";
    const outputs = this.#network(action).predict(this.#prepare(action, rows));
    const { targetScaling } = this;
    if (targetScaling === undefined) return outputs;
    return checkThat(action, "inverse to return a matrix", targetScaling.inverse(outputs), isMatrix);
  }

  /** The most probable class of each raw row, by its name, or by its index where classes have no names. */
  classify(rows: PipelineRows): (string | number)[] {
    const action = "classify";
    const network = this.#network(action);
    if (network.head.targets === "numbers")
      throw rangeError(action, "a net that tells classes", "one of numbers");
    const classes = network.classify(this.#prepare(action, rows));
    return Array.from(classes, (index) => this.classNames?.[index] ?? index);
  }

  /**
   * How well the net tells the labels or the targets of a dataset; classes are compared by their names.
   *
   * @param options - `sampleWeights` and `classWeights`, as for `network.evaluate`.
   */
  evaluate(dataset: Dataset, options: WeightOptions = {}): PipelineEvaluation {
    const action = "evaluate a pipeline";
    const network = this.#network(action);
    const { raw, targets, sampleWeights } = this.#told(action, dataset);
    const inputs = this.#prepare(action, dataset);
    const evaluation = network.evaluate({ inputs, targets, sampleWeights }, options);
    if (raw === undefined || raw.rows < 2) return evaluation;
    const weights = options.sampleWeights ?? sampleWeights;
    return {
      ...evaluation,
      rSquared: rSquared(raw, this.predict(dataset), weights && { sampleWeights: weights }),
    };
  }

  /** The class of each example of a dataset as `classify` says it, by name or by index: what metrics compare. */
  labelsOf(dataset: Dataset): (string | number)[] {
    const action = "read labels";
    const { targets } = this.#told(action, dataset);
    if (!(targets instanceof Int32Array))
      throw typeError(action, "a dataset with labels", "one with targets");
    return Array.from(targets, (index) => this.classNames?.[index] ?? index);
  }

  /** What a net trained as this one is told of the examples of a dataset: class indices, or targets as they were scaled. */
  targetsOf(dataset: Dataset): ReadTargets["targets"] {
    return this.#told("read targets", dataset).targets;
  }

  /**
   * The features that an RBM or a stack of RBMs finds in raw rows: the means of its top hidden units.
   *
   * @returns (examples, hidden)
   */
  transform(rows: PipelineRows): Matrix {
    const action = "transform rows";
    const { model } = this;
    if (isNetwork(model)) throw rangeError(action, "a pipeline of an RBM or a DBN", "one of a net");
    const inputs = this.#prepare(action, rows);
    return isDBN(model) ? model.transform(inputs) : model.hiddenMeans(inputs);
  }

  /** Reads another CSV as the one that the pipeline was fitted on. */
  read(text: CsvText): Dataset {
    if (this.encoding !== undefined) return this.encoding.read(text);
    throw rangeError("read CSV", "a pipeline that was fitted on a table", "one without an encoding");
  }

  get #parts(): readonly PartWithParameters[] {
    return isDBN(this.model) ? this.model.rbms : [this.model];
  }

  #prepare(action: string, rows: PipelineRows): AbstractMatrix {
    const raw = readRows(action, rows, this); // (examples, columns)
    return preparedBy(action, this.preparation, raw);
  }

  #told(action: string, dataset: Dataset): ReadTargets {
    const { head, outputs } = this.#network(action);
    const { classNames, targetScaling } = this;
    return readTargets(action, dataset, { head, outputs, classNames, targetScaling });
  }

  #network(action: string): Network {
    const { model } = this;
    if (isNetwork(model)) return model;
    throw rangeError(action, "a pipeline of a net", `one of ${isDBN(model) ? "a DBN" : "an RBM"}`);
  }
}
