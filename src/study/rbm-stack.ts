import { reference } from "../engine/reference.ts";
import { normal } from "../initializer/normal.ts";
import { type AbstractMatrix, type Matrix, WrapperMatrix1D } from "../matrix/matrix.ts";
import { rowOf } from "../matrix/storage.ts";
import { chain } from "../optimizer/chain.ts";
import { sgd } from "../optimizer/sgd.ts";
import { weightDecay } from "../optimizer/weight-decay.ts";
import { RandomStream } from "../random/stream.ts";
import { RBM } from "../rbm/rbm.ts";
import { contrastiveDivergence } from "../rbm/samplers/contrastive-divergence.ts";
import { piecewise } from "../schedule/piecewise.ts";
import { rbmEpochCost } from "./cost.ts";
import { measureGate } from "./rbm-gate.ts";
import type { RBMGate } from "./trial-result.ts";
import type { TrialSpec } from "./trial-spec.ts";

/** How a stack differs from the one that the settings ask for. */
export interface StackVariation {
  /** Epochs of each RBM instead of those of the settings. */
  readonly epochs?: number | undefined;
  /** Whether each column of the data is shuffled on its own: the same means, and nothing in common between pixels. */
  readonly shuffledColumns?: boolean | undefined;
}

/** RBMs that were trained one on the other. */
export interface RBMStack {
  /** As many as were asked for, the one on the data first. */
  readonly rbms: readonly RBM[];
  readonly gates: readonly RBMGate[];
  /** Multiplications. */
  readonly cost: number;
}

/**
 * Trains a stack of RBMs layer by layer and only as far as it is asked for: the stack under a shallow net is the lower part
 * of the one under a deep net, to the bit.
 */
export class GrowingStack {
  readonly #spec: TrialSpec;
  readonly #variation: StackVariation;
  readonly #widths: readonly number[] | undefined;
  readonly #rbms: RBM[] = [];
  readonly #gates: RBMGate[] = [];
  readonly #costs: number[] = [];
  #features: AbstractMatrix;
  #last: Promise<void> = Promise.resolve();

  /**
   * @param inputs - (examples, visible), in [0, 1].
   * @param widths - Hidden units of each RBM. Default: the width of the spec.
   */
  constructor(
    spec: TrialSpec,
    inputs: AbstractMatrix,
    variation: StackVariation,
    widths?: readonly number[],
  ) {
    this.#spec = spec;
    this.#variation = variation;
    this.#widths = widths;
    this.#features = variation.shuffledColumns ? shuffleColumns(inputs, spec.seed) : inputs;
  }

  /** The lowest RBMs of the stack; those that are missing are trained. */
  async take(depth: number): Promise<RBMStack> {
    while (this.#rbms.length < depth) {
      this.#last = this.#last.then(() => (this.#rbms.length < depth ? this.#grow() : undefined));
      await this.#last;
    }
    return {
      rbms: this.#rbms.slice(0, depth),
      gates: this.#gates.slice(0, depth),
      cost: this.#costs.slice(0, depth).reduce((sum, cost) => sum + cost, 0),
    };
  }

  async #grow(): Promise<void> {
    const { seed, settings } = this.#spec;
    const { engine, pretraining } = settings;
    const { batchSize, learningRate, weightDecay: decay } = pretraining;
    const epochs = this.#variation.epochs ?? pretraining.epochs;
    const layer = this.#rbms.length;
    const width = this.#widths?.[layer] ?? this.#spec.width;
    const data = this.#features; // (examples, visible)
    const rbm = new RBM({
      visible: data.columns,
      hidden: width,
      initializer: normal({ std: 0.1 }),
      seed: `${seed}, RBM ${layer}`,
      engine,
      threads: 1,
    });
    const momentum = piecewise({ values: [0.5, 0.9], until: [5] });
    await rbm.fit(data, {
      epochs,
      batchSize,
      sampler: contrastiveDivergence({ visibleStates: "means" }),
      optimizer: chain(weightDecay(decay), sgd({ learningRate, momentum })),
    });
    const features = inFloats(rbm.hiddenMeans(data)); // (examples, hidden)
    this.#rbms.push(rbm);
    this.#gates.push(measureGate(rbm, layer, data, features));
    this.#costs.push(epochs * rbmEpochCost(data.rows, data.columns, width));
    this.#features = features;
  }
}

/** Each column in a random order of its own. */
function shuffleColumns(data: AbstractMatrix, seed: number): AbstractMatrix {
  const random = new RandomStream(seed, "shuffled columns");
  const shuffled = reference.load(data) as Matrix;
  for (let column = 0; column < data.columns; column++) {
    const order = random.permutation(data.rows);
    const values = data.getColumn(column);
    for (const [row, from] of order.entries()) shuffled.set(row, column, values[from]!);
  }
  return shuffled;
}

/** The same numbers in half the memory: features of every image would fill it otherwise. */
function inFloats(matrix: Matrix): AbstractMatrix {
  const values = new Float32Array(matrix.rows * matrix.columns);
  for (let row = 0; row < matrix.rows; row++) values.set(rowOf(matrix, row), row * matrix.columns);
  return new WrapperMatrix1D(values as unknown as number[], { rows: matrix.rows });
}
