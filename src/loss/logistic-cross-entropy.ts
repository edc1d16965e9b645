import { sigmoid } from "../activation/sigmoid.ts";
import type { Loss } from "./loss.ts";

/**
 * Cross-entropy of independent logistic outputs: the mean over examples of
 * Σⱼ [max(zⱼ, 0) + log(1 + e^−|zⱼ|) − tⱼ·zⱼ], in nats, for targets t in [0, 1]. Its gradient is (σ(z) − t) / batch.
 *
 * It equals −Σⱼ [tⱼ·log σ(zⱼ) + (1 − tⱼ)·log(1 − σ(zⱼ))] and stays finite at any finite logit.
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
    return engine.sum(engine.zip(crossEntropy, logits, targets)) / logits.rows;
  },
  gradient(engine, logits, targets) {
    const batch = logits.rows;
    return engine.combine(1 / batch, engine.activate(sigmoid, logits), -1 / batch, targets); // (batch, outputs)
  },
} satisfies Loss);

function crossEntropy(z: number, t: number): number {
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - t * z;
}
