import { checkArray, checkFunction, checkInteger, checkKeys, rangeError } from "../../check.ts";
import type { Dataset } from "../../data/dataset.ts";
import type { Arm } from "../arm.ts";
import { optimizerOf } from "../arms/all.ts";
import { looksOf } from "../looks.ts";
import { meanOf } from "../statistics/evidence.ts";
import { byRank } from "../tuning.ts";
import { type BottleneckComparison, comparedWith } from "./bottleneck-comparison.ts";
import { type ExperimentGround, experimentGround, seedsUpTo } from "./experiment-ground.ts";
import { type LongRun, type LongTuned, longRun, longTuned } from "./long-run.ts";

/** Options of `bottleneck`. */
export interface BottleneckOptions {
  /** Starts; the random ones are what the others are compared with. Default classical, isometric and three that are pretrained. */
  readonly arms?: readonly (string | Arm)[] | undefined;
  /** Numbers of units in the uppermost hidden layer, each tried by itself. Default as many as in the others, and 20. */
  readonly tops?: readonly number[] | undefined;
  /** Hidden layers, two at least. Default 3. */
  readonly depth?: number | undefined;
  /** Units of each hidden layer but the uppermost. Default 64. */
  readonly width?: number | undefined;
  /** How many times the epochs of the study's quick budget each net is trained for. Default 3. */
  readonly times?: number | undefined;
  /** How many times each start is drawn and trained. Four or more give an interval. Default 5. */
  readonly seeds?: number | undefined;
  /** Called at the beginning and after each start under each top with how many are done, and of how many. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** One start under so many units on top, trained for long. */
export interface BottleneckStart {
  readonly top: number;
  readonly arm: string;
  /** The rate that left the fewest training errors on a seed of its own, of equal ones the least loss. */
  readonly learningRate: number;
  /** Whether a better rate may lie beyond those that were tried. */
  readonly atBorder: boolean;
  /** How many runs ended because their numbers did not stay finite; their figures are those of their last look. */
  readonly diverged: number;
  /** By seed, at the end, as the next two: on all examples that are trained on. */
  readonly trainLosses: readonly number[];
  readonly trainErrors: readonly number[];
  readonly testErrors: readonly number[];
  /** The training loss on the way: the geometric mean of the seeds that came so far. */
  readonly curve: readonly { readonly epoch: number; readonly trainLoss: number }[];
}

/** What nets with few units on top come to from each start. Plain JSON. */
export interface Bottleneck {
  readonly data: { readonly name: string; readonly fingerprint: string };
  readonly depth: number;
  readonly width: number;
  readonly tops: readonly number[];
  readonly epochs: number;
  readonly seeds: readonly number[];
  readonly starts: readonly BottleneckStart[];
  /** Each start that is not random beside each random one. Intervals are of 95 %, each by itself: of the draws, on one split of the data. */
  readonly comparisons: readonly BottleneckComparison[];
}

const action = "train through a bottleneck";
const ARMS = ["classical", "isometric", "rbm", "autoencoder", "greedy supervised"];
const TOP = 20;
/** The seed that chooses the rates and the best random start, and nothing else. */
const TUNING_SEED = 0;

/**
 * Whether pretraining helps the lower layers to be optimized: what is left of the training loss where the uppermost hidden layer is small.
 *
 * Under a wide top layer the last two layers may fit the training examples whatever the lower ones do, so a training error of 0 says
 * nothing of these. Few units on top have to be told what matters by the layers below. Each start is trained for long at the rate
 * that fits its training examples best, so no start is behind for its rate.
 *
 * @param dataset - Examples of at least two classes, or with numeric targets.
 * @param options - Which starts, under how many units, and for how long.
 * @returns The figures at the end, by seed, and each start beside the random ones, for `bottleneckPlot`.
 * @throws RangeError if an arm does not exist or a number is out of range.
 * @example
 * const { starts } = await bottleneck(await loadDigits(), { arms: ["isometric"], tops: [4], width: 8, times: 1, seeds: 1 });
 * starts.map(({ top, trainErrors }) => [top, trainErrors.length]); // [[4, 1]]
 *
 * @see Bengio, Lamblin, Popovici, Larochelle, "Greedy layer-wise training of deep networks", NIPS 2006, section 4, whose third experiment
 * has 20 units on top.
 */
export async function bottleneck(dataset: Dataset, options: BottleneckOptions = {}): Promise<Bottleneck> {
  checkKeys(action, options, ["arms", "tops", "depth", "width", "times", "seeds", "onProgress"]);
  const {
    arms = ARMS,
    depth: layers = 3,
    times: long = 3,
    seeds: count = 5,
    onProgress = () => {},
  } = options;
  checkFunction(action, "onProgress", onProgress);
  const depth = checkInteger(action, "depth", layers, { min: 2, max: 100 });
  const times = checkInteger(action, "times", long, { min: 1, max: 1000 });
  const seeds = seedsUpTo(action, count);
  const given = options.tops === undefined ? undefined : checkTops(options.tops);
  const ground = await experimentGround(dataset, { arms, width: options.width });
  const { plan } = ground;
  const width = plan.widths[0]!;
  const tops = given ?? (width > TOP ? [width, TOP] : [width]);
  const examples = { train: ground.data.train.inputs.rows, test: ground.data.test.inputs.rows };

  const starts: BottleneckStart[] = [];
  const comparisons: BottleneckComparison[] = [];
  const total = tops.length * ground.arms.length;
  onProgress(0, total);
  for (const top of tops) {
    const found: Found[] = [];
    for (const arm of ground.arms) {
      found.push(await startUnder(arm, top, { ground, depth, times, seeds }));
      onProgress(starts.length + found.length, total);
    }
    starts.push(...found.map(({ start }) => start));
    const isRandom = ({ arm }: Found): boolean => arm.kind === "random start";
    const random = found.filter(isRandom).sort((a, b) => byRank(a.tuned.rank, b.tuned.rank));
    const others = found.filter((each) => !isRandom(each));
    for (const [place, { start: over }] of random.entries()) {
      const compared = others.map(({ start }) => comparedWith(over, start, examples));
      comparisons.push(...compared.map((each) => ({ top, overBest: place === 0, ...each })));
    }
  }
  return {
    data: { name: plan.data.name, fingerprint: plan.data.fingerprint },
    ...{ depth, width, tops, epochs: plan.settings.epochs * times, seeds, starts, comparisons },
  };
}

interface Found {
  readonly arm: Arm;
  readonly tuned: LongTuned;
  readonly start: BottleneckStart;
}

interface Runs {
  readonly ground: ExperimentGround;
  readonly depth: number;
  readonly times: number;
  readonly seeds: readonly number[];
}

/** Finds the rate of a start, and trains it from every seed. */
async function startUnder(arm: Arm, top: number, { ground, depth, times, seeds }: Runs): Promise<Found> {
  const { plan } = ground;
  const { settings } = plan;
  const optimizer = optimizerOf(action, arm);
  const { epochs } = looksOf({ labels: settings.train, times, settings }, optimizer.fullBatch);
  const trainingOf = (seed: number) => ({ settings, optimizer, epochs, seed });
  const tuned = await longTuned(await ground.start(arm, depth, TUNING_SEED, top), trainingOf(TUNING_SEED), {
    rates: optimizer.rates,
    widenings: plan.tuning.widenings,
  });
  const learningRate = tuned.rank.rate;
  const runs: LongRun[] = [];
  for (const seed of seeds) {
    runs.push(await longRun(await ground.start(arm, depth, seed, top), trainingOf(seed), learningRate));
  }
  const ends = runs.map(({ looks }) => looks.at(-1)!);
  const longest = runs.reduce((a, b) => (b.looks.length > a.looks.length ? b : a));
  const start = {
    ...{ top, arm: arm.name, learningRate, atBorder: tuned.atBorder },
    diverged: runs.filter(({ diverged }) => diverged).length,
    trainLosses: ends.map(({ trainLoss }) => trainLoss),
    trainErrors: ends.map(({ trainError }) => trainError),
    testErrors: ends.map(({ testError }) => testError),
    curve: longest.looks.map(({ epoch }, at) => {
      const losses = runs.flatMap(({ looks }) => looks[at]?.trainLoss ?? []);
      return { epoch, trainLoss: Math.exp(meanOf(losses.map(Math.log))) };
    }),
  };
  return { arm, tuned, start };
}

function checkTops(given: readonly number[]): readonly number[] {
  const list = checkArray(action, "tops to be a list of integers", given);
  if (list.length === 0) throw rangeError(action, "tops to be a list of integers", "[]");
  return [...new Set(list.map((top) => checkInteger(action, "tops", top, { min: 1, max: 10_000 })))];
}
