import { checkInteger, checkKeys, checkNumber } from "../../check.ts";
import { checkSize } from "../../matrix/check-size.ts";
import type { AbstractMatrix } from "../../matrix/matrix.ts";
import { mapParameters } from "../../parameters.ts";
import { gibbsSample, hiddenMeans } from "../machine/conditionals.ts";
import { machineOf } from "../machine/machine.ts";
import type { RBMParameters } from "../machine/parameters.ts";
import { likelihoodGradients } from "../training/likelihood-gradients.ts";
import type { Sampler } from "./sampler.ts";

/** Options of `fastPersistentContrastiveDivergence`. */
export interface FastPersistentContrastiveDivergenceOptions {
  /** Steps of Gibbs sampling per update, ≥ 1. Default 1. */
  readonly steps?: number | undefined;
  /** Chains that are kept, ≥ 1. Default 100. */
  readonly chains?: number | undefined;
  /** The constant rate at which the fast weights learn, ≥ 0. Default 0.1. */
  readonly learningRate?: number | undefined;
}

/** The chains of `fastPersistentContrastiveDivergence`. */
export interface FastChains {
  /** (chains, visible) */
  readonly visible: AbstractMatrix;
  /** What is added to weights and biases while the chains move. */
  readonly fast: Pick<RBMParameters<AbstractMatrix>, "weights" | "visibleBias" | "hiddenBias">;
}

/** The share of the fast weights that stays at each update. */
const DECAY = 19 / 20;

/**
 * Fast persistent contrastive divergence: the chains of `persistentContrastiveDivergence` move under weights and biases to which fast ones
 * are added, θ + φ, that learn by the same gradient at a rate of their own and are forgotten soon,
 *
 *     φ ← 19/20·φ − learningRate·∂θ
 *
 * so that chains are driven out of where they stand, however small the rate of the machine has become. The fast weights are in the chains
 * alone: statistics of the hidden units are those of the machine. While θ stays as it is, φ settles at −20·learningRate·∂θ, so chains are those
 * of another machine as long as there is something to learn: a bias of the method, which goes as the gradient goes.
 *
 * @param options - Steps, chains and the rate of the fast weights.
 * @returns A sampler.
 * @throws RangeError if one of them is out of range.
 * @example
 * await rbm.fit(images, { epochs: 1, sampler: fastPersistentContrastiveDivergence({ chains: 50 }) });
 *
 * @see Tieleman, Hinton, "Using fast weights to improve persistent contrastive divergence", ICML 2009, section 3.
 */
export function fastPersistentContrastiveDivergence(
  options: FastPersistentContrastiveDivergenceOptions = {},
): Sampler<FastChains> {
  const action = "create fastPersistentContrastiveDivergence";
  checkKeys(action, options, ["steps", "chains", "learningRate"]);
  const { steps = 1, chains = 100, learningRate = 0.1 } = options;
  checkInteger(action, "steps", steps, { min: 1 });
  checkInteger(action, "chains", chains, { min: 1 });
  checkNumber(action, "learningRate", learningRate, { min: 0 });
  return Object.freeze({
    name: `fastPersistentContrastiveDivergence(steps=${steps}, chains=${chains}, learningRate=${learningRate})`,
    isPersistent: true,
    begin({ engine, parameters }, data, random) {
      checkSize(action, "chains", chains, data.columns);
      const examples = Array.from({ length: chains }, () => random.integer(data.rows));
      const { weights, visibleBias, hiddenBias } = parameters;
      return {
        visible: engine.gatherRows(data, examples),
        fast: {
          weights: engine.zeros(weights.rows, weights.columns),
          visibleBias: engine.zeros(1, visibleBias.columns),
          hiddenBias: engine.zeros(1, hiddenBias.columns),
        },
      };
    },
    negativePhase(machine, { visible, fast }, positive, random) {
      const { engine, parameters } = machine;
      const sums = mapParameters(fast, (matrix, name) => engine.add(parameters[name]!, matrix));
      gibbsSample(
        machineOf(engine, { ...machine, parameters: { ...parameters, ...sums } }),
        visible,
        steps,
        random,
      );
      const negative = { visible, hiddenMeans: hiddenMeans(machine, visible) };
      const gradients = likelihoodGradients(machine, positive, negative);
      for (const [name, matrix] of Object.entries(fast))
        engine.combine(DECAY, matrix, -learningRate, gradients[name]!, matrix);
      return { ...negative, gradients };
    },
  } satisfies Sampler<FastChains>);
}
