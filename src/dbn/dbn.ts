import { checkArray, checkKeys } from "../check.ts";
import { type EngineOptions, engineOptionNames, engineOptionsOf } from "../engine/select.ts";
import { toEnd } from "../fit/fit.ts";
import type { RBMEpochs, RBMHistory } from "../fit/history.ts";
import type { Initializer } from "../initializer/initializer.ts";
import type { AbstractMatrix, Matrix, MatrixLike, RowsLike } from "../matrix/matrix.ts";
import type { Network } from "../network/network.ts";
import { type Seed, toSeed } from "../random/seed.ts";
import type { RBM } from "../rbm/rbm.ts";
import type { RBMFromJSONOptions } from "../rbm/rbm-json.ts";
import type { RBMData } from "../rbm/training/prepare-fit.ts";
import { bernoulliUnits } from "../units/bernoulli.ts";
import { toStates } from "../units/to-states.ts";
import type { Units } from "../units/units.ts";
import { type DBNJSON, dbnToJSON, rbmsFromJSON } from "./dbn-json.ts";
import { type HandOverReport, handOverReport } from "./hand-over.ts";
import { type PretrainOptions, preparePretraining, pretrainEpochs } from "./pretrain.ts";
import { showDBN } from "./show-dbn.ts";
import { checkStack, stackRBMs } from "./stack.ts";
import { networkFromLayers, type ToNetworkOptions } from "./to-network.ts";

/** Options of `new DBN`: the widths of the layers, or RBMs that are there already. */
export type DBNOptions =
  | (EngineOptions & {
      /** The widths, the data's first, then those of the hidden layers. */
      readonly sizes: readonly number[];
      readonly rbms?: undefined;
      /** The units of the data. Default `bernoulliUnits`; the hidden layers are binary. */
      readonly visibleUnits?: Units | undefined;
      /** Where the weights of each RBM start. Default `glorotNormal`. */
      readonly initializer?: Initializer | undefined;
      /** Decides the first weights and every draw. Drawn and kept in `.seed` if not given. */
      readonly seed?: Seed | undefined;
    })
  | {
      /** RBMs to stack as they are, each with its own engine, the one on the data first. */
      readonly rbms: readonly RBM[];
      readonly seed?: Seed | undefined;
    };

/** Options of `dbn.sample`. */
export interface DBNSampleOptions {
  /** Default 1. */
  readonly count?: number | undefined;
  /** Steps of Gibbs sampling in the top RBM. Default 1000. */
  readonly gibbsSteps?: number | undefined;
  /** Default: the seed of the DBN. */
  readonly seed?: Seed | undefined;
}

/**
 * A deep belief network: RBMs in a stack, each trained on the hidden means of the one below, whose weights then start
 * a feed-forward network.
 *
 * @example
 * const dbn = new DBN({ sizes: [64, 100, 100], seed: 1 });
 * await dbn.pretrain(images, { epochs: 20 });
 * const network = dbn.toNetwork({ outputs: 10 });
 *
 * @see Hinton, Osindero, Teh, "A fast learning algorithm for deep belief nets", Neural Computation 18 (2006).
 */
export class DBN {
  static readonly name = "DBN"; // a bundler renames a class that names itself
  /** The RBMs, the one on the data first. */
  readonly rbms: readonly RBM[];
  readonly seed: Seed;

  constructor(options: DBNOptions) {
    const action = "create a DBN";
    const names = ["sizes", "visibleUnits", "initializer", "seed", ...engineOptionNames];
    checkKeys(action, options, [...names, "rbms"]);
    if (options.rbms) checkKeys(action, options, ["rbms", "seed"]);
    this.seed = toSeed(action, options.seed);
    if (options.rbms) {
      this.rbms = Object.freeze(checkArray(action, "a list of RBMs", options.rbms));
    } else {
      const { sizes, visibleUnits = bernoulliUnits, initializer } = options;
      const engineOptions = engineOptionsOf(options);
      this.rbms = Object.freeze(
        stackRBMs(action, sizes, visibleUnits, initializer, this.seed, engineOptions),
      );
    }
    checkStack(action, this.rbms);
    showDBN(this);
  }

