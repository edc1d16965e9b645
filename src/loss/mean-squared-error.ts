import type { Loss } from "./loss.ts";

/**
 * Mean squared error: the mean over examples and outputs of (z − t)². Its gradient is 2·(z − t) / (batch·outputs).
 *
 * @example
 * const engine = reference;
 * meanSquaredError.value(engine, new Matrix([[1, 3]]), new Matrix([[0, 1]])); // (1 + 4) / 2
 *
 * @see Bishop, Pattern Recognition and Machine Learning, section 5.2, equation 5.14, there as half the sum.
 */
export const meanSquaredError: Loss = Object.freeze({
  name: "meanSquaredError",
  value(engine, logits, targets) {
    return engine.sumOfSquares(engine.subtract(logits, targets)) / (logits.rows * logits.columns);
  },
  gradient(engine, logits, targets) {
    const factor = 2 / (logits.rows * logits.columns);
    return engine.combine(factor, logits, -factor, targets); // (batch, outputs)
  },
  perExample(engine, logits, targets) {
    const error = engine.subtract(logits, targets); // (batch, outputs)
    return engine.scale(1 / logits.columns, engine.rowSums(engine.multiply(error, error))); // (batch, 1)
  },
} satisfies Loss);
