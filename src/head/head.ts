import type { Engine } from "../engine/engine.ts";
import type { Loss } from "../loss/loss.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";

/**
 * What the outputs of a head model, and so the targets it takes: a `"distribution"` over two outputs or more, whose targets sum to
 * one; `"probabilities"`, each output's own, with targets in [0, 1]; or `"numbers"`, with any targets.
 */
export type TargetKind = "distribution" | "probabilities" | "numbers";

/**
 * The end of a network: what turns its logits into outputs, and the loss that belongs to it. The loss takes logits,
 * so training never applies the head. A plain frozen object; its `name` is all that is saved of it.
 */
export interface Head {
  readonly name: string;
  /** Default `"probabilities"`. Class indices stand for a 1 at the class, except where `"numbers"` are modeled. */
  readonly targets?: TargetKind | undefined;
  /** The loss of the outputs, on logits. */
  readonly loss: Loss;
  /** The outputs for these logits, as a new matrix: (batch, outputs). */
  readonly apply: (engine: Engine, logits: AbstractMatrix) => AbstractMatrix;
}
