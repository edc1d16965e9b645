import { sigmoid } from "../activation/sigmoid.ts";
import { softplus } from "../activation/softplus.ts";
import type { Engine } from "../engine/engine.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";
import type { Loss } from "./loss.ts";

/**
 * Cross-entropy of independent logistic outputs: the mean over examples of
 * Σⱼ [tⱼ·softplus(−zⱼ) + (1 − tⱼ)·softplus(zⱼ)], in nats, for targets t in [0, 1]. Its gradient is (σ(z) − t) / batch.
 *
 * It equals −Σⱼ [tⱼ·log σ(zⱼ) + (1 − tⱼ)·log(1 − σ(zⱼ))] and stays finite at any finite logit; no term is negative, so a
 * small loss keeps its digits.
 *
 * @example
 * const engine = reference;
 * logisticCrossEntropy.value(engine, new Matrix([[0, 0]]), new Matrix([[0, 1]])); // 2·log 2
 *
 * @see Bishop, Pattern Recognition and Machine Learning, section 5.2, equation 5.23.
 */
export const logisticCrossEntropy: Loss = Object.freeze({
  name: "logisticCrossEntropy",
  value(engine, logits, targets) {
    const [right, wrong] = terms(engine, logits, targets);
    return (engine.sum(right) + engine.sum(wrong)) / logits.rows;
  },
  gradient(engine, logits, targets) {
    const batch = logits.rows;
    return engine.combine(1 / batch, engine.activate(sigmoid, logits), -1 / batch, targets); // (batch, outputs)
  },
  perExample(engine, logits, targets) {
    const [right, wrong] = terms(engine, logits, targets);
    return engine.rowSums(engine.add(right, wrong)); // (batch, 1)
  },
} satisfies Loss);

/** t·softplus(−z) and (1 − t)·softplus(z): (batch, outputs) each */
function terms(
  engine: Engine,
  logits: AbstractMatrix,
  targets: AbstractMatrix,
): readonly [AbstractMatrix, AbstractMatrix] {
  const right = engine.activate(softplus, engine.scale(-1, logits)); // −log σ(z): (batch, outputs)
  const wrong = engine.activate(softplus, logits); // −log(1 − σ(z)): (batch, outputs)
  const opposite = engine.map((t) => 1 - t, targets); // (batch, outputs)
  return [engine.multiply(targets, right), engine.multiply(opposite, wrong)];
}
