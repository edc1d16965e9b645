import type { Engine } from "../../engine/engine.ts";
import type { AbstractMatrix } from "../../matrix/matrix.ts";
import { checkLike, mapParameters, type Parameters } from "../../parameters.ts";
import { hiddenFields } from "../machine/conditionals.ts";
import type { Machine } from "../machine/machine.ts";
import { nameOf, type RBMParameters, type Side } from "../machine/parameters.ts";
import type { NegativePhase, Phase } from "../samplers/sampler.ts";

/**
 * The gradients of the mean negative log-likelihood, with `negative` standing for the model's distribution:
 *
 *     ∂/∂W = ⟨vᵀ·E[h | v]⟩⁻ − ⟨vᵀ·E[h | v]⟩⁺,   ∂/∂b = ⟨v⟩⁻ − ⟨v⟩⁺,   ∂/∂c = ⟨E[h | v]⟩⁻ − ⟨E[h | v]⟩⁺
 *
 * where ⟨·⟩ is the mean over the rows of a phase, by their shares where it has some; the two may have different numbers of rows. Another
 * parameter θ of the units has
 * ⟨∂selfEnergy/∂θ⟩⁺ − ⟨∂selfEnergy/∂θ⟩⁻, with its mean given the fields for hidden units, and for visible states that are means.
 *
 * @param observed - 1 where an entry of the data is there, else 0: (rows, visible). Default: all are there.
 *
 * @see Hinton, "A practical guide to training restricted Boltzmann machines", 2010, equations 5 and 9.
 */
export function likelihoodGradients(
  machine: Machine,
  positive: Phase,
  negative: NegativePhase,
  observed?: AbstractMatrix,
): RBMParameters<AbstractMatrix> {
  const { engine } = machine;
  const [share, negativeShare] = [shareOf(positive), shareOf(negative)];
  const sums = (phase: Phase): [AbstractMatrix, AbstractMatrix] => [
    sumOver(engine, phase, phase.visible), // (1, visible)
    sumOver(engine, phase, phase.hiddenMeans), // (1, hidden)
  ];
  const correlations = (
    { visible, hiddenMeans, shares }: Phase,
    factor: number,
    sum?: AbstractMatrix,
  ): AbstractMatrix => {
    const weighed = shares ? engine.multiplyColumn(visible, shares) : visible;
    return engine.productLeftTransposed(weighed, hiddenMeans, sum, factor, 1); // (visible, hidden)
  };

  // In an order in which what can be computed side by side stands side by side.
  const [visibleMinus, hiddenMinus] = sums(negative);
  const [visiblePlus, hiddenPlus] = sums(positive);
  const correlationsMinus = negative.correlations ?? correlations(negative, negativeShare);
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

/** The sum of each column over the rows of a phase, by their shares if it has some: (1, columns). */
export function sumOver(engine: Engine, { shares }: Phase, rows: AbstractMatrix): AbstractMatrix {
  return shares ? engine.productLeftTransposed(shares, rows) : engine.columnSums(rows);
}

/** By what such a sum is multiplied to be a mean. */
export function shareOf({ shares, visible }: Phase): number {
  return shares ? 1 : 1 / visible.rows;
}

/** Σ ∂selfEnergy/∂θ over the rows of a phase, of what the units have beside their biases; those of somebody's own may give none. */
function addedGradients(machine: Machine, phase: Phase, observed?: AbstractMatrix): Parameters {
  const { engine, visibleUnits, hiddenUnits, visibleOwn, hiddenOwn, parameters } = machine;
  const { visible, visibleFields } = phase;
  const named = (side: Side, gradients?: Parameters): [string, AbstractMatrix][] =>
    Object.entries<AbstractMatrix>(Object(gradients)).map(([own, rows]) => [nameOf(side, own), rows]);
  const gradients = Object.fromEntries([
    ...named(
      "visible",
      visibleFields
        ? visibleUnits.meanGradients?.(engine, visibleFields, visibleOwn, observed)
        : visibleUnits.gradients?.(engine, visible, visibleOwn, observed),
    ),
    ...named(
      "hidden",
      hiddenUnits.meanGradients?.(engine, phase.hiddenFields ?? hiddenFields(machine, visible), hiddenOwn),
    ),
  ]);
  const { weights: _, visibleBias: __, hiddenBias: ___, ...added } = parameters;
  const { rows } = visible;
  const like = mapParameters(added, ({ columns }) => ({ rows, columns }) as AbstractMatrix); // (rows, columns of θ)
  checkLike("compute gradients", "a gradient of", gradients, like);
  return mapParameters(gradients, (each) => sumOver(engine, phase, each));
}
