import { madeBy } from "../optimizers/made-by.ts";
import type { TrialOptimizer } from "../optimizers/trial-optimizer.ts";
import { copyOf, errorsOn, trained } from "../run-trial.ts";
import type { StartedTrial } from "../start-trial.ts";
import type { GradientMoment } from "../trial-result.ts";
import type { TrialSpec } from "../trial-spec.ts";
import { chanceOf } from "./trainable-depth.ts";

/** How nets are trained until they are trained. */
export interface TrainingToMark {
  readonly optimizer: TrialOptimizer;
  /** What an epoch has at most. */
  readonly epochs: number;
  /** The training error at which a net is trained, as a share of that of who always names the most frequent class, or the mean. */
  readonly mark: number;
}

/** A start with the draws of one seed. */
export interface SeededStart {
  readonly spec: TrialSpec;
  readonly started: StartedTrial;
  /** What its gradients are before training, which some optimizers ask for. */
  readonly moment: GradientMoment;
}

/** The rate at which the nets of all seeds are trained soonest, and after how many epochs each. */
export interface SoonestTrained {
  readonly learningRate: number;
  /** By seed. */
  readonly epochs: readonly number[];
}

/** Half a decade from one to the next. */
export const RATES: readonly number[] = [1, 0.316, 0.1, 0.0316, 0.01, 0.00316, 0.001, 0.000316];

/** Epochs of each net that the search begins with. */
const FIRST_LIMIT = 4;

/**
 * The best of the rates: its nets are trained after the fewest epochs in the mean over the seeds, of equal ones it is the greatest.
 * Undefined where no rate trains the nets of all seeds. Few epochs are tried at first, and twice as many until some rate is found: rates
 * that are too large or too small do not cost all epochs.
 */
export async function soonestTrained(
  starts: readonly SeededStart[],
  training: TrainingToMark,
): Promise<SoonestTrained | undefined> {
  const all = starts.length * training.epochs;
  for (let limit = starts.length * FIRST_LIMIT; ; limit *= 2) {
    const best = await soonestWithin(Math.min(limit, all), starts, training);
    if (best !== undefined || limit >= all) return best;
  }
}

/** The same where the nets have so many epochs together. */
async function soonestWithin(
  limit: number,
  starts: readonly SeededStart[],
  training: TrainingToMark,
): Promise<SoonestTrained | undefined> {
  let best: SoonestTrained | undefined;
  for (const learningRate of RATES) {
    const most = best === undefined ? limit : sumOf(best.epochs) - 1;
    const epochs = await epochsBySeed(starts, training, learningRate, most);
    if (epochs !== undefined) best = { learningRate, epochs };
  }
  return best;
}

/** After how many epochs the nets of all seeds are trained; undefined where one is not, or together they need more than `most`. */
async function epochsBySeed(
  starts: readonly SeededStart[],
  training: TrainingToMark,
  learningRate: number,
  most: number,
): Promise<readonly number[] | undefined> {
  const epochs: number[] = [];
  for (const start of starts) {
    const left = most - sumOf(epochs);
    const needed = left > 0 ? await epochsUntilTrained(start, training, learningRate, left) : undefined;
    if (needed === undefined) return undefined;
    epochs.push(needed);
  }
  return epochs;
}

/** After how many epochs a net comes to the mark first; undefined where it takes more than `most`, or its numbers do not stay finite. */
async function epochsUntilTrained(
  { spec, started: { start, labeled }, moment }: SeededStart,
  { optimizer, epochs, mark }: TrainingToMark,
  learningRate: number,
  most: number,
): Promise<number | undefined> {
  const { settings, seed } = spec;
  const network = copyOf(start.network, spec);
  const batchSize = optimizer.fullBatch ? labeled.inputs.rows : settings.batchSize;
  const fit = { epochs, batchSize, optimizer: madeBy(optimizer, learningRate, moment), seed };
  const enough = mark * chanceOf(labeled);
  let reached: number | undefined;
  await trained(network, labeled, fit, (epoch) => {
    if (errorsOn("train", network, labeled).trainError <= enough) reached = epoch;
    return reached !== undefined || epoch >= most;
  });
  return reached;
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
