import type { Engine } from "../engine/engine.ts";
import type { Matrix } from "../matrix/matrix.ts";
import type { Moment } from "../optimizer/optimizer.ts";
import type { Parameters } from "../parameters.ts";
import type { Seeded } from "../random/seed.ts";
import type { RandomStream } from "../random/stream.ts";
import type { EpochRecord, Metric } from "./history.ts";
import type { Work } from "./pauses.ts";
import type { Source } from "./stream.ts";

/** What a model finds out about one batch. */
export interface Evaluation {
  /** The mean loss over the batch: training ends where it is not finite. */
  readonly loss: number;
  /** ∂loss/∂θ for each parameter that is to be trained. */
  readonly gradients: Parameters;
  /** How much the batch counts. Default: the number of its examples. Where it is 0, no update is made. */
  readonly weight?: number;
  /** Figures of the batch; the epoch reports their means, each batch counting by its weight. */
  readonly metrics: Partial<Record<Metric, number>>;
  /** Moves what follows the data rather than the gradient, such as running means. */
  readonly updateStatistics?: () => void;
  /** Where values first went out of range, as an error message names it. */
  readonly locateOverflow: () => string;
}

/** What is trained: all that is known of a job before it starts. */
export interface Trained {
  /** The model, which only one run at a time may train. */
  readonly model: Seeded;
  /** What errors say was being done: `"fit the network"`. */
  readonly action: string;
  /** The matrices of the model that its values are to be found in after the run. */
  readonly own: Readonly<Record<string, Matrix>>;
}

/** What the minibatch loop asks of a model. */
export interface Job extends Trained {
  readonly engine: Engine;
  /** How many there are, where they do not come in a stream. */
  readonly examples: number;
  /** The batches of each epoch where they do, as the indices of all examples of the batch that is there. */
  readonly stream?: Source<Uint32Array> | undefined;
  /** Which RBM or layer of a stack is trained, from 0, for the records. */
  readonly layer?: number;
  /** The name of the sampler of an RBM, for the record of what was used. */
  readonly sampler?: string;
  /** What a model must be like to go on with a run of this one. */
  readonly about: Readonly<Record<string, string>>;
  /** The parameters to train, in the engine's memory. */
  readonly parameters: Parameters;
  /** The names of those that weight decay is for. Default: those called `weights`. */
  readonly weights?: ReadonlySet<string> | undefined;
  /** What is restored with them but not trained. */
  readonly statistics: Parameters;
  /** Both, and what is frozen. */
  readonly all: Parameters;
  /** What else goes on from batch to batch: chains, running estimates. */
  readonly memory?: Record<string, unknown>;
  /** The stream of every draw but the order of examples. */
  readonly random: RandomStream;
  /** What takes its time before the first batch. A generator may be interrupted at its `yield`. */
  begin?(): Work<object>;
  /** The loss and its gradients on the examples with these indices. */
  evaluate(batch: Uint32Array, moment: Omit<Moment, "loss">): Evaluation;
  /** Looks at what was computed, once the updates are known and before they are made. */
  observe?(evaluation: Evaluation, updates: Parameters, moment: Moment): void;
  /**
   * The figures taken at the end of an epoch, counted from 1, such as those on validation data. A generator may be interrupted at its
   * `yield`, and keeps what it makes there in a scope.
   */
  measure(epoch: number): Partial<EpochRecord> | Work<Partial<EpochRecord>>;
  /**
   * What a look at the trained model finds wrong, a sentence each. A generator may be interrupted at its `yield`; what it makes outside a scope
   * goes with the engine, which the run then closes.
   */
  warnings?(): readonly string[] | Work<readonly string[]>;
}
