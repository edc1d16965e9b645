import { checkInteger, checkKeys } from "../check.ts";
import type { EngineKind } from "../engine/engine.ts";
import { selectEngine } from "../engine/select.ts";
import { fit, fitEpochs } from "../fit/fit.ts";
import type { RBMEpochs, RBMHistory } from "../fit/history.ts";
import { atOnce } from "../fit/pauses.ts";
import { glorotNormal } from "../initializer/glorot.ts";
import type { Matrix, RowsLike } from "../matrix/matrix.ts";
import { type Seed, toSeed } from "../random/seed.ts";
import { RandomStream } from "../random/stream.ts";
import { asUnits } from "../units/as-units.ts";
import { bernoulliUnits } from "../units/bernoulli.ts";
import type { Units } from "../units/units.ts";
import {
  computeHiddenMeans,
  computeNumbers,
  computeRows,
  drawSamples,
  readStates,
} from "./machine/compute-rows.ts";
import { reconstruct, sampleHidden, sampleVisible, visibleMeans } from "./machine/conditionals.ts";
import { energy, freeEnergy } from "./machine/energy.ts";
import { initialParameters } from "./machine/initial-parameters.ts";
import type { RBMValues } from "./machine/machine.ts";
import type { RBMParameters } from "./machine/parameters.ts";
import { type RBMFromJSONOptions, type RBMJSON, rbmOptionsFromJSON, rbmToJSON } from "./rbm-json.ts";
import {
  checkBounded,
  type DrawOptions,
  type RBMOptions,
  rbmOptionNames,
  type SampleOptions,
} from "./rbm-options.ts";
import { showRBM } from "./show-rbm.ts";
import type { RBMFitOptions } from "./training/fit-options.ts";
import { type RBMLearner, type RBMLearnerOptions, rbmLearner } from "./training/learner.ts";
import { prepareFit, type RBMData } from "./training/prepare-fit.ts";

/**
 * A restricted Boltzmann machine: visible units v and hidden units h, each joined to all of the other layer and to none
 * of its own, with p(v, h) ∝ exp(−E(v, h)). Between binary units
 *
 *     E(v, h) = −v·b − h·c − v·W·hᵀ,   P(h = 1 | v) = σ(v·W + c),   P(v = 1 | h) = σ(h·Wᵀ + b)
 *
 * and with real-valued units on one side ½‖v − b‖² stands for −v·b. `layerwise/rbm` has other units.
 *
 * The same seed gives the same weights, draws and training, to the bit, whatever else the program does. A draw without a
 * seed of its own takes the RBM's and counts: a program that runs again draws the same, and two calls in it differ.
 *
 * @param options - Sizes, kinds of units, where the parameters start, and the seed.
 * @throws TypeError or RangeError if an option is unknown or out of range, or if neither side has units of a bounded range.
 * @example
 * const rbm = new RBM({ visible: 784, hidden: 500, seed: 42 });
 * await rbm.fit(images, { epochs: 10 });
 * const features = rbm.hiddenMeans(images);
 *
 * @see Smolensky, "Information processing in dynamical systems", in Parallel Distributed Processing 1 (1986);
 * Hinton, "A practical guide to training restricted Boltzmann machines", 2010.
 */
export class RBM implements RBMValues {
  static readonly name = "RBM"; // a bundler renames a class that names itself
  readonly visible: number;
  readonly hidden: number;
  readonly visibleUnits: Units;
  readonly hiddenUnits: Units;
  /** Training writes into these same matrices. */
  readonly parameters: RBMParameters;
  readonly seed: Seed;
  /** The kind of engine that its arithmetic runs on. */
  readonly engineKind: EngineKind;
  #draws = 0;

  constructor(options: RBMOptions) {
    const action = "create an RBM";
    checkKeys(action, options, rbmOptionNames);
    const { visibleUnits = bernoulliUnits, hiddenUnits = bernoulliUnits } = options;
    this.visible = checkInteger(action, "visible", options.visible, { min: 1 });
    this.hidden = checkInteger(action, "hidden", options.hidden, { min: 1 });
    this.visibleUnits = asUnits(action, "visibleUnits", visibleUnits);
    this.hiddenUnits = asUnits(action, "hiddenUnits", hiddenUnits);
    checkBounded(action, this);
    this.seed = toSeed(action, options.seed);
    this.engineKind = selectEngine(action, options);
    const { initializer = glorotNormal, parameters = {} } = options;
    this.parameters = initialParameters(action, this, initializer, parameters, this.seed);
    showRBM(this);
  }

  /** Reads what `toJSON` gave; `units` are those that are not in the core. */
  static fromJSON(json: RBMJSON, options: RBMFromJSONOptions = {}): RBM {
    return new RBM(rbmOptionsFromJSON(json, options));
  }

  /** The name of the engine that runs: `"wasm"`, `"blas"` or `"reference"`. */
  get engine(): string {
    return this.engineKind.name;
  }

  /** The RBM in JSON, exact to the bit. */
  toJSON(): RBMJSON {
    return rbmToJSON(this);
  }

  /**
   * E[h | v]; for binary units σ(v·W + c). Nothing is drawn.
   *
   * @param visible - States or means, (batch, visible), or one row of them; so take all methods below.
   * @returns (batch, hidden)
   * @throws RangeError if the width is wrong or a value is out of the units' range; so do all methods below.
   */
  hiddenMeans(visible: RowsLike): Matrix {
    return atOnce(computeHiddenMeans(this, visible));
  }

  /** E[v | h] for states or means (batch, hidden); for binary units σ(h·Wᵀ + b). Nothing is drawn. */
  visibleMeans(hidden: RowsLike): Matrix {
    return atOnce(
      computeRows(
        this,
        readStates("compute the visible means", this, "hidden", hidden),
        this.visible,
        visibleMeans,
      ),
    );
  }

