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

/** Remedies that are run, and those of them that go on to all seeds. */
export const TRIED = 3;
export const FINALISTS = 2;
/** Seeds that all of them are compared on, with fewer of which there is no interval. */
export const FIRST_SEEDS = 4;
/** Seeds of those that go on and of leaving the net as it is: an interval of fewer says little, and of more it hardly shrinks. */
const SEEDS = { fewest: 8, most: 20 };

/** How many runs there are: the first, three rates, all on the first seeds, and those that go on and the net as it is on the others. */
export const runsOf = (tried: number = TRIED, seeds: number = SEEDS.fewest): number =>
  1 + RATES * tried + (1 + tried) * FIRST_SEEDS + (1 + Math.min(FINALISTS, tried)) * (seeds - FIRST_SEEDS);

/**
 * The most that a diagnosis takes with the fewest seeds: the net as it is, twice its work to hold labels against shuffled ones, and the
 * dearest remedies.
 */
function mostWork(asIs: Work, remedies: readonly Work[]): number {
  const dearest = [...remedies].sort((a, b) => wholeOf(b) - wholeOf(a)).slice(0, TRIED);
  const later = SEEDS.fewest - FIRST_SEEDS;
  return dearest.reduce(
    (sum, work, place) => {
      const seeds = FIRST_SEEDS + (place < FINALISTS ? later : 0);
      return sum + RATES * work.run + work.before + seeds * wholeOf(work);
    },
    (3 + SEEDS.fewest) * asIs.run,
  );
}

const wholeOf = ({ run, before }: Work): number => run + before;

/** How long runs may be for all of them to keep within a budget, where runs of all epochs come to so much work. */
export function epochsWithin(budget: number, epochs: number, asIs: Work, remedies: readonly Work[]): number {
  return Math.max(1, Math.floor(epochs * Math.min(1, budget / mostWork(asIs, remedies))));
}

/** How many seeds there are for those that go on, and for leaving the net as it is, in what is left of a budget after the first seeds. */
export function seedsWithin(left: number, works: readonly Work[]): number {
  const each = works.reduce((sum, work) => sum + wholeOf(work), 0);
  return Math.max(SEEDS.fewest, Math.min(SEEDS.most, FIRST_SEEDS + Math.floor(left / each)));
}
