import type { AbstractMatrix } from "../../matrix/matrix.ts";
import type { Machine } from "../machine/machine.ts";
import type { RBMParameters } from "../machine/parameters.ts";
import type { NegativePhase, PositivePhase } from "../samplers/sampler.ts";

/** The gradients of a batch with the phases that they come from. */
export interface BatchOfRBM {
  readonly gradients: RBMParameters<AbstractMatrix>;
  readonly positive: PositivePhase;
  readonly negative: NegativePhase;
}

/**
 * Changes the gradients of an RBM by what it sees of both phases, before penalties and the optimizer, as `centering` does. A plain frozen
 * object: what it remembers from update to update lives in what `begin` returns.
 */
export interface GradientChange<Memory = unknown> {
  readonly name: string;
  /** What it remembers before the first update of a run, in the engine's memory; `data` is (examples, visible), of any kind. */
  begin(machine: Machine, data: AbstractMatrix): Memory;
  /** The changed gradients, and what moves the memory once the update is made. */
  change(
    machine: Machine,
    memory: Memory,
    batch: BatchOfRBM,
  ): { readonly gradients: RBMParameters<AbstractMatrix>; readonly updateMemory: () => void };
}
