import { checkInteger, checkKeys, checkOneOf } from "../../check.ts";
import type { AbstractMatrix } from "../../matrix/matrix.ts";
import type { RandomStream } from "../../random/stream.ts";
import { hiddenMeans, visibleMeans } from "../machine/conditionals.ts";
import type { Machine } from "../machine/machine.ts";
import type { NegativePhase, Sampler } from "./sampler.ts";

/** Options of `contrastiveDivergence`. */
export interface ContrastiveDivergenceOptions {
  /** Steps of Gibbs sampling away from the data, ≥ 1. Default 1. */
  readonly steps?: number | undefined;
  /** Whether the visible units of the chain are drawn, or set to their means. Default `"samples"`. */
  readonly visibleStates?: "samples" | "means" | undefined;
}

/**
 * Contrastive divergence: chains that start anew at the examples of each batch and take a few steps,
 * h ~ P(h | v), v ~ P(v | h). Drawn hidden states drive the chain, and means of the hidden units at its end enter the
 * statistics, which lowers their variance.
 *
 * With `visibleStates: "means"` the reconstruction is the means of the visible units. Take them where the data are means as well:
 * real-valued pixels, features of another RBM. Where one side of the statistics is drawn and the other is not, the noise of the draws
 * stays in the difference and holds the weights down.
 *
 * @param options - The number of steps, and what the visible states are.
 * @returns A sampler.
 * @throws RangeError if `steps` is not an integer ≥ 1 or `visibleStates` is neither `"samples"` nor `"means"`.
 * @example
 * await rbm.fit(data, { sampler: contrastiveDivergence({ steps: 5 }) });
 *
 * @see Hinton, "Training products of experts by minimizing contrastive divergence", Neural Computation 14 (2002);
 * what to draw: Hinton, "A practical guide to training restricted Boltzmann machines", 2010, section 3.
 */
export function contrastiveDivergence(options: ContrastiveDivergenceOptions = {}): Sampler<undefined> {
  const action = "create contrastiveDivergence";
  checkKeys(action, options, ["steps", "visibleStates"]);
  const { steps = 1, visibleStates = "samples" } = options;
  checkInteger(action, "steps", steps, { min: 1 });
  checkOneOf(action, "visibleStates", visibleStates, ["samples", "means"]);

  /** One step of the chain, from the means of the hidden units to those after it. */
  function step(machine: Machine, means: AbstractMatrix, random: RandomStream): Required<NegativePhase> {
    const { engine, visibleUnits, hiddenUnits } = machine;
    const hidden = hiddenUnits.sample(engine, means, random); // (batch, hidden)
    const reconstruction = visibleMeans(machine, hidden); // (batch, visible)
    const visible =
      visibleStates === "means" ? reconstruction : visibleUnits.sample(engine, reconstruction, random);
    return { visible, hiddenMeans: hiddenMeans(machine, visible), reconstruction };
  }

  return Object.freeze({
    name: `contrastiveDivergence(steps=${steps}, visibleStates=${visibleStates})`,
    begin: () => undefined,
    negativePhase(machine, _chains, positive, random) {
      const first = step(machine, positive.hiddenMeans, random);
      let last = first;
      for (let taken = 1; taken < steps; taken++) last = step(machine, last.hiddenMeans, random);
      return { ...last, reconstruction: first.reconstruction };
    },
  } satisfies Sampler<undefined>);
}
