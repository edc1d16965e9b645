import type { Network } from "../../network/network.ts";
import { trainingCost } from "../cost.ts";
import type { PartSizes } from "./parts.ts";
import type { Recipe } from "./recipe.ts";
import { trainerByName } from "./trainers.ts";

/**
 * Work is counted in multiplications, so that the same seed does the same on every machine. So many of them are taken for a second: what
 * a core of a plain machine does, measured here.
 */
export const WORK_PER_SECOND = 5e9;
/** What a layer costs in each update beside its multiplications. */
const PER_LAYER = 4e5;

/** The work of one run of a recipe, with the validation after each epoch. */
export function workOf(recipe: Recipe, network: Network, { train, validation }: PartSizes): number {
  const cost = trainingCost(network, trainerByName("count the work", recipe.optimizer).cost);
  const updates = Math.ceil(train / recipe.batchSize);
  const overhead = (updates + validation / 500) * network.layers.length * PER_LAYER;
  return (
    recipe.epochs *
    (train * cost.example + (validation * cost.example) / 3 + updates * cost.update + overhead)
  );
}

/** The first run, and three rates for each of three remedies. */
const RUNS_BEFORE = 10;
/** Remedies, and leaving the net as it is. */
const ARMS = 4;
/** Seeds that all of them are compared on, with fewer of which there is no interval. */
export const FIRST_SEEDS = 4;
/** Seeds of the best remedy and of leaving the net as it is: an interval of less says little, and of more it hardly shrinks. */
const SEEDS = { fewest: 8, most: 12 };

/** How many runs there are with so many seeds. */
export const runsOf = (seeds: number): number => RUNS_BEFORE + ARMS * FIRST_SEEDS + 2 * (seeds - FIRST_SEEDS);

/** What a budget allows. */
export interface Allowance {
  readonly epochs: number;
  readonly seeds: number;
}

/** How long runs may be, and how many seeds there are, where one run of all epochs comes to so much work. */
export function allowanceOf(epochs: number, work: number, budget: number): Allowance {
  const share = budget / (runsOf(SEEDS.fewest) * work);
  if (share < 1) return { epochs: Math.max(1, Math.floor(epochs * share)), seeds: SEEDS.fewest };
  const seeds = FIRST_SEEDS + Math.floor((budget / work - runsOf(FIRST_SEEDS)) / 2);
  return { epochs, seeds: Math.min(SEEDS.most, Math.max(SEEDS.fewest, seeds)) };
}
