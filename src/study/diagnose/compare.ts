import type { Dataset } from "../../data/dataset.ts";
import { meanOf } from "../statistics/evidence.ts";
import { estimateOf, type Interval, intervalOf } from "../statistics/interval.ts";
import type { TriedRemedy } from "./diagnosis.ts";
import { type PartSizes, partsOf } from "./parts.ts";
import { changesBetween, type Recipe } from "./recipe.ts";
import { type LoadingCode, recipeCode } from "./recipe-code.ts";
import type { Remedy } from "./remedies.ts";
import { type RecipeRun, type RunOptions, runRecipe } from "./run-recipe.ts";
import { FIRST_SEEDS } from "./work.ts";

const LEAVE_IT = "leave it";

/** The level of the interval of what the winner gains. */
export const LEVEL = 0.95;
/** Of remedies whose validation errors are so close the one that changes least is taken. */
const AS_GOOD = 0.005;

/** What comparisons are made on. */
export interface Ring {
  readonly dataset: Dataset;
  readonly sizes: PartSizes;
  readonly options: Omit<RunOptions, "seed">;
  /** The seed that chooses rates, and those that compare. */
  readonly tuningSeed: number;
  readonly seeds: readonly number[];
  /** Called before each run, with what it is. */
  readonly onRun: (what: string) => void;
}

/** A recipe on all seeds. */
export interface Compared {
  readonly recipe: Recipe;
  readonly runs: readonly RecipeRun[];
}

/** The same remedy at the rate with the least validation error on a seed that is used for nothing else. */
export async function tuned(remedy: Remedy, ring: Ring): Promise<Remedy> {
  const ranked: { recipe: Recipe; error: number; loss: number }[] = [];
  for (const rate of remedy.rates) {
    const recipe = { ...remedy.recipe, rate };
    ring.onRun(`${remedy.id} at ${rate}`);
    const run = await runOn(recipe, ring.tuningSeed, ring);
    const loss = run.notFinite === undefined ? (run.validationLosses.at(-1) ?? 0) : Number.POSITIVE_INFINITY;
    ranked.push({ recipe, error: run.errors.validation, loss });
  }
  ranked.sort((a, b) => a.error - b.error || a.loss - b.loss || a.recipe.rate - b.recipe.rate);
  return { ...remedy, recipe: ranked[0]!.recipe };
}

/** Runs a recipe on seeds that compare. */
export async function onSeeds(
  recipe: Recipe,
  what: string,
  ring: Ring,
  seeds: readonly number[] = ring.seeds,
): Promise<Compared> {
  const runs: RecipeRun[] = [];
  for (const seed of seeds) {
    ring.onRun(`${what}, seed ${seed}`);
    runs.push(await runOn(recipe, seed, ring));
  }
  return { recipe, runs };
}

function runOn(recipe: Recipe, seed: number, { dataset, sizes, options }: Ring): Promise<RecipeRun> {
  return runRecipe(recipe, partsOf(dataset, sizes, seed, recipe.inputs), { ...options, seed });
}

/** The mean of an error over the seeds. */
export const meanError = ({ runs }: Compared, part: keyof RecipeRun["errors"]): number =>
  meanOf(runs.map(({ errors }) => errors[part]));

/** How much less a recipe errs than the net as it is, with its interval: differences of test errors on the seeds that it has run on. */
export function gainOf(of: Compared, asIs: Compared, { train, test }: PartSizes): Interval {
  const values = of.runs.map(({ errors }, index) => asIs.runs[index]!.errors.test - errors.test);
  const tail = (1 - LEVEL) / 2;
  const estimate = estimateOf(values, { overlap: test / train, resolution: 1 / test });
  return intervalOf(estimate, { below: tail, above: tail });
}

/**
 * Which of some recipes to take: the least validation error, and of those that are as good the one that changes least. Errors on test
 * examples are not asked, so that their intervals say what they would of any other.
 */
export function bestOf(candidates: readonly Compared[], asIs: Recipe): number {
  const errors = candidates.map((each) => meanError(each, "validation"));
  const least = Math.min(...errors);
  const close = [...candidates.keys()].filter((index) => errors[index]! <= least + AS_GOOD);
  const changes = (index: number): number => changesBetween(candidates[index]!.recipe, asIs);
  return close.sort((a, b) => changes(a) - changes(b) || errors[a]! - errors[b]!)[0]!;
}

/** What was tried, the least test error first, and the remedy that surely helps. */
export interface Outcome {
  readonly tried: readonly TriedRemedy[];
  readonly winner: TriedRemedy | undefined;
}

/**
 * Tunes remedies and runs them against leaving the net as it is, paired by seed: all on the first seeds, and on the others the one that does
 * best on validation data alone. It wins if the interval of what it gains lies above zero.
 */
export async function compete(
  remedies: readonly Remedy[],
  asIs: Recipe,
  ring: Ring,
  load: LoadingCode,
): Promise<Outcome> {
  if (remedies.length === 0) return { tried: [], winner: undefined };
  const { task } = ring.options;
  const [first, rest] = [ring.seeds.slice(0, FIRST_SEEDS), ring.seeds.slice(FIRST_SEEDS)];
  const entries: { readonly remedy: Remedy; readonly result: Compared }[] = [];
  const chosen: Remedy[] = [];
  for (const remedy of remedies) chosen.push(await tuned(remedy, ring));
  const left = await onSeeds(asIs, LEAVE_IT, ring, first);
  for (const remedy of chosen) {
    entries.push({ remedy, result: await onSeeds(remedy.recipe, remedy.id, ring, first) });
  }
  const best = bestOf(
    entries.map(({ result }) => result),
    asIs,
  );
  const longer = async (what: string, { recipe, runs }: Compared): Promise<Compared> => ({
    recipe,
    runs: [...runs, ...(await onSeeds(recipe, what, ring, rest)).runs],
  });
  const whole = await longer(LEAVE_IT, left);
  entries[best] = {
    ...entries[best]!,
    result: await longer(entries[best]!.remedy.id, entries[best]!.result),
  };
  const summed = (remedy: Remedy | undefined, result: Compared): TriedRemedy => ({
    ...{ id: remedy?.id ?? LEAVE_IT, kind: remedy?.kind ?? null, what: remedy?.what ?? "leave it as it is" },
    recipe: result.recipe,
    validationError: meanError(result, "validation"),
    testError: meanError(result, "test"),
    testErrors: result.runs.map(({ errors }) => errors.test),
    gain: remedy ? { ...gainOf(result, whole, ring.sizes), level: LEVEL } : null,
    notFinite: result.runs.filter(({ notFinite }) => notFinite !== undefined).length,
    code: recipeCode(result.recipe, { task, seed: ring.tuningSeed, load }),
  });
  const tried = entries.map(({ remedy, result }) => summed(remedy, result));
  const winner = (tried[best]!.gain!.low ?? 0) > 0 ? tried[best] : undefined;
  return { tried: [...tried, summed(undefined, whole)].sort((a, b) => a.testError - b.testError), winner };
}
