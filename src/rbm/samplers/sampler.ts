import type { AbstractMatrix } from "../../matrix/matrix.ts";
import type { RandomStream } from "../../random/stream.ts";
import type { Machine } from "../machine/machine.ts";
import type { RBMParameters } from "../machine/parameters.ts";

/** The statistics of one side of the gradient: rows of visible states, and E[h | v] of each. */
export interface Phase {
  /** (rows, visible) */
  readonly visible: AbstractMatrix;
  /** (rows, hidden) */
  readonly hiddenMeans: AbstractMatrix;
  /** The fields of the hidden units. Default: those that the visible states give. */
  readonly hiddenFields?: AbstractMatrix;
  /** The fields whose means `visible` is, where they are means: (rows, visible). */
  readonly visibleFields?: AbstractMatrix | undefined;
  /** How much each row counts, in numbers that sum to 1: (rows, 1). Default: all the same. */
  readonly shares?: AbstractMatrix | undefined;
}

/** The statistics of the data. */
export interface PositivePhase extends Phase {
  readonly hiddenFields: AbstractMatrix;
}

/** What a sampler says of the model: rows that stand for its distribution. */
export interface NegativePhase extends Phase {
  /** The means of the visible units one step away from the data, where the sampler came by them: (batch, visible). */
  readonly reconstruction?: AbstractMatrix;
  /** ⟨vᵀ·h⟩ where it is not the mean of the products of the rows, in a matrix of its own: (visible, hidden). */
  readonly correlations?: AbstractMatrix | undefined;
  /** The gradients of both phases, where the sampler had to know them. Default: computed from the two. */
  readonly gradients?: RBMParameters<AbstractMatrix>;
}

/**
 * A sampler finds states that stand for the distribution of the model, for the negative phase of the gradient. A plain
 * frozen object: chains that go on from one update to the next live in what `begin` returns, never in the object.
 */
export interface Sampler<Chains = unknown> {
  readonly name: string;
  /** Whether the rows of its negative phase are those of the batch, one chain each: then entries of the data may be missing. */
  readonly followsExamples?: boolean;
  /**
   * Whether its chains go on from one update to the next. They have to keep up with the machine, so a run without an optimizer of its own
   * takes one without momentum.
   */
  readonly isPersistent?: boolean;
  /** The chains before the first update of a run, in the engine's memory; `data` is (examples, visible), of any kind. */
  begin(machine: Machine, data: AbstractMatrix, random: RandomStream): Chains;
  /** The machine that a batch of so many rows is computed with, both phases of it. Default: the machine as it is. */
  machineFor?(machine: Machine, rows: number, random: RandomStream): Machine;
  /** The negative phase of one update; `chains` are advanced in place. */
  negativePhase(
    machine: Machine,
    chains: Chains,
    positive: PositivePhase,
    random: RandomStream,
  ): NegativePhase;
}
