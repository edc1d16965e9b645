import type { AbstractMatrix } from "../../matrix/matrix.ts";
import { mapParameters, type Parameters } from "../../parameters.ts";
import { hiddenFields } from "../machine/conditionals.ts";
import type { Machine } from "../machine/machine.ts";
import { nameOf, type RBMParameters, type Side } from "../machine/parameters.ts";
import type { Phase } from "../samplers/sampler.ts";

/**
 * The gradients of the mean negative log-likelihood, with `negative` standing for the model's distribution:
 *
 *     ∂/∂W = ⟨vᵀ·E[h | v]⟩⁻ − ⟨vᵀ·E[h | v]⟩⁺,   ∂/∂b = ⟨v⟩⁻ − ⟨v⟩⁺,   ∂/∂c = ⟨E[h | v]⟩⁻ − ⟨E[h | v]⟩⁺
 *
 * where ⟨·⟩ is the mean over the rows of a phase; the two may have different numbers of rows. Another parameter θ of the units has
 * ⟨∂selfEnergy/∂θ⟩⁺ − ⟨∂selfEnergy/∂θ⟩⁻, with its mean given the fields for hidden units, and for visible states that are means.
 *
 * @param observed - 1 where an entry of the data is there, else 0: (rows, visible). Default: all are there.
 *
 * @see Hinton, "A practical guide to training restricted Boltzmann machines", 2010, equations 5 and 9.
 */
export function likelihoodGradients(
  machine: Machine,
  positive: Phase,
  negative: Phase,
  observed?: AbstractMatrix,
): RBMParameters<AbstractMatrix> {
  const { engine } = machine;
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
  const added = (phase: Phase): Parameters => addedGradients(machine, phase, observed);
  const minus = added(negative);
  return {
    ...{ weights, visibleBias, hiddenBias },
    ...mapParameters(added(positive), (plus, name) =>
      engine.combine(share, plus, -negativeShare, minus[name]!),
    ),
  };
}

/** Σ ∂selfEnergy/∂θ over the rows of a phase, of what the units have beside their biases. */
function addedGradients(machine: Machine, phase: Phase, observed?: AbstractMatrix): Parameters {
  const { engine, visibleUnits, hiddenUnits, visibleOwn, hiddenOwn } = machine;
  const { visible, visibleFields } = phase;
  const sums = (side: Side, gradients: Parameters = {}): [string, AbstractMatrix][] =>
    Object.entries(gradients).map(([own, rows]) => [nameOf(side, own), engine.columnSums(rows)]);
  return Object.fromEntries([
    ...sums(
      "visible",
      visibleFields
        ? visibleUnits.meanGradients?.(engine, visibleFields, visibleOwn, observed)
        : visibleUnits.gradients?.(engine, visible, visibleOwn, observed),
    ),
    ...sums(
      "hidden",
      hiddenUnits.meanGradients?.(engine, phase.hiddenFields ?? hiddenFields(machine, visible), hiddenOwn),
    ),
  ]);
}
