import { type Compared, gainOf, LEVEL, meanError, ranked, winnerOf } from "./choose.ts";
import type { TriedRemedy } from "./diagnosis.ts";
import { copyOf, makeNetwork } from "./make-network.ts";
import type { PartSizes, PartsBySeed } from "./parts.ts";
import type { Recipe } from "./recipe.ts";
import { type LoadingCode, recipeCode } from "./recipe-code.ts";
import type { Remedy } from "./remedies.ts";
import { type RecipeRun, type RunOptions, runRecipe, trainRecipe } from "./run-recipe.ts";
import { FINALISTS, FIRST_SEEDS } from "./work.ts";

const LEAVE_IT = "leave it";

/** How runs are made. */
interface Running {
  readonly parts: PartsBySeed;
  readonly options: Omit<RunOptions, "seed">;
  /** Called before each run, with what it is, and whether its start is made for it alone. */
  readonly onRun: (what: string, recipe: Recipe, isStarted: boolean) => void;
}

/** What comparisons are made on. */
export interface Ring extends Running {
  readonly sizes: PartSizes;
  /** The seed that chooses rates; those after it compare. */
  readonly tuningSeed: number;
  /** How many seeds there are for these recipes, in what is left of the budget. */
  readonly seedsFor: (recipes: readonly Recipe[]) => number;
}

/** The same remedy at the rate with the least validation error on a seed that is used for nothing else. */
export async function tuned(remedy: Remedy, ring: Running & Pick<Ring, "tuningSeed">): Promise<Remedy> {
  const { parts, options, tuningSeed: seed, onRun } = ring;
  const own = parts(seed, remedy.recipe.inputs);
  const making = { ...options, seed };
  const start = await makeNetwork(remedy.recipe, { ...making, inputs: own.train.inputs }); // for all rates
  const ranked: { recipe: Recipe; error: number; loss: number }[] = [];
  for (const rate of remedy.rates) {
    const recipe = { ...remedy.recipe, rate };
    onRun(`${remedy.id} at ${rate}`, recipe, ranked.length === 0);
    const run = await trainRecipe(copyOf(start), recipe, own, making);
    const loss = run.notFinite === undefined ? (run.validationLosses.at(-1) ?? 0) : Number.POSITIVE_INFINITY;
    ranked.push({ recipe, error: run.errors.validation, loss });
  }
  ranked.sort((a, b) => a.error - b.error || a.loss - b.loss || a.recipe.rate - b.recipe.rate);
  return { ...remedy, recipe: ranked[0]!.recipe };
}

/** Runs recipes on seeds that compare, all of them on one seed and then on the next. */
export async function onSeeds(
  named: readonly { readonly id: string; readonly recipe: Recipe }[],
  { parts, options, onRun }: Running,
  seeds: readonly number[],
): Promise<readonly Compared[]> {
  const compared = named.map(({ id, recipe }) => ({ id, recipe, runs: [] as RecipeRun[] }));
  for (const seed of seeds) {
    for (const { id, recipe, runs } of compared) {
      onRun(`${id}, seed ${seed}`, recipe, true);
      runs.push(await runRecipe(recipe, parts(seed, recipe.inputs), { ...options, seed }));
    }
  }
  return compared;
}

/** What was tried, the least test error first, and the remedy that surely helps. */
export interface Outcome {
  readonly tried: readonly TriedRemedy[];
  readonly winner: TriedRemedy | undefined;
}

/**
 * Tunes remedies and runs them against leaving the net as it is, paired by seed: all on the first seeds, and on the others the two that do
 * best on validation data alone. The better of these wins whose interval of what it gains lies above zero.
 */
export async function compete(
  remedies: readonly Remedy[],
  asIs: Recipe,
  ring: Ring,
  load: LoadingCode,
): Promise<Outcome> {
  if (remedies.length === 0) return { tried: [], winner: undefined };
  const { sizes, tuningSeed, seedsFor } = ring;
  const seedsFrom = (first: number, end: number): readonly number[] =>
    Array.from({ length: end - first }, (_, index) => tuningSeed + 1 + first + index);
  const chosen: Remedy[] = [];
  for (const remedy of remedies) chosen.push(await tuned(remedy, ring));
  const early = await onSeeds([{ id: LEAVE_IT, recipe: asIs }, ...chosen], ring, seedsFrom(0, FIRST_SEEDS));
  const [left, ...results] = early;
  const finalists = ranked(results, asIs).slice(0, FINALISTS);
  const going = [left!, ...finalists];
  const seeds = seedsFor(going.map(({ recipe }) => recipe));
  const late = await onSeeds(going, ring, seedsFrom(FIRST_SEEDS, seeds));
  const whole = (of: Compared): Compared => {
    const more = late.find(({ id }) => id === of.id)?.runs ?? [];
    return { ...of, runs: [...of.runs, ...more] };
  };
  const [leaving, ...carried] = going.map(whole);
  const tried = early.map((result): TriedRemedy => {
    const all = whole(result);
    const { id, recipe, runs } = all;
    const remedy = chosen.find((each) => each.id === id);
    return {
      ...{ id, kind: remedy?.kind ?? null, what: remedy?.what ?? "the net as it is", recipe },
      validationError: meanError(all, "validation"),
      testError: meanError(all, "test"),
      testErrors: runs.map(({ errors }) => errors.test),
      gain: remedy ? { ...gainOf(all, leaving!, sizes), level: LEVEL } : null,
      notFinite: runs.filter(({ notFinite }) => notFinite !== undefined).length,
      code: recipeCode(recipe, { task: ring.options.task, seed: tuningSeed, load }),
    };
  });
  const winner = winnerOf(carried, leaving!, sizes);
  return {
    tried: tried.sort((a, b) => a.testError - b.testError),
    winner: tried.find(({ id }) => id === winner?.id),
  };
}