  /**
   * A draw h ~ P(h | v) for each row.
   *
   * @param options - The seed of the draw.
   * @returns (batch, hidden)
   */
  sampleHidden(visible: RowsLike, options: DrawOptions = {}): Matrix {
    const action = "draw hidden states";
    checkKeys(action, options, ["seed"]);
    const states = readStates(action, this, "visible", visible);
    const random = this.#stream(action, "hidden draws", options);
    return atOnce(
      computeRows(this, states, this.hidden, (machine, rows) => sampleHidden(machine, rows, random)),
    );
  }

  /**
   * A draw v ~ P(v | h) for each row.
   *
   * @param options - The seed of the draw.
   * @returns (batch, visible)
   */
  sampleVisible(hidden: RowsLike, options: DrawOptions = {}): Matrix {
    const action = "draw visible states";
    checkKeys(action, options, ["seed"]);
    const states = readStates(action, this, "hidden", hidden);
    const random = this.#stream(action, "visible draws", options);
    return atOnce(
      computeRows(this, states, this.visible, (machine, rows) => sampleVisible(machine, rows, random)),
    );
  }

  /** The means of the visible units given the hidden means of these rows, without any draw: (batch, visible). */
  reconstruct(visible: RowsLike): Matrix {
    return atOnce(
      computeRows(this, readStates("reconstruct", this, "visible", visible), this.visible, reconstruct),
    );
  }

  /** E(v, h) of each pair of rows, (batch, visible) and (batch, hidden). */
  energy(visible: RowsLike, hidden: RowsLike): Float64Array {
    const action = "compute the energy";
    const v = readStates(action, this, "visible", visible);
    const { states } = readStates(action, this, "hidden", hidden, { rows: v.states.rows });
    return computeNumbers(this, v, (machine, rows, indices) =>
      energy(machine, rows, machine.engine.gatherRows(states, indices)),
    );
  }

  /** F(v) = −log Σₕ exp(−E(v, h)) of each row, in nats, so that p(v) = exp(−F(v)) / Z: (batch, visible). */
  freeEnergy(visible: RowsLike): Float64Array {
    return computeNumbers(this, readStates("compute the free energy", this, "visible", visible), freeEnergy);
  }

  /**
   * Samples from the model, one chain per row: states after Gibbs sampling. `rbm.reconstruct(samples)` gives smoother pictures.
   *
   * @param options - How many samples, how many steps, where the chains start, and the seed.
   * @returns (count, visible)
   * @example
   * rbm.sample({ count: 16, gibbsSteps: 2000, seed: 7 });
   */
  sample(options: SampleOptions = {}): Matrix {
    const action = "sample";
    checkKeys(action, options, ["count", "gibbsSteps", "start", "seed"]);
    const { count, gibbsSteps = 1000, start } = options;
    const shape = count === undefined ? {} : { rows: checkInteger(action, "count", count, { min: 1 }) };
    checkInteger(action, "gibbsSteps", gibbsSteps, { min: 1 });
    const given =
      start === undefined ? start : readStates(action, this, "visible", start, shape, "start").states;
    const random = this.#stream(action, "samples", options);
    return drawSamples(this, action, given ?? count ?? 1, gibbsSteps, random);
  }

  /**
   * Trains the RBM on data, by the gradient of the log-likelihood as far as the sampler estimates it. The default optimizer is SGD with
   * momentum 0.5, and 0.9 after five epochs, or without momentum where the chains of the sampler go on. Its rate is 0.1 between binary
   * units; with real-valued units on one side 0.06 / √(units of the other), falling to 0 as half a cosine.
   *
   * The reconstruction error of an epoch is that of the chains' first step under contrastive divergence, from drawn
   * hidden states, and that of `reconstruct` under other samplers and on validation data. A later run with the same seed
   * takes the same random numbers; give each run its own where that matters.
   *
   * @param data - (examples, visible), in the range of the visible units, a dataset with such inputs, or batches of
   *   either in a stream.
   * @param options - Epochs, batch size, sampler, optimizer, sparsity, validation and more.
   * @returns What was measured in each epoch.
   * @throws TypeError or RangeError, as a rejection, if the data or an option is wrong, or if training diverges; then the
   * last good parameters are kept.
   * @example
   * await rbm.fit(images, { epochs: 10, sampler: persistentContrastiveDivergence(), validation: heldOut });
   */
  async fit(data: RBMData, options: RBMFitOptions = {}): Promise<RBMHistory> {
    return fit(...prepareFit(this, data, options));
  }

  /**
   * The same run as `fit`, one record per epoch: leaving the loop ends it and keeps what was learnt.
   * @example
   * for await (const epoch of rbm.epochs(images)) if (epoch.reconstructionError < 8) break;
   */
  epochs(data: RBMData, options: RBMFitOptions = {}): RBMEpochs {
    return fitEpochs(...prepareFit(this, data, options));
  }

  /**
   * A learner that takes one batch at a time: `await learner.partialFit(data)`, as often as there is something new.
   *
   * @param options - `optimizer`, `sampler`, `sparsity`, `seed`, a `run` to go on with, and how many `batches` count as an epoch to a
   *   schedule.
   */
  online(options: RBMLearnerOptions = {}): RBMLearner {
    return rbmLearner(this, options);
  }

  /** The stream of one draw: each purpose has its own, so that no two draws share their noise. */
  #stream(action: string, purpose: string, { seed }: DrawOptions): RandomStream {
    if (seed !== undefined) return new RandomStream(toSeed(action, seed), purpose);
    this.#draws += 1;
    return new RandomStream(this.seed, `${purpose}, call ${this.#draws}`);
  }
}
