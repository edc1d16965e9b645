import type { Dataset } from "../../data/dataset.ts";
import { isUnitImage } from "../../data/into-unit-interval.ts";
import { defaultBatchSize, defaultEpochs } from "../../fit/length-of-run.ts";
import type { Network } from "../../network/network.ts";
import type { CheckedDiagnoseOptions } from "./diagnose-options.ts";
import type { PartSizes } from "./parts.ts";
import type { Recipe, Task } from "./recipe.ts";
import { remediesFor } from "./remedies.ts";
import { epochsWithin, WORK_PER_SECOND, workOf } from "./work.ts";

/** More than these are not used: an interval gets hardly narrower. */
const MOST_EXAMPLES = 3000;
/** Where one epoch is too much for the budget fewer examples are used, down to these. */
const FEW_EXAMPLES = 300;

/** What is run, and on how many examples. */
export interface WorkPlan {
  readonly recipe: Recipe;
  readonly sizes: PartSizes;
  readonly warnings: readonly string[];
}

/** Fits the runs of a diagnosis into its budget. */
export function planWork(
  asked: Recipe,
  dataset: Dataset,
  task: Task,
  given: Network | undefined,
  { budget, epochs, batchSize, seed }: CheckedDiagnoseOptions,
): WorkPlan {
  const { rows } = dataset.inputs;
  const making = { task, seed, given };
  const isUnit = isUnitImage(dataset);
  let used = Math.min(rows, MOST_EXAMPLES);
  for (;;) {
    const sizes = sizesOf(used, dataset.test?.inputs.rows);
    const batch = Math.min(sizes.train, batchSize ?? defaultBatchSize(sizes.train));
    const whole = { ...asked, batchSize: batch, epochs: epochs ?? defaultEpochs(sizes.train) };
    const remedies = remediesFor(whole, [], isUnit).map(({ recipe }) => workOf(recipe, sizes, making));
    const allowed = epochsWithin(
      budget * WORK_PER_SECOND,
      whole.epochs,
      workOf(whole, sizes, making),
      remedies,
    );
    const isTooMuch = allowed === 1 && whole.epochs > 1;
    if (isTooMuch && used > FEW_EXAMPLES) {
      used = Math.max(FEW_EXAMPLES, Math.ceil(used / 2));
      continue;
    }
    const shorter = `The budget of ${budget} s is enough for ${allowed} of ${whole.epochs} epochs: more may say more.`;
    return {
      recipe: { ...whole, epochs: allowed },
      sizes,
      warnings: [
        ...(used < rows ? [`${used} of ${rows} examples were used.`] : []),
        ...(allowed < whole.epochs ? [shorter] : []),
      ],
    };
  }
}

/** A fifth each to validate and to test with, or those that were set apart to test with. */
function sizesOf(used: number, apart: number | undefined): PartSizes {
  const held = Math.floor(used / 5);
  return {
    train: used - (apart === undefined ? 2 : 1) * held,
    validation: held,
    test: apart === undefined ? held : Math.min(apart, held),
  };
}
