import { checkInteger, checkKeys } from "../../check.ts";
import type { Engine } from "../../engine/engine.ts";
import type { AbstractMatrix, MatrixLike } from "../../matrix/matrix.ts";
import { type Seed, toSeed } from "../../random/seed.ts";
import { RandomStream } from "../../random/stream.ts";
import { baseRate } from "../machine/base-rate.ts";
import { gibbsSample, sampleVisibleAlone } from "../machine/conditionals.ts";
import { type Machine, machineOn, type RBMValues } from "../machine/machine.ts";
import { type AnnealingPath, adaptedBetas, annealStep, independentLogPartition } from "./annealing-path.ts";
import { checkEstimate, checkLongMeasure, type LongMeasureOptions, measureSlowly } from "./long-measure.ts";
import { readVisible } from "./measure.ts";

/** Options of `annealedImportanceSampling`. */
export interface AnnealingOptions extends LongMeasureOptions {
  /** Chains, each with a weight of its own, from 2 to 100,000. Default 100. */
  readonly chains?: number | undefined;
  /** Machines on the way, the base and the machine among them, from 2 to 10⁷. Default 1000. */
  readonly temperatures?: number | undefined;
  /** (examples, visible) whose means the base takes. Default: the visible biases of the machine. */
  readonly data?: MatrixLike | undefined;
  /** Decides every draw. Default: drawn anew. */
  readonly seed?: Seed | undefined;
}

/** Options of `reverseAnnealedImportanceSampling`. */
export interface ReverseAnnealingOptions extends AnnealingOptions {
  /** Steps of Gibbs sampling by which the chains come to the machine, from the data or else from its biases, ≥ 1. Default 1000. */
  readonly gibbsSteps?: number | undefined;
}

/** What sampling says of log Z. */
export interface LogPartitionEstimate {
  /** log Z in nats. */
  readonly logPartition: number;
  /** The standard error of it, as far as the spread of the weights tells. */
  readonly standardError: number;
  /**
   * From 1.96 standard errors below logPartition to as many above it, or further to the side where what few chains meet would put it: as far as
   * log Z may lie if the logarithms of the weights are normal. Where their spread is s, that is some s²/2 above their mean.
   */
  readonly interval: readonly [low: number, high: number];
  /** How many chains of equal weight would know as much: far fewer than there are, and the estimate is of few of them. */
  readonly effectiveChains: number;
}

/** So many standard errors on either side leave 5 % outside. */
export const WIDTH = 1.96;

const MOST_CHAINS = 1e5;
const MOST_TEMPERATURES = 1e7;

/** Pilot chains, and the steps in which they see where the free energies differ. */
const PILOT = { chains: 20, temperatures: 100 };

const names = ["chains", "temperatures", "data", "seed"];

/**
 * log Z by annealed importance sampling: chains start at the base-rate machine, whose Z is known, and go to the machine by machines between
 * them, `tempered`. The mean of their weights Π exp(−F(v; βₖ) + F(v; βₖ₋₁)) is Z / Z(base) whatever the number of steps, so log Z is too
 * small on average, and the less so the more steps there are. A pilot run decides where the steps are close.
 *
 * @param rbm - The machine.
 * @param options - Chains, temperatures, data, seed, engine, signal and progress.
 * @returns log Z with its standard error.
 * @throws RangeError, as a rejection, if an option is out of range or the units have no energy.
 * @example
 * const { logPartition, standardError } = await annealedImportanceSampling(rbm, { data: images, temperatures: 200, seed: 1 });
 * logLikelihood(rbm, images, { logPartition });
 *
 * @see Neal, "Annealed importance sampling", Statistics and Computing 11 (2001); for RBMs: Salakhutdinov, Murray, "On the quantitative
 * analysis of deep belief networks", ICML 2008, section 4.1.
 */
export async function annealedImportanceSampling(
  rbm: RBMValues,
  options: AnnealingOptions = {},
): Promise<LogPartitionEstimate> {
  return anneal("estimate log Z by annealing", rbm, options, "up", 0);
}

/**
 * log Z by annealing the other way: chains start at the machine and go to the base, and the mean of their weights is Z(base) / Z. Where the
 * chains do stand for the machine, log Z is too large on average, so that with `annealedImportanceSampling` it lies between two bounds. Where
 * they do not, because Gibbs sampling has not found all modes, neither bound holds.
 *
 * @param rbm - The machine.
 * @param options - Those of `annealedImportanceSampling`, and the steps before.
 * @returns log Z with its standard error.
 * @throws RangeError, as a rejection, if an option is out of range or the units have no energy.
 * @example
 * const above = await reverseAnnealedImportanceSampling(rbm, { data: images, temperatures: 200, gibbsSteps: 100, seed: 1 });
 * const [low, high] = above.interval;
 *
 * @see Burda, Grosse, Salakhutdinov, "Accurate and conservative estimates of MRF log-likelihood using reverse annealing", AISTATS 2015.
 */
export async function reverseAnnealedImportanceSampling(
  rbm: RBMValues,
  options: ReverseAnnealingOptions = {},
): Promise<LogPartitionEstimate> {
  const action = "estimate log Z by annealing in reverse";
  checkKeys(action, options, ["engine", "signal", "onProgress", ...names, "gibbsSteps"]);
  const { gibbsSteps = 1000, ...rest } = options;
  return anneal(action, rbm, rest, "down", checkInteger(action, "gibbsSteps", gibbsSteps, { min: 1 }));
}

