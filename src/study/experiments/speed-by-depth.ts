import { checkFunction, checkInteger, checkKeys, checkNumber } from "../../check.ts";
import type { Dataset } from "../../data/dataset.ts";
import type { Arm } from "../arm.ts";
import { optimizerOf } from "../arms/all.ts";
import { epochCost } from "../cost.ts";
import { looksOf } from "../looks.ts";
import { gradientsAt } from "../run-trial.ts";
import { firstOf } from "../trial-data.ts";
import { RATES, type SeededStart, soonestTrained } from "./epochs-until-trained.ts";
import { type ExperimentGround, experimentGround, seedsUpTo } from "./experiment-ground.ts";
import { checkDepths } from "./trainable-depth.ts";

/** Options of `speedByDepth`. */
export interface SpeedByDepthOptions {
  /** Starts. Default the linear ones. */
  readonly arms?: readonly (string | Arm)[] | undefined;
  /** Numbers of hidden layers that are tried, rising. Default 1, 2, 4, 8 and 16. */
  readonly depths?: readonly number[] | undefined;
  /** Units of a hidden layer. Default 64. */
  readonly width?: number | undefined;
  /** The training error of a trained net, as a share of that of who always names the most frequent class, or the mean. Default 0.03. */
  readonly mark?: number | undefined;
  /** How many times the epochs of the study's quick budget each net has at most. Default 3. */
  readonly times?: number | undefined;
  /** How many times each start is drawn and trained, counted from 1. Default 3. */
  readonly seeds?: number | undefined;
  /** Called at the beginning and after each depth of each start with how many are done, and of how many. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** How fast the nets of one start train at one depth. */
export interface DepthSpeed {
  readonly depth: number;
  /** The rate that was best: the fewest epochs in the mean over the seeds. */
  readonly learningRate: number;
  /** Whether a better rate may lie beyond those that were tried. */
  readonly atBorder: boolean;
  /** Epochs until trained, by seed. */
  readonly epochs: readonly number[];
  /** What making the start costs, in epochs of its net: as many multiplications. 0 of random weights. */
  readonly startCost: number;
}

/** How fast the nets of one start train. */
export interface StartSpeed {
  readonly arm: string;
  /** The depths up to which some rate trains the nets of all seeds. */
  readonly speeds: readonly DepthSpeed[];
}

/** How fast the nets of each start train, by depth. Plain JSON. */
export interface SpeedByDepth {
  readonly data: { readonly name: string; readonly fingerprint: string };
  readonly width: number;
  readonly mark: number;
  /** What a net has at most. */
  readonly epochs: number;
  readonly rates: readonly number[];
  readonly depths: readonly number[];
  readonly seeds: readonly number[];
  readonly arms: readonly StartSpeed[];
}

const action = "find how fast starts train";
const ARMS = ["linear classical", "linear glorot", "linear orthogonal", "linear pretrained"];
const DEPTHS = [1, 2, 4, 8, 16];

/**
 * How fast the nets of each start train, by depth: after how many epochs their training error comes to a mark first, at the best rate for
 * that start and depth.
 *
 * Deep linear nets with orthogonal weights, or pretrained ones, are expected to need as many epochs as shallow ones. A start that
 * has to be trained costs something before the first epoch: `startCost` counts that in epochs too.
 *
 * @param dataset - Examples of at least two classes, or with numeric targets.
 * @param options - Which starts, how deep, to which mark, and how often.
 * @returns The epochs by start, depth and seed, for `speedPlot`.
 * @throws RangeError if an arm does not exist, the depths do not rise, or a number is out of range.
 * @example
 * const { arms } = await speedByDepth(await loadDigits(), { arms: ["isometric"], depths: [1], width: 8, mark: 0.5, seeds: 1 });
 * arms[0].speeds[0].epochs.length; // 1
 *
 * @see Saxe, McClelland, Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks", ICLR 2014,
 * sections 3 and 4.
 */
export async function speedByDepth(
  dataset: Dataset,
  options: SpeedByDepthOptions = {},
): Promise<SpeedByDepth> {
  checkKeys(action, options, ["arms", "depths", "width", "mark", "times", "seeds", "onProgress"]);
  const {
    arms = ARMS,
    mark: share = 0.03,
    times: long = 3,
    seeds: count = 3,
    onProgress = () => {},
  } = options;
  checkFunction(action, "onProgress", onProgress);
  const depths = checkDepths(action, options.depths ?? DEPTHS);
  const mark = checkNumber(action, "mark", share, { above: 0, below: 1 });
  const times = checkInteger(action, "times", long, { min: 1, max: 1000 });
  const seeds = seedsUpTo(action, count);
  const ground = await experimentGround(dataset, { arms, width: options.width });
  const { plan } = ground;

  const total = ground.arms.length * depths.length;
  onProgress(0, total);
  const found: StartSpeed[] = [];
  for (const [place, arm] of ground.arms.entries()) {
    const speeds: DepthSpeed[] = [];
    for (const [index, depth] of depths.entries()) {
      const speed = await speedAt(depth, arm, { ground, mark, times, seeds });
      if (speed === undefined) break;
      speeds.push(speed);
      onProgress(place * depths.length + index + 1, total);
    }
    if (speeds.length < depths.length) onProgress((place + 1) * depths.length, total);
    found.push({ arm: arm.name, speeds });
  }
  return {
    data: { name: plan.data.name, fingerprint: plan.data.fingerprint },
    ...{ width: plan.widths[0]!, mark, epochs: plan.settings.epochs * times, rates: RATES, depths, seeds },
    arms: found,
  };
}

interface Runs {
  readonly ground: ExperimentGround;
  readonly mark: number;
  readonly times: number;
  readonly seeds: readonly number[];
}

/** How fast a start trains at one depth; undefined where no rate trains the nets of all seeds. */
async function speedAt(
  depth: number,
  arm: Arm,
  { ground, mark, times, seeds }: Runs,
): Promise<DepthSpeed | undefined> {
  const { settings } = ground.plan;
  const optimizer = optimizerOf(action, arm);
  const { epochs } = looksOf({ labels: settings.train, times, settings }, optimizer.fullBatch);
  const starts: SeededStart[] = [];
  for (const seed of seeds) {
    const started = await ground.start(arm, depth, seed);
    const moment = gradientsAt(0, started.start.network, firstOf(started.labeled, settings.probeExamples));
    starts.push({ spec: ground.specOf(arm, depth, seed), started, moment });
  }
  const best = await soonestTrained(starts, { optimizer, epochs, mark });
  if (best === undefined) return undefined;
  const { start, labeled, preparationCost } = starts[0]!.started;
  const examples = labeled.inputs.rows;
  const batchSize = optimizer.fullBatch ? examples : settings.batchSize;
  const cost = (start.cost ?? 0) + preparationCost;
  return {
    ...{ depth, learningRate: best.learningRate, epochs: best.epochs },
    atBorder: [RATES[0], RATES.at(-1)].includes(best.learningRate),
    startCost: cost / epochCost(start.network, optimizer.cost, { examples, batchSize }),
  };
}
