import { checkKeys, checkMethods } from "../../check.ts";
import {
  type CheckedFitOptions,
  checkFitOptions,
  type FitOptions,
  fitOptionNames,
} from "../../fit/fit-options.ts";
import type { Metric, RBMEpochRecord } from "../../fit/history.ts";
import type { DatasetLike } from "../../matrix/dataset-like.ts";
import type { MatrixLike } from "../../matrix/matrix.ts";
import type { Seed } from "../../random/seed.ts";
import type { RBMValues } from "../machine/machine.ts";
import { contrastiveDivergence } from "../samplers/contrastive-divergence.ts";
import type { Sampler } from "../samplers/sampler.ts";
import { defaultOptimizer } from "./default-optimizer.ts";
import { type CheckedSparsity, checkSparsity, type SparsityTarget } from "./sparsity-target.ts";

/** Options of `rbm.fit`. Early stopping watches `"validationReconstructionError"` where nothing else is named. */
export interface RBMFitOptions extends FitOptions<RBMEpochRecord> {
  /** Where the negative phase of the gradient comes from. Default `contrastiveDivergence({ steps: 1 })`. */
  readonly sampler?: Sampler | undefined;
  /** Draws the mean activity of the hidden units to a target. Default: none. */
  readonly sparsity?: SparsityTarget | undefined;
  /** (examples, visible) to measure after each epoch, or a dataset with such inputs. Default: none. */
  readonly validation?: MatrixLike | DatasetLike | undefined;
}

/** The options of an RBM's run, checked. */
export interface CheckedRBMFitOptions extends CheckedFitOptions<RBMEpochRecord> {
  readonly sampler: Sampler;
  readonly sparsity: CheckedSparsity | undefined;
}

/** Checks the options of a run, except the validation data, over `examples` examples or a stream of them. */
export function checkRBMFitOptions(
  action: string,
  options: RBMFitOptions,
  rbm: RBMValues & { readonly seed: Seed },
  examples: number | undefined,
): CheckedRBMFitOptions {
  checkKeys(action, options, [...fitOptionNames, "sampler", "sparsity", "validation"]);
  const { sampler = contrastiveDivergence(), sparsity } = options;
  const expected = "sampler to be a sampler such as contrastiveDivergence({ steps: 1 })";
  checkMethods(action, expected, sampler, "begin", "negativePhase");
  const metrics: Metric[] = ["reconstructionError"];
  if (options.validation !== undefined) metrics.push("validationReconstructionError");
  if (options.validation !== undefined && examples !== undefined) metrics.push("freeEnergyGap");
  const checked = checkFitOptions(
    action,
    options,
    {
      optimizer: (epochs) => defaultOptimizer(rbm, epochs),
      seed: rbm.seed,
    },
    examples,
    metrics,
  );
  return {
    ...checked,
    sampler,
    sparsity: sparsity === undefined ? undefined : checkSparsity(action, sparsity, rbm.hiddenUnits),
  };
}
