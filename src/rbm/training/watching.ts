import type { Work } from "../../fit/pauses.ts";
import type { AbstractMatrix } from "../../matrix/matrix.ts";
import type { Seed } from "../../random/seed.ts";
import type { Machine } from "../machine/machine.ts";

/**
 * The data of a run, (examples, visible) each. In a stream `training` is the batch that came last. They are the matrices that the run was
 * given, of whatever kind and in no engine's memory: `engine.gatherRows` takes rows from them, and nothing may be written into them.
 */
export interface MonitoredData {
  readonly training: AbstractMatrix;
  readonly validation: AbstractMatrix | undefined;
  /** How often each training example counts, where they do not count the same. */
  readonly sampleWeights?: Float64Array | undefined;
}

/**
 * What `monitors([…])` makes: figures of an RBM at the end of epochs, with what they remember in a run. Both are work that may be interrupted.
 */
export interface Watching {
  readonly name: string;
  /** What they remember before the first update, by their names. */
  begin(machine: Machine, data: MonitoredData, seed: Seed): Work<Readonly<Record<string, unknown>>>;
  /** The figures of an epoch, counted from 1. */
  observe(
    machine: Machine,
    data: MonitoredData,
    memory: Readonly<Record<string, unknown>>,
    seed: Seed,
    epoch: number,
  ): Work<Readonly<Record<string, number>>>;
}
