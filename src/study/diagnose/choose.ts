import { meanOf } from "../statistics/evidence.ts";
import { estimateOf, type Interval, intervalOf } from "../statistics/interval.ts";
import type { PartSizes } from "./parts.ts";
import { changesBetween, type Recipe } from "./recipe.ts";
import type { RecipeRun } from "./run-recipe.ts";

/** The level of the interval of what a remedy gains. Two are held against leaving the net as it is, so one is falsely named in 5 % at most. */
export const LEVEL = 0.95;
/** Of remedies whose validation errors are so close the one that changes least is taken. */
const AS_GOOD = 0.005;

/** A recipe with its runs, one for each seed. */
export interface Compared {
  readonly id: string;
  readonly recipe: Recipe;
  readonly runs: readonly Pick<RecipeRun, "errors" | "notFinite">[];
}

/** The mean of an error over the seeds. */
export const meanError = ({ runs }: Compared, part: keyof RecipeRun["errors"]): number =>
  meanOf(runs.map(({ errors }) => errors[part]));

/** The mean validation error, with its standard error on top: what fails on one seed may fail on others. */
function cautiousError(of: Compared): number {
  const mean = meanError(of, "validation");
  const squares = of.runs.reduce((sum, { errors }) => sum + (errors.validation - mean) ** 2, 0);
  const count = of.runs.length;
  return mean + Math.sqrt(squares / (count * (count - 1)));
}

/**
 * Recipes in the order in which to take them: by their validation errors, and of those that are as good the one that changes least. What is as
 * good as the best is asked anew for each place, of those that are left: there are few. Errors on test examples are not asked, so that their
 * intervals say what they would of any other.
 */
export function ranked(candidates: readonly Compared[], asIs: Recipe): readonly Compared[] {
  const left = candidates
    .map((each) => ({ each, error: cautiousError(each), changes: changesBetween(each.recipe, asIs) }))
    .sort((a, b) => a.changes - b.changes || a.error - b.error);
  return candidates.map(() => {
    const least = Math.min(...left.map(({ error }) => error));
    const best = left.findIndex(({ error }) => error <= least + AS_GOOD);
    return left.splice(best, 1)[0]!.each;
  });
}

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

/** The first of those that were carried to the last seed whose gain lies above zero with its whole interval. */
export function winnerOf(
  finalists: readonly Compared[],
  asIs: Compared,
  sizes: PartSizes,
): Compared | undefined {
  return ranked(finalists, asIs.recipe).find((each) => (gainOf(each, asIs, sizes).low ?? 0) > 0);
}
