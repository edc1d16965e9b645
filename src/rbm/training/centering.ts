import { checkKeys, checkNumber, checkOneOf } from "../../check.ts";
import type { Engine } from "../../engine/engine.ts";
import { columnSums } from "../../matrix/column-sums.ts";
import { type AbstractMatrix, Matrix } from "../../matrix/matrix.ts";
import { hiddenMeans } from "../machine/conditionals.ts";
import type { Phase } from "../samplers/sampler.ts";
import type { GradientChange } from "./gradient-change.ts";
import { shareOf, sumOver } from "./likelihood-gradients.ts";

/** Where the offset of a side comes from: means under the data, under the model, the average of both, or 0. */
export type Offset = "data" | "model" | "average" | "zero";

/** Options of `centering`. */
export interface CenteringOptions {
  /** The offset μ of the visible units. Default `"data"`. */
  readonly visible?: Offset | undefined;
  /** The offset λ of the hidden units. Default `"data"`. */
  readonly hidden?: Offset | undefined;
  /** How far an offset moves to the mean of each batch, in [0, 1]: 1 takes the batch alone. Default 0.01. */
  readonly rate?: number | undefined;
}

/** The offsets in a run. */
export interface Offsets {
  /** μ: (1, visible) */
  readonly visible: AbstractMatrix;
  /** λ: (1, hidden) */
  readonly hidden: AbstractMatrix;
}

const kinds: readonly Offset[] = ["data", "model", "average", "zero"];

/**
 * Centering: descends along the gradient that the machine would have with its units around offsets, E(v, h) = −(v − μ)·b − (h − λ)·c −
 * (v − μ)·W·(h − λ)ᵀ, and takes it back to the parameters that there are,
 *
 *     ∂W ← ∂W − μᵀ·∂c − ∂bᵀ·λ,   then   ∂b ← ∂b − λ·∂Wᵀ,   ∂c ← ∂c − μ·∂W
 *
 * so energies, files and samples stay those of the plain machine. Learning then does not depend on what is called 0 and what 1. The
 * offsets move by μ ← (1 − rate)·μ + rate·⟨v⟩, and λ alike with ⟨E[h | v]⟩; they start at the means of the data and at E[h | μ].
 *
 * Data mean on both sides is `dd` of the paper, model means `mm`, averages `aa`, the data mean and zero `d0`, the data's mean and the model's
 * `dm`: the enhanced gradient is `aa` with the rate 1.
 *
 * @param options - Where the offsets come from, and how fast they move.
 * @returns What `rbm.fit` takes as `centering`.
 * @throws RangeError if an option is out of range.
 * @example
 * await rbm.fit(images, { centering: centering(), sampler: persistentContrastiveDivergence(), epochs: 1 });
 *
 * @see Melchior, Fischer, Wiskott, "How to center deep Boltzmann machines", Journal of Machine Learning Research 17 (2016), sections 3
 * and 4; the enhanced gradient: Cho, Raiko, Ilin, "Enhanced gradient and adaptive learning rate for training restricted Boltzmann
 * machines", ICML 2011.
 */
export function centering(options: CenteringOptions = {}): GradientChange<Offsets> {
  const action = "create centering";
  checkKeys(action, options, ["visible", "hidden", "rate"]);
  const { visible = "data", hidden = "data", rate = 0.01 } = options;
  checkOneOf(action, "visible", visible, kinds);
  checkOneOf(action, "hidden", hidden, kinds);
  checkNumber(action, "rate", rate, { min: 0, max: 1 });

  return Object.freeze({
    name: `centering(visible=${visible}, hidden=${hidden}, rate=${rate})`,
    begin(machine, data) {
      const { engine, parameters } = machine;
      const means = Array.from(columnSums(data), (sum) => sum / data.rows);
      const mean = engine.load(Matrix.rowVector(means)); // (1, visible)
      return {
        visible: visible === "zero" ? engine.zeros(1, mean.columns) : mean,
        hidden:
          hidden === "zero"
            ? engine.zeros(1, parameters.weights.columns)
            : engine.load(hiddenMeans(machine, mean)),
      };
    },
    change({ engine }, offsets, { gradients, positive, negative }) {
      const moved = (kind: Offset, offset: AbstractMatrix, of: "visible" | "hiddenMeans"): AbstractMatrix => {
        if (kind === "zero") return offset;
        const mean = (phase: Phase): AbstractMatrix => meanOf(engine, phase, phase[of]);
        const target =
          kind === "average"
            ? engine.combine(0.5, mean(positive), 0.5, mean(negative))
            : mean(kind === "data" ? positive : negative);
        return engine.combine(1 - rate, offset, rate, target);
      };
      const mu = moved(visible, offsets.visible, "visible"); // (1, visible)
      const lambda = moved(hidden, offsets.hidden, "hiddenMeans"); // (1, hidden)
      const { weights: plain, visibleBias, hiddenBias } = gradients;
      const partly = engine.productLeftTransposed(mu, hiddenBias, engine.scale(1, plain), -1, 1);
      const weights = engine.productLeftTransposed(visibleBias, lambda, partly, -1, 1); // (visible, hidden)
      return {
        gradients: {
          ...gradients,
          weights,
          visibleBias: engine.subtract(visibleBias, engine.productRightTransposed(lambda, weights)),
          hiddenBias: engine.subtract(hiddenBias, engine.product(mu, weights)),
        },
        updateMemory() {
          engine.copy(mu, offsets.visible);
          engine.copy(lambda, offsets.hidden);
        },
      };
    },
  } satisfies GradientChange<Offsets>);
}

function meanOf(engine: Engine, phase: Phase, rows: AbstractMatrix): AbstractMatrix {
  return engine.scale(shareOf(phase), sumOver(engine, phase, rows));
}
