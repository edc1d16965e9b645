import { checkKeys, checkNumber, checkRecord, rangeError } from "../../check.ts";
import type { Engine } from "../../engine/engine.ts";
import { type AbstractMatrix, Matrix } from "../../matrix/matrix.ts";
import type { Units } from "../../units/units.ts";
import type { RBMParameters } from "../machine/parameters.ts";
import type { Phase } from "../samplers/sampler.ts";
import { shareOf, sumOver } from "./likelihood-gradients.ts";

/** How often the hidden units of an RBM should be on, and how strongly they are drawn there. */
export interface SparsityTarget {
  /** p, the mean activity to aim at, in (0, 1); Hinton advises 0.01 to 0.1. */
  readonly target: number;
  /** The factor of the penalty's gradient, ≥ 0. */
  readonly cost: number;
  /** How much of the estimate of the mean activity stays at each update, in [0, 1). Default 0.9. */
  readonly decay?: number | undefined;
}

/** A sparsity target with its defaults. */
export type CheckedSparsity = { readonly [Name in keyof SparsityTarget]-?: number };

/** Refuses a sparsity target that is out of range, or that the hidden units cannot have. */
export function checkSparsity(action: string, sparsity: SparsityTarget, hiddenUnits: Units): CheckedSparsity {
  checkRecord(action, "sparsity to be { target, cost, decay }", sparsity);
  checkKeys(action, sparsity, ["target", "cost", "decay"]);
  if (hiddenUnits.range.min !== 0 || hiddenUnits.range.max !== 1) {
    throw rangeError(
      action,
      "sparsity only of hidden units whose means are probabilities",
      `${hiddenUnits.name} units`,
    );
  }
  const { decay = 0.9 } = sparsity;
  return {
    target: checkNumber(action, "sparsity.target", sparsity.target, { above: 0, below: 1 }),
    cost: checkNumber(action, "sparsity.cost", sparsity.cost, { min: 0 }),
    decay: checkNumber(action, "sparsity.decay", decay, { min: 0, below: 1 }),
  };
}

/** The penalty in a run. */
export interface SparsityPenalty {
  /** q, the mean activity of each hidden unit as estimated so far: (1, hidden) */
  readonly estimate: AbstractMatrix;
  /** Adds its gradient to those of a batch, in place; what it returns then moves the estimate of the activity. */
  addTo(gradients: RBMParameters<AbstractMatrix>, positive: Phase): () => void;
}

/**
 * The cross-entropy penalty that draws the mean activity q of each hidden unit to the target p:
 *
 *     q ← decay·q + (1 − decay)·⟨E[h | v]⟩⁺,   ∂/∂c += cost·(q − p),   ∂/∂W += cost·⟨v⟩⁺ᵀ·(q − p)
 *
 * with ⟨·⟩⁺ the mean over the batch. Bias and weights get the same derivative with respect to the field: on the bias
 * alone it would drive the bias down and the weights up. The estimate q starts at p.
 *
 * @see Hinton, "A practical guide to training restricted Boltzmann machines", 2010, section 11; the idea: Lee,
 * Ekanadham, Ng, "Sparse deep belief net model for visual area V2", NIPS 2007.
 */
export function sparsityPenalty(
  engine: Engine,
  hidden: number,
  { target, cost, decay }: CheckedSparsity,
): SparsityPenalty {
  const estimate = engine.load(new Matrix(1, hidden).fill(target)); // q: (1, hidden)
  return {
    estimate,
    addTo(gradients, positive) {
      const { visible, hiddenMeans } = positive;
      const share = shareOf(positive);
      const meanActivity = engine.scale(share, sumOver(engine, positive, hiddenMeans)); // (1, hidden)
      const meanVisible = engine.scale(share, sumOver(engine, positive, visible)); // (1, visible)
      const activity = engine.combine(decay, estimate, 1 - decay, meanActivity); // (1, hidden)
      const derivative = engine.map((q) => cost * (q - target), activity); // (1, hidden)
      engine.productLeftTransposed(meanVisible, derivative, gradients.weights, 1, 1); // (visible, hidden)
      engine.add(gradients.hiddenBias, derivative, gradients.hiddenBias); // (1, hidden)
      return () => {
        engine.copy(activity, estimate);
      };
    },
  };
}
