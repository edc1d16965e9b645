import { checkInteger, checkKeys, checkOneOf } from "../../check.ts";
import type { RandomStream } from "../../random/stream.ts";
import { hiddenGiven, visibleGiven } from "../machine/conditionals.ts";
import type { Machine } from "../machine/machine.ts";
import type { NegativePhase, PositivePhase, Sampler } from "./sampler.ts";

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

  /** One step of the chain, from the hidden units given their fields to those after it. */
  function step(
    machine: Machine,
    { hiddenFields, hiddenMeans }: PositivePhase,
    random: RandomStream,
  ): PositivePhase & Required<Pick<NegativePhase, "reconstruction">> {
    const { engine, visibleUnits, hiddenUnits, visibleOwn, hiddenOwn } = machine;
    const given = { fields: hiddenFields, means: hiddenMeans };
    const hidden = hiddenUnits.sample(engine, given, hiddenOwn, random); // (batch, hidden)
    const reconstructed = visibleGiven(machine, hidden); // (batch, visible)
    const { fields, means: reconstruction } = reconstructed;
    const isMeans = visibleStates === "means";
    const visible = isMeans ? reconstruction : visibleUnits.sample(engine, reconstructed, visibleOwn, random);
    const after = hiddenGiven(machine, visible);
    return {
      visible,
      visibleFields: isMeans ? fields : undefined,
      hiddenFields: after.fields,
      hiddenMeans: after.means,
      reconstruction,
    };
  }

  return Object.freeze({
    name: `contrastiveDivergence(steps=${steps}, visibleStates=${visibleStates})`,
    followsExamples: true,
    begin: () => undefined,
    negativePhase(machine, _chains, positive, random) {
      const first = step(machine, positive, random);
      let last = first;
      for (let taken = 1; taken < steps; taken++) last = step(machine, last, random);
      return { ...last, reconstruction: first.reconstruction };
    },
  } satisfies Sampler<undefined>);
}
