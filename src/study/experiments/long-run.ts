import { madeBy } from "../optimizers/made-by.ts";
import type { TrialOptimizer } from "../optimizers/trial-optimizer.ts";
import { copyOf, type Errors, errorsOn, gradientsAt, trained } from "../run-trial.ts";
import type { StartedTrial } from "../start-trial.ts";
import { firstOf } from "../trial-data.ts";
import type { TrialSettings } from "../trial-spec.ts";
import { type Rank, type TunedGrid, tuneBy } from "../tuning.ts";

/** What a net does at one look: on all examples that it is trained on, and on those that it is tested on. */
export interface Look extends Errors<"train">, Errors<"test"> {
  readonly epoch: number;
}

/** A net that is trained for long. */
export interface LongRun {
  /** The first before training. Numbers that do not stay finite end it with the look before. */
  readonly looks: readonly Look[];
  readonly diverged: boolean;
}

/** How a net is trained. */
export interface LongTraining {
  readonly settings: TrialSettings;
  readonly optimizer: TrialOptimizer;
  readonly epochs: number;
  readonly seed: number;
}

/** So many looks are behind the start, about. */
const LOOKS = 15;

/** Trains a copy of a start at one rate. */
export async function longRun(
  { start, labeled, test }: StartedTrial,
  { settings, optimizer, epochs, seed }: LongTraining,
  learningRate: number,
): Promise<LongRun> {
  const network = copyOf(start.network, { settings });
  const moment = gradientsAt(0, network, firstOf(labeled, settings.probeExamples));
  const every = Math.max(1, Math.floor(epochs / LOOKS));
  const looks: Look[] = [];
  const look = (epoch: number): void => {
    looks.push({ epoch, ...errorsOn("train", network, labeled), ...errorsOn("test", network, test) });
  };
  look(0);
  const batchSize = optimizer.fullBatch ? labeled.inputs.rows : settings.batchSize;
  const fit = { epochs, batchSize, optimizer: madeBy(optimizer, learningRate, moment), seed };
  const diverged = await trained(network, labeled, fit, (epoch) => {
    if (epoch % every === 0 || epoch === epochs) look(epoch);
  });
  return { looks, diverged: diverged !== undefined };
}

/** The rate that trains a start best, how it did, and whether a better one may lie beyond the rates that were tried. */
export interface LongTuned {
  readonly rank: Rank;
  readonly atBorder: boolean;
}

/**
 * Tries rates on one start, as the study's grids grow: the best leaves the fewest errors on the training examples at the end, of equal ones
 * the least loss.
 */
export async function longTuned(
  started: StartedTrial,
  training: LongTraining,
  grid: TunedGrid,
): Promise<LongTuned> {
  const ranks: Rank[] = [];
  for (;;) {
    const { rates, best, atBorder } = tuneBy(grid, ranks);
    const missing = rates.filter((rate) => !ranks.some((rank) => rank.rate === rate));
    if (missing.length === 0) return { rank: ranks.find(({ rate }) => rate === best)!, atBorder };
    for (const rate of missing) {
      const { looks, diverged } = await longRun(started, training, rate);
      const [first, last] = [looks[0]!, looks.at(-1)!];
      ranks.push({
        ...{ rate, diverged: diverged ? 1 : 0, before: first.trainError },
        ...{ error: last.trainError, loss: last.trainLoss },
      });
    }
  }
}
