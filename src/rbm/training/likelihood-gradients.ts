import type { Engine } from "../../engine/engine.ts";
import type { AbstractMatrix } from "../../matrix/matrix.ts";
import type { RBMParameters } from "../machine/machine.ts";
import type { Phase } from "../samplers/sampler.ts";

/**
 * The gradients of the mean negative log-likelihood, with `negative` standing for the model's distribution:
 *
 *     ∂/∂W = ⟨vᵀ·E[h | v]⟩⁻ − ⟨vᵀ·E[h | v]⟩⁺,   ∂/∂b = ⟨v⟩⁻ − ⟨v⟩⁺,   ∂/∂c = ⟨E[h | v]⟩⁻ − ⟨E[h | v]⟩⁺
 *
 * where ⟨·⟩ is the mean over the rows of a phase; the two may have different numbers of rows.
 *
 * @see Hinton, "A practical guide to training restricted Boltzmann machines", 2010, equations 5 and 9.
 */
export function likelihoodGradients(
  engine: Engine,
  positive: Phase,
  negative: Phase,
): RBMParameters<AbstractMatrix> {
  const [share, negativeShare] = [1 / positive.visible.rows, 1 / negative.visible.rows];
  const sums = ({ visible, hiddenMeans }: Phase): [AbstractMatrix, AbstractMatrix] => [
    engine.columnSums(visible), // (1, visible)
    engine.columnSums(hiddenMeans), // (1, hidden)
  ];
  const correlations = (
    { visible, hiddenMeans }: Phase,
    factor: number,
    sum?: AbstractMatrix,
  ): AbstractMatrix => engine.productLeftTransposed(visible, hiddenMeans, sum, factor, 1); // (visible, hidden)

  // In an order in which what can be computed side by side stands side by side.
  const [visibleMinus, hiddenMinus] = sums(negative);
  const [visiblePlus, hiddenPlus] = sums(positive);
  const correlationsMinus = correlations(negative, negativeShare);
  const visibleBias = engine.combine(negativeShare, visibleMinus, -share, visiblePlus);
  const hiddenBias = engine.combine(negativeShare, hiddenMinus, -share, hiddenPlus);
  const weights = correlations(positive, -share, correlationsMinus);
  return { weights, visibleBias, hiddenBias };
}
