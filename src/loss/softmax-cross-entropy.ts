import type { Loss } from "./loss.ts";

/**
 * Cross-entropy of a softmax: the mean over examples of log Σⱼ exp(zⱼ) − Σⱼ tⱼ·zⱼ, in nats, for targets t that sum
 * to one in each row. Its gradient is (softmax(z) − t) / batch.
 *
 * @example
 * const engine = reference;
 * softmaxCrossEntropy.value(engine, new Matrix([[0, 0]]), new Matrix([[0, 1]])); // log 2
 *
 * @see Bishop, Pattern Recognition and Machine Learning, section 4.3.4.
 */
export const softmaxCrossEntropy: Loss = Object.freeze({
  name: "softmaxCrossEntropy",
  value(engine, logits, targets) {
    const logPartition = engine.sum(engine.logSumExp(logits));
    const score = engine.sum(engine.multiply(targets, logits));
    return (logPartition - score) / logits.rows;
  },
  gradient(engine, logits, targets) {
    const batch = logits.rows;
    return engine.combine(1 / batch, engine.softmax(logits), -1 / batch, targets); // (batch, outputs)
  },
  perExample(engine, logits, targets) {
    return engine.subtract(engine.logSumExp(logits), engine.rowSums(engine.multiply(targets, logits))); // (batch, 1)
  },
} satisfies Loss);
