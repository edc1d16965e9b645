import type { Engine } from "../engine/engine.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";

/**
 * A loss on logits (what the last layer gives, before the head is applied), in its stable form.
 * A plain frozen object; logits and targets are (batch, outputs).
 */
export interface Loss {
  readonly name: string;
  /** The mean of the loss over the examples of a batch. */
  readonly value: (engine: Engine, logits: AbstractMatrix, targets: AbstractMatrix) => number;
  /** The derivative of that mean with respect to the logits: (batch, outputs). */
  readonly gradient: (engine: Engine, logits: AbstractMatrix, targets: AbstractMatrix) => AbstractMatrix;
  /**
   * The loss of each example, whose mean is `value`: (batch, 1). Where it is missing and examples have weights, `value` is asked for
   * one example after the other, which takes longer.
   */
  readonly perExample?: (engine: Engine, logits: AbstractMatrix, targets: AbstractMatrix) => AbstractMatrix;
}
