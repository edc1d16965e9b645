import { meanOf } from "../statistics/evidence.ts";
import { estimateOf, type Interval, intervalOf } from "../statistics/interval.ts";
import type { TriedRemedy } from "./diagnosis.ts";
import { copyOf, makeNetwork } from "./make-network.ts";
import type { PartSizes, PartsBySeed } from "./parts.ts";
import { changesBetween, type Recipe } from "./recipe.ts";
import { type LoadingCode, recipeCode } from "./recipe-code.ts";
import type { Remedy } from "./remedies.ts";
import { type RecipeRun, type RunOptions, runRecipe, trainRecipe } from "./run-recipe.ts";
import { FIRST_SEEDS } from "./work.ts";

const LEAVE_IT = "leave it";

/** The level of the interval of what the winner gains. */
export const LEVEL = 0.95;
/** Of remedies whose validation errors are so close the one that changes least is taken. */
const AS_GOOD = 0.005;

/** What comparisons are made on. */
export interface Ring {
  readonly parts: PartsBySeed;
  readonly sizes: PartSizes;
  readonly options: Omit<RunOptions, "seed">;
  /** The seed that chooses rates, and those that compare. */
  readonly tuningSeed: number;
  readonly seeds: readonly number[];
  /** Called before each run, with what it is, and whether its start is made for it alone. */
  readonly onRun: (what: string, recipe: Recipe, isStarted: boolean) => void;
}

/** A recipe on all seeds. */
export interface Compared {
  readonly recipe: Recipe;
  readonly runs: readonly RecipeRun[];
}

/** The same remedy at the rate with the least validation error on a seed that is used for nothing else. */
export async function tuned(remedy: Remedy, ring: Ring): Promise<Remedy> {
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
  { parts, options, onRun }: Ring,
  seeds: readonly number[],
): Promise<readonly Compared[]> {
  const compared = named.map(({ recipe }) => ({ recipe, runs: [] as RecipeRun[] }));
  for (const seed of seeds) {
    for (const [index, { id, recipe }] of named.entries()) {
      onRun(`${id}, seed ${seed}`, recipe, true);
      compared[index]!.runs.push(await runRecipe(recipe, parts(seed, recipe.inputs), { ...options, seed }));
    }
  }
  return compared;
}

/** The mean of an error over the seeds. */
export const meanError = ({ runs }: Compared, part: keyof RecipeRun["errors"]): number =>
  meanOf(runs.map(({ errors }) => errors[part]));

/**
 * How much less a recipe errs than the net as it is, with its interval: differences of test errors on the seeds that it has run on. Errors
 * lie between 0 and 1.
 */
export function gainOf(of: Compared, asIs: Compared, { train, test }: PartSizes): Interval {
  const values = of.runs.map(({ errors }, index) => asIs.runs[index]!.errors.test - errors.test);
  const tail = (1 - LEVEL) / 2;
  const estimate = estimateOf(values, { overlap: test / train, resolution: 1 / test });
  const { mean, low, high } = intervalOf(estimate, { below: tail, above: tail });
  return { mean, low: low && Math.max(-1, low), high: high && Math.min(1, high) };
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
  const chosen: Remedy[] = [];
  for (const remedy of remedies) chosen.push(await tuned(remedy, ring));
  const leaving = { id: LEAVE_IT, recipe: asIs };
  const [left, ...results] = await onSeeds([leaving, ...chosen], ring, first);
  const best = bestOf(results, asIs);
  const [moreOfLeft, moreOfBest] = await onSeeds([leaving, chosen[best]!], ring, rest);
  const both = (a: Compared, b: Compared): Compared => ({ ...a, runs: [...a.runs, ...b.runs] });
  const whole = both(left!, moreOfLeft!);
  const entries = chosen.map((remedy, index) => ({
    remedy,
    result: index === best ? both(results[best]!, moreOfBest!) : results[index]!,
  }));
  const summed = (remedy: Remedy | undefined, result: Compared): TriedRemedy => ({
    ...{ id: remedy?.id ?? LEAVE_IT, kind: remedy?.kind ?? null, what: remedy?.what ?? "the net as it is" },
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