async function anneal(
  action: string,
  rbm: RBMValues,
  options: AnnealingOptions,
  direction: "up" | "down",
  gibbsSteps: number,
): Promise<LogPartitionEstimate> {
  const { kind, step } = checkLongMeasure(action, options, names);
  const { chains = 100, temperatures = 1000, data } = options;
  checkInteger(action, "chains", chains, { min: 2, max: MOST_CHAINS });
  checkInteger(action, "temperatures", temperatures, { min: 2, max: MOST_TEMPERATURES });
  const random = new RandomStream(toSeed(action, options.seed), "annealing");
  const examples = data === undefined ? undefined : readVisible(action, "data", rbm, data, kind);
  const beginning = baseRate(rbm, examples);
  return measureSlowly(action, rbm, kind, async (machine, engine) => {
    const base = machineOn(action, engine, beginning);
    const betas = await betasFor(machine, base, temperatures, random, step);
    const visible =
      direction === "up"
        ? sampleVisibleAlone(base, chains, random)
        : await samplesOf(machine, chains, examples, gibbsSteps, random, step);
    const path: AnnealingPath = { machine, base, betas };
    const logWeights = new Float64Array(chains);
    for (let done = 1; done < betas.length; done++) {
      await step(done / betas.length);
      const index = direction === "up" ? done : betas.length - done;
      const changes = annealStep(path, index, direction, visible, random);
      for (const [chain, change] of changes.entries()) logWeights[chain]! += change;
    }
    await step(1);
    return estimateOf(action, independentLogPartition(base), logWeights, direction);
  });
}

/** Where a pilot run says that steps should be close: its chains differ there in what a change of β does to them. */
async function betasFor(
  machine: Machine,
  base: Machine,
  count: number,
  random: RandomStream,
  step: (share: number) => Promise<void>,
): Promise<number[]> {
  const even = (some: number): number[] => Array.from({ length: some }, (_, index) => index / (some - 1));
  if (count <= 2 * PILOT.temperatures) return even(count);
  const betas = even(PILOT.temperatures);
  const visible = sampleVisibleAlone(base, PILOT.chains, random);
  const spreads: number[] = [];
  for (let index = 1; index < betas.length; index++) {
    await step(0);
    const changes = annealStep({ machine, base, betas }, index, "up", visible, random);
    const mean = changes.reduce((sum, change) => sum + change, 0) / changes.length;
    spreads.push(Math.sqrt(changes.reduce((sum, change) => sum + (change - mean) ** 2, 0) / changes.length));
  }
  return adaptedBetas(count, betas, spreads);
}

/** Chains that have gone towards the machine. */
async function samplesOf(
  machine: Machine,
  chains: number,
  examples: AbstractMatrix | undefined,
  gibbsSteps: number,
  random: RandomStream,
  step: (share: number) => Promise<void>,
): Promise<AbstractMatrix> {
  const { engine }: { readonly engine: Engine } = machine;
  const visible = examples
    ? engine.gatherRows(
        examples,
        Array.from({ length: chains }, () => random.integer(examples.rows)),
      )
    : sampleVisibleAlone(machine, chains, random);
  for (let taken = 0; taken < gibbsSteps; taken++) {
    await step(0);
    gibbsSample(machine, visible, 1, random);
  }
  return visible;
}

/**
 * The upper end of an interval for the logarithm of the mean of weights whose logarithms are normal, as sums over many steps come to be: the
 * largest, which decide the mean, are seldom among them, and neither it nor the spread of the weights shows that.
 *
 * @see Zhou, Gao, "Confidence intervals for the log-normal mean", Statistics in Medicine 16 (1997), Cox's method.
 */
function ofLognormal(logWeights: Float64Array): number {
  const count = logWeights.length;
  const mean = logWeights.reduce((sum, log) => sum + log, 0) / count;
  const variance = logWeights.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (count - 1);
  const error = Math.sqrt(variance / count + variance ** 2 / (2 * (count - 1)));
  return mean + variance / 2 + WIDTH * error;
}

/** log Z from the logarithms of the weights of chains, and how far it may be off. */
export function estimateOf(
  action: string,
  ofBase: number,
  logWeights: Float64Array,
  direction: "up" | "down",
): LogPartitionEstimate {
  const largest = logWeights.reduce((most, weight) => Math.max(most, weight), Number.NEGATIVE_INFINITY);
  const weights = logWeights.map((weight) => Math.exp(weight - largest));
  const count = weights.length;
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / count;
  const squares = weights.reduce((sum, weight) => sum + weight * weight, 0) / count;
  const variance = ((squares - mean * mean) * count) / (count - 1);
  const standardError = checkEstimate(action, Math.sqrt(Math.max(0, variance) / count) / mean);
  const logMean = largest + Math.log(mean);
  const logPartition = checkEstimate(action, direction === "up" ? ofBase + logMean : ofBase - logMean);
  const reach = WIDTH * standardError;
  const far = checkEstimate(action, Math.max(reach, ofLognormal(logWeights) - logMean));
  const [below, above] = direction === "up" ? [reach, far] : [far, reach];
  return Object.freeze({
    logPartition,
    standardError,
    interval: Object.freeze([logPartition - below, logPartition + above] as const),
    effectiveChains: (count * mean * mean) / squares,
  });
}
