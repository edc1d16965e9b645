import type { Engine } from "../engine/engine.ts";
import type { Loss } from "../loss/loss.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";

/**
 * The end of a network: what turns its logits into outputs, and the loss that belongs to it. The loss takes logits,
 * so training never applies the head. A plain frozen object; its `name` is all that is saved of it.
 */
export interface Head {
  readonly name: string;
  /** The loss of the outputs, on logits. */
  readonly loss: Loss;
  /** The outputs for these logits, as a new matrix: (batch, outputs). */
  readonly apply: (engine: Engine, logits: AbstractMatrix) => AbstractMatrix;
}
