import { checkFunction, checkInteger, checkKeys } from "../../check.ts";
import type { Dataset } from "../../data/dataset.ts";
import type { Network } from "../../network/network.ts";
import type { Arm } from "../arm.ts";
import { looksOf } from "../looks.ts";
import { checkOptimizer, momentum } from "../optimizers/all.ts";
import { madeBy } from "../optimizers/made-by.ts";
import { errorsOn, gradientsAt, trained } from "../run-trial.ts";
import { firstOf, type Part } from "../trial-data.ts";
import { type ExperimentGround, experimentGround, seedsUpTo } from "./experiment-ground.ts";
import { functionSpace } from "./function-space.ts";

/** Options of `functionTrajectories`. */
export interface TrajectoriesOptions {
  /** What is trained. Default classical, isometric, rbm and autoencoder. */
  readonly arms?: readonly (string | Arm)[] | undefined;
  /** Hidden layers. Default 2. */
  readonly depth?: number | undefined;
  /** Units of a hidden layer. Default 64. */
  readonly width?: number | undefined;
  /** How many runs there are of each arm. Default 5. */
  readonly seeds?: number | undefined;
  /** Called at the beginning and after each run with how many are done, and of how many. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What a net computed at one look, along the two axes. */
export interface TrajectoryPoint {
  readonly epoch: number;
  readonly first: number;
  readonly second: number;
  readonly testError: number;
}

/** The way of one net. */
export interface Trajectory {
  readonly arm: string;
  readonly seed: number;
  readonly learningRate: number;
  readonly points: readonly TrajectoryPoint[];
}

/** The ways of nets through the space of functions. Plain JSON. */
export interface Trajectories {
  readonly data: { readonly name: string; readonly fingerprint: string };
  readonly depth: number;
  readonly width: number;
  /** How many numbers a function is: examples tested on × outputs. */
  readonly values: number;
  /** The share of the variance of all functions that lies along each of the two axes. */
  readonly shares: readonly [number, number];
  readonly runs: readonly Trajectory[];
  /** Of the nets at the end, the share whose nearest other, in all dimensions, is of the same arm; absent of one net alone. */
  readonly nearestOwn?: number;
  /** What that share would be if the arms were drawn by lot. */
  readonly nearestByChance?: number;
}

const action = "follow functions";
const ARMS = ["classical", "isometric", "rbm", "autoencoder"];

/**
 * Where nets go while they learn, seen as functions: all outputs on the test examples, in a row, are a point of a space; the points of all
 * nets at all looks are drawn along the first two principal axes. Nets of different weights that compute the same lie together.
 *
 * All runs have the same examples, those of the study's seed 1, and differ in their draws. An arm is trained at the middle rate of its
 * optimizer, for the epochs of the study's quick budget.
 *
 * @param dataset - Examples of at least two classes, or with numeric targets.
 * @param options - Which arms, how deep, and how often.
 * @returns The trajectories, for `trajectoryPlot`.
 * @throws RangeError if an arm does not exist or a number is out of range.
 * @example
 * const { runs } = await functionTrajectories(await loadDigits(), { arms: ["classical"], depth: 1, width: 8, seeds: 2 });
 * runs.map(({ seed }) => seed); // [1, 2]
 *
 * @see Erhan, Bengio, Courville, Manzagol, Vincent, Bengio, "Why does unsupervised pre-training help deep learning?", JMLR 11, 2010,
 * section 6.3, where the same points are drawn by t-SNE and ISOMAP; principal axes keep distances, and have no knob.
 */
export async function functionTrajectories(
  dataset: Dataset,
  options: TrajectoriesOptions = {},
): Promise<Trajectories> {
  checkKeys(action, options, ["arms", "depth", "width", "seeds", "onProgress"]);
  const { arms = ARMS, depth: layers = 2, seeds = 5, onProgress = () => {} } = options;
  const depth = checkInteger(action, "depth", layers, { min: 1, max: 100 });
  const draws = seedsUpTo(action, seeds);
  checkFunction(action, "onProgress", onProgress);
  const ground = await experimentGround(dataset, { arms, width: options.width });
  const total = ground.arms.length * draws.length;
  const followed: Followed[] = [];
  onProgress(0, total);
  for (const seed of draws) {
    for (const arm of ground.arms) {
      followed.push(await follow(arm, depth, seed, ground));
      onProgress(followed.length, total);
    }
  }
  const space = functionSpace(
    action,
    followed.flatMap(({ looks }) => looks.map(({ values }) => values)),
  );
  let row = 0;
  const ends: { readonly arm: string; readonly row: number }[] = [];
  const runs = followed.map(({ looks, ...run }) => {
    const points = looks.map(({ values: _, ...look }) => {
      const [first, second] = space.scores.getRow(row++) as [number, number];
      return { ...look, first, second };
    });
    ends.push({ arm: run.arm, row: row - 1 });
    return { ...run, points };
  });
  return {
    data: { name: ground.plan.data.name, fingerprint: ground.plan.data.fingerprint },
    ...{ depth, width: ground.plan.widths[0]!, values: followed[0]!.looks[0]!.values.length },
    ...{ shares: space.shares, runs },
    ...(total > 1 && {
      nearestOwn: ends.filter((end) => nearest(end, ends, space.distance).arm === end.arm).length / total,
      nearestByChance: (draws.length - 1) / (total - 1),
    }),
  };
}

interface Followed extends Omit<Trajectory, "points"> {
  readonly looks: readonly (Pick<TrajectoryPoint, "epoch" | "testError"> & {
    readonly values: Float64Array;
  })[];
}

/** Trains one net, and keeps what it computes at each look. Numbers that do not stay finite end its way. */
async function follow(arm: Arm, depth: number, seed: number, ground: ExperimentGround): Promise<Followed> {
  const spec = ground.specOf(arm, depth, seed);
  const { settings } = spec;
  const { start, labeled, test } = await ground.start(arm, depth, seed);
  const { network } = start;
  const optimizer = checkOptimizer(action, arm.optimizer ?? momentum);
  const learningRate = optimizer.rates[Math.floor(optimizer.rates.length / 2)]!;
  const { epochs, every } = looksOf(spec, optimizer.fullBatch);
  const looks: Followed["looks"][number][] = [];
  const look = (epoch: number): void => {
    const { testError } = errorsOn("test", network, test);
    looks.push({ epoch, testError, values: outputsOf(network, test) });
  };
  look(0);
  const moment = gradientsAt(0, network, firstOf(labeled, settings.probeExamples));
  const batchSize = optimizer.fullBatch ? labeled.inputs.rows : settings.batchSize;
  const fit = { epochs, batchSize, optimizer: madeBy(optimizer, learningRate, moment), seed };
  await trained(network, labeled, fit, (epoch) => {
    if (epoch % every === 0 || epoch === epochs) look(epoch);
  });
  return { arm: arm.name, seed, learningRate, looks };
}

/** All outputs of a net, example by example. */
function outputsOf(network: Network, { inputs }: Part): Float64Array {
  return Float64Array.from(network.predict(inputs).to1DArray());
}

function nearest<End extends { readonly row: number }>(
  end: End,
  ends: readonly End[],
  distance: (one: number, other: number) => number,
): End {
  const others = ends.filter((other) => other !== end);
  const distances = others.map((other) => distance(end.row, other.row));
  return others[distances.indexOf(Math.min(...distances))]!;
}
