import { defaultBatchSize } from "../../fit/length-of-run.ts";
import { rbmEpochCost, trainingCost } from "../cost.ts";
import { drawNetwork, type Making } from "./make-network.ts";
import type { PartSizes } from "./parts.ts";
import { RATES, type Recipe } from "./recipe.ts";
import { trainerByName } from "./trainers.ts";

/**
 * Work is counted in multiplications, so that the same seed does the same on every machine. So many of them are taken for a second: what
 * a core of a plain machine does, measured here.
 */
export const WORK_PER_SECOND = 5e9;
/** What a layer costs in each update beside its multiplications, and what an RBM does. */
const PER_LAYER = 2.5e5;
const PER_RBM = 7e5;

/** The work of a recipe: of a run, with the validation after each epoch, and of the stack of RBMs that comes before it. */
export interface Work {
  readonly run: number;
  readonly before: number;
}

/** Counts the work of a recipe. */
export function workOf(recipe: Recipe, sizes: PartSizes, making: Omit<Making, "inputs">): Work {
  const { train, validation } = sizes;
  const network = drawNetwork(recipe, making);
  const cost = trainingCost(network, trainerByName("count the work", recipe.optimizer).cost);
  const updates = Math.ceil(train / recipe.batchSize);
  const overhead = (updates + validation / 500) * network.layers.length * PER_LAYER;
  const example = train * cost.example + (validation * cost.example) / 3;
  return {
    run: recipe.epochs * (example + updates * cost.update + overhead),
    before: recipe.pretraining ? recipe.epochs * stackEpoch(recipe, train, making) : 0,
  };
}

/** An epoch of each RBM. */
function stackEpoch({ layers }: Recipe, train: number, { task }: Pick<Making, "task">): number {
  const sizes = [task.inputs, ...layers];
  const updates = Math.ceil(train / defaultBatchSize(train));
  return layers.reduce(
    (sum, hidden, index) => sum + rbmEpochCost(train, sizes[index]!, hidden) + updates * PER_RBM,
    0,
  );
}

/** Remedies that are run. */
export const TRIED = 3;
/** Seeds that all of them are compared on, with fewer of which there is no interval. */
export const FIRST_SEEDS = 4;
/** Seeds of the best remedy and of leaving the net as it is: an interval of less says little, and of more it hardly shrinks. */
const SEEDS = { fewest: 8, most: 12 };

/** How many runs there are with so many seeds of so many remedies: the first, three rates, all on the first seeds, and two on the others. */
export const runsOf = (seeds: number, tried: number = TRIED): number =>
  1 + RATES * tried + (1 + tried) * FIRST_SEEDS + 2 * (seeds - FIRST_SEEDS);

/** The most that a diagnosis may take: the net as it is, twice its work to hold labels against shuffled ones, and the dearest remedies. */
function mostWork(asIs: Work, remedies: readonly Work[], seeds: number): number {
  const tried = remedies
    .map(({ run, before }) => (RATES + FIRST_SEEDS) * run + (1 + FIRST_SEEDS) * before)
    .sort((a, b) => b - a)
    .slice(0, TRIED);
  const dearest = Math.max(0, ...remedies.map(({ run, before }) => run + before));
  const left = (3 + seeds) * asIs.run + (seeds - FIRST_SEEDS) * dearest;
  return tried.reduce((sum, work) => sum + work, left);
}

/** What a budget allows. */
export interface Allowance {
  readonly epochs: number;
  readonly seeds: number;
}

/** How long runs may be, and how many seeds there are, where runs of all epochs come to so much work. */
export function allowanceOf(
  epochs: number,
  asIs: Work,
  remedies: readonly Work[],
  budget: number,
): Allowance {
  const share = budget / mostWork(asIs, remedies, SEEDS.fewest);
  if (share < 1) return { epochs: Math.max(1, Math.floor(epochs * share)), seeds: SEEDS.fewest };
  let seeds = SEEDS.fewest;
  while (seeds < SEEDS.most && mostWork(asIs, remedies, seeds + 1) <= budget) seeds += 1;
  return { epochs, seeds };
}
