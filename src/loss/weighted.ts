import { checkThat } from "../check.ts";
import type { Engine } from "../engine/engine.ts";
import { type AbstractMatrix, Matrix } from "../matrix/matrix.ts";
import { checkLike } from "../parameters.ts";
import type { Loss } from "./loss.ts";

/**
 * A loss as the weighted mean over the examples of one batch, Σ wᵢ·ℓᵢ / Σ wᵢ: with integers for weights that of a batch in which
 * each example stands so many times. Where all weights are 0, so are value and gradient.
 *
 * Row i of the gradient of the plain mean is (∂ℓᵢ/∂zᵢ) / batch, so it is multiplied by batch·wᵢ / Σ wᵢ.
 *
 * @param loss - A mean over the examples of a batch.
 * @param weights - One number ≥ 0 per example of that batch.
 * @returns The loss of batches with these weights.
 * @example
 * const loss = weighted(meanSquaredError, [3, 1]);
 * loss.value(reference, new Matrix([[1], [2]]), new Matrix([[0], [0]])); // (3·1 + 1·4) / 4
 *
 * @see `CrossEntropyLoss(weight=…, reduction="mean")` of PyTorch, which divides by the sum of the weights too.
 */
export function weighted(loss: Loss, weights: ArrayLike<number>): Loss {
  const total = Array.from(weights).reduce((sum, weight) => sum + weight, 0);
  const shares = Array.from(weights, (weight) => (total === 0 ? 0 : weight / total));
  const column = (engine: Engine, factor: number): AbstractMatrix =>
    engine.load(Matrix.columnVector(shares.map((share) => factor * share))); // (batch, 1)
  const like = (expected: AbstractMatrix, given: AbstractMatrix): AbstractMatrix => {
    checkLike("weigh a loss", "a matrix by", { [loss.name]: given }, { [loss.name]: expected });
    return given;
  };
  return {
    name: loss.name,
    value(engine, logits, targets) {
      if (loss.perExample) {
        const factors = column(engine, 1);
        return engine.sum(engine.multiply(like(factors, loss.perExample(engine, logits, targets)), factors));
      }
      const lossOf = (row: number): number =>
        checkThat(
          "weigh a loss",
          `value of ${loss.name} to be a number`,
          loss.value(engine, engine.gatherRows(logits, [row]), engine.gatherRows(targets, [row])),
          (value) => typeof value === "number",
        );
      return shares.reduce((sum, share, row) => (share === 0 ? sum : sum + share * lossOf(row)), 0);
    },
    gradient(engine, logits, targets) {
      const gradient = like(logits, loss.gradient(engine, logits, targets));
      return engine.multiplyColumn(gradient, column(engine, shares.length));
    },
  };
}