  /** Reads what `toJSON` gave. */
  static fromJSON(json: DBNJSON, options: RBMFromJSONOptions = {}): DBN {
    return new DBN({ rbms: rbmsFromJSON(json, options), seed: json.seed });
  }

  /** The name of the engine that runs, that of the bottom RBM: `"wasm"`, `"blas"` or `"reference"`. */
  get engine(): string {
    return this.rbms[0]!.engine;
  }

  /** The DBN in JSON, exact to the bit. */
  toJSON(): DBNJSON {
    return dbnToJSON(this);
  }

  /**
   * Trains the RBMs one after the other, from the data upwards.
   *
   * @param data - (examples, visible), in [0, 1] for Bernoulli units, a dataset with such inputs, or batches of
   *   either in a stream.
   * @param options - The options of `rbm.fit` for all layers, and in `layers` changes to them for single ones.
   * @returns The history, whose records carry their `layer`.
   * @throws RangeError or TypeError if data or options are wrong, for any layer, with nothing changed; or if an RBM
   *   diverges, with its last good parameters kept.
   */
  async pretrain(data: RBMData, options: PretrainOptions = {}): Promise<RBMHistory> {
    return toEnd(this.epochs(data, options));
  }

  /** The same run as `pretrain`, one record per epoch: leaving the loop ends it and keeps what was learnt. */
  epochs(data: RBMData, options: PretrainOptions = {}): RBMEpochs {
    return pretrainEpochs(preparePretraining(this.rbms, data, options, this));
  }

  /** The means of the top hidden units for data (examples, visible), or one row: (examples, hidden of the last RBM). */
  transform(data: RowsLike): Matrix {
    const [bottom, ...above] = this.rbms;
    return above.reduce(
      (inputs, rbm) => rbm.hiddenMeans(inputs),
      bottom!.hiddenMeans(this.#toData("transform", data)),
    );
  }

  /**
   * A network that starts from the RBMs: their weights, their hidden biases as biases, and the activations of their hidden units. It runs on
   * the engine of the DBN.
   *
   * @param options - The outputs and the head, how many layers to hand over, and where the rest starts.
   * @returns A new network; its values are copies.
   * @throws RangeError if more layers are asked for than there are.
   */
  toNetwork(options: ToNetworkOptions): Network {
    const layers = this.rbms.map(({ hiddenUnits, parameters: { weights, hiddenBias } }) => ({
      ...{ weights, bias: hiddenBias },
      activation: hiddenUnits.activation!,
    }));
    const { engineKind } = this.rbms[0]!;
    return networkFromLayers("turn a DBN into a network", layers, engineKind, this.seed, options);
  }

  /** What the RBMs hand over on these data (examples, visible): saturated units, size of weights and biases. */
  handOver(data: MatrixLike): HandOverReport {
    return handOverReport(this.rbms, this.#toData("report what is handed over", data));
  }

  /**
   * Draws from the model: Gibbs sampling in the top RBM, then down through the means of the layers below.
   *
   * @param options - How many samples, how many steps, and the seed.
   * @returns The means of the visible units: (count, visible).
   */
  sample(options: DBNSampleOptions = {}): Matrix {
    checkKeys("sample from the DBN", options, ["count", "gibbsSteps", "seed"]);
    const { count = 1, gibbsSteps = 1000, seed = this.seed } = options;
    const top = this.rbms.at(-1)!;
    const states = top.sample({ count, gibbsSteps, seed }); // (count, visible of the top RBM)
    const below = this.rbms.slice(0, -1).reverse();
    if (below.length === 0) return top.reconstruct(states);
    return below.reduce((hidden, rbm) => rbm.visibleMeans(hidden), states);
  }

  #toData(action: string, data: RowsLike): AbstractMatrix {
    const bottom = this.rbms[0]!;
    const expected = { columns: bottom.visible, precision: bottom.engineKind.precision };
    return toStates(action, "data", data, bottom.visibleUnits, expected);
  }
}
