import type { Engine } from "../engine/engine.ts";
import type { Parameters } from "../parameters.ts";
import type { Progress } from "../schedule/schedule.ts";

/** Where in a training run an update is made. */
export interface Moment {
  /** Updates made before this one, from 0. */
  readonly step: number;
  /** Epochs gone by, fractional within one. */
  readonly epoch: number;
  /** The loss of this batch, before the update. */
  readonly loss: number;
  /** What the run has measured so far, for rates that follow it. */
  readonly progress?: Progress;
  /** The names of the parameters that weight decay is for, as the model declares them. Default: those called `weights`. */
  readonly weights?: ReadonlySet<string> | undefined;
}

/**
 * An optimizer turns gradients into updates, which are then added to the parameters. A plain frozen object: what it
 * remembers lives in the state that `init` makes and `update` is handed, never in the object.
 */
export interface Optimizer<State = unknown> {
  readonly name: string;
  /** The learning rate η at a moment, which records of epochs show; left out where there is none. */
  learningRateAt?(moment: Moment): number;
  /** The state before the first update, in the engine's memory. */
  init(engine: Engine, parameters: Parameters): State;
  /**
   * The updates for these gradients. `state` is advanced in place; gradients and parameters are left as they are.
   */
  update(
    engine: Engine,
    gradients: Parameters,
    state: State,
    parameters: Parameters,
    moment: Moment,
  ): Parameters;
}
