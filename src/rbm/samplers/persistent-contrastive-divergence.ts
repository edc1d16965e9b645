import { checkInteger, checkKeys } from "../../check.ts";
import { checkSize } from "../../matrix/check-size.ts";
import type { AbstractMatrix } from "../../matrix/matrix.ts";
import { gibbsSample, hiddenMeans } from "../machine/conditionals.ts";
import type { Sampler } from "./sampler.ts";

/** Options of `persistentContrastiveDivergence`. */
export interface PersistentContrastiveDivergenceOptions {
  /** Steps of Gibbs sampling per update, ≥ 1. Default 1. */
  readonly steps?: number | undefined;
  /** Chains that are kept, ≥ 1. Default 100. */
  readonly chains?: number | undefined;
}

/** The visible states of the chains of `persistentContrastiveDivergence`: (chains, visible). */
export interface PersistentChains {
  readonly visible: AbstractMatrix;
}

/**
 * Persistent contrastive divergence, or stochastic maximum likelihood: chains that go on from update to update, over
 * all batches and epochs of one run, and so follow the model rather than the data.
 *
 * The chains start at examples drawn with replacement: a machine that is trained already has its modes near them, and
 * one with small weights forgets them in a step.
 *
 * @param options - The number of steps per update and of chains.
 * @returns A sampler.
 * @throws RangeError if `steps` or `chains` is not an integer ≥ 1.
 * @example
 * await rbm.fit(data, { sampler: persistentContrastiveDivergence({ chains: 50 }) });
 *
 * @see Tieleman, "Training restricted Boltzmann machines using approximations to the likelihood gradient",
 * ICML 2008, section 2.
 */
export function persistentContrastiveDivergence(
  options: PersistentContrastiveDivergenceOptions = {},
): Sampler<PersistentChains> {
  const action = "create persistentContrastiveDivergence";
  checkKeys(action, options, ["steps", "chains"]);
  const { steps = 1, chains = 100 } = options;
  checkInteger(action, "steps", steps, { min: 1 });
  checkInteger(action, "chains", chains, { min: 1 });
  return Object.freeze({
    name: `persistentContrastiveDivergence(steps=${steps}, chains=${chains})`,
    isPersistent: true,
    begin({ engine }, data, random) {
      checkSize(action, "chains", chains, data.columns);
      const examples = Array.from({ length: chains }, () => random.integer(data.rows));
      return { visible: engine.gatherRows(data, examples) };
    },
    negativePhase(machine, { visible }, _positive, random) {
      gibbsSample(machine, visible, steps, random); // (chains, visible)
      return { visible, hiddenMeans: hiddenMeans(machine, visible) };
    },
  } satisfies Sampler<PersistentChains>);
}
