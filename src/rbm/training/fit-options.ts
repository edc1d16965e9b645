import { checkKeys, checkMethods, rangeError } from "../../check.ts";
import {
  type CheckedFitOptions,
  checkFitOptions,
  type FitOptions,
  fitOptionNames,
} from "../../fit/fit-options.ts";
import type { Metric, RBMEpochRecord } from "../../fit/history.ts";
import { readWeights } from "../../fit/read-weights.ts";
import type { DatasetLike } from "../../matrix/dataset-like.ts";
import type { MatrixLike } from "../../matrix/matrix.ts";
import type { Seed } from "../../random/seed.ts";
import { hasEnergy } from "../machine/energy.ts";
import type { RBMValues } from "../machine/machine.ts";
import { contrastiveDivergence } from "../samplers/contrastive-divergence.ts";
import type { Sampler } from "../samplers/sampler.ts";
import { defaultOptimizer } from "./default-optimizer.ts";
import type { GradientChange } from "./gradient-change.ts";
import { type CheckedSparsity, checkSparsity, type SparsityTarget } from "./sparsity-target.ts";
import type { Watching } from "./watching.ts";

/** Options of `rbm.fit`. Early stopping watches `"validationReconstructionError"` where nothing else is named. */
export interface RBMFitOptions extends FitOptions<RBMEpochRecord> {
  /** Where the negative phase of the gradient comes from. Default `contrastiveDivergence({ steps: 1 })`. */
  readonly sampler?: Sampler | undefined;
  /** Draws the mean activity of the hidden units to a target. Default: none. */
  readonly sparsity?: SparsityTarget | undefined;
  /** Changes the gradients, such as `centering()` of `layerwise/rbm`. Not with `observed`. Default: none. */
  readonly centering?: GradientChange | undefined;
  /**
   * One number ≥ 0 per example, not all of them 0: how often it counts. Not for a stream. Default: all count the same.
   */
  readonly sampleWeights?: ArrayLike<number> | undefined;
  /**
   * Which entries of the data are there, 1, and which are missing, 0: (examples, visible), a 1 in every row. Which finite numbers the data
   * hold in the place of missing ones does not matter. The sampler must have `followsExamples`, as `contrastiveDivergence` has, and the data
   * be no stream. Default: all.
   */
  readonly observed?: MatrixLike | undefined;
  /** Figures to measure at the end of epochs beside the reconstruction error, by `monitors([…])` of `layerwise/rbm`. Not with `observed`. Default: none. */
  readonly monitors?: Watching | undefined;
  /** (examples, visible) to measure after each epoch, or a dataset with such inputs. Default: none. */
  readonly validation?: MatrixLike | DatasetLike | undefined;
}

/** The options of an RBM's run, checked. */
export interface CheckedRBMFitOptions extends CheckedFitOptions<RBMEpochRecord> {
  readonly sampler: Sampler;
  readonly sparsity: CheckedSparsity | undefined;
  readonly centering?: GradientChange | undefined;
  readonly sampleWeights?: Float64Array | undefined;
  readonly monitors?: Watching | undefined;
}

/** The names of all options. */
export const rbmFitOptionNames: readonly string[] = [
  ...fitOptionNames,
  ...["sampler", "sparsity", "centering", "sampleWeights", "observed", "monitors", "validation"],
];

/** Checks the options of a run, except the validation data, over `examples` examples or a stream of them. */
export function checkRBMFitOptions(
  action: string,
  options: RBMFitOptions,
  rbm: RBMValues & { readonly seed: Seed },
  examples: number | undefined,
): CheckedRBMFitOptions {
  checkKeys(action, options, rbmFitOptionNames);
  const { sampler = contrastiveDivergence(), sparsity, centering, sampleWeights, monitors } = options;
  const expected = "sampler to be a sampler such as contrastiveDivergence({ steps: 1 })";
  checkMethods(action, expected, sampler, "begin", "negativePhase");
  if (options.observed !== undefined && (!sampler.followsExamples || examples === undefined)) {
    const got = examples === undefined ? "a stream" : sampler.name;
    throw rangeError(action, "observed only with data at once and a sampler that followsExamples", got);
  }
  if (centering !== undefined)
    checkMethods(action, "centering to be centering()", centering, "begin", "change");
  if (monitors !== undefined)
    checkMethods(action, "monitors to be monitors([])", monitors, "begin", "observe");
  if ((centering ?? monitors) && options.observed !== undefined)
    throw rangeError(action, "observed without centering or monitors", centering ? "centering" : "monitors");
  if (sampleWeights !== undefined && examples === undefined)
    throw rangeError(action, "sampleWeights with data at once", "a stream");
  const weights =
    sampleWeights === undefined ? undefined : readWeights(action, "sampleWeights", sampleWeights, examples!);
  const total = weights?.reduce((sum, weight) => sum + weight, 0) ?? 1;
  if (!(total > 0 && total < Number.POSITIVE_INFINITY))
    throw rangeError(action, "sampleWeights with a finite sum > 0", `${total}`);
  const metrics: Metric[] = ["reconstructionError"];
  if (options.validation !== undefined) metrics.push("validationReconstructionError");
  const hasGap = examples !== undefined && (options.observed ?? weights) === undefined && hasEnergy(rbm);
  if (options.validation !== undefined && hasGap) metrics.push("freeEnergyGap");
  const checked = checkFitOptions(
    action,
    options,
    {
      optimizer: (epochs) => defaultOptimizer(rbm, epochs, sampler),
      seed: rbm.seed,
    },
    examples,
    metrics,
  );
  return {
    ...checked,
    sampler,
    centering,
    sampleWeights: weights,
    monitors,
    sparsity: sparsity === undefined ? undefined : checkSparsity(action, sparsity, rbm.hiddenUnits),
  };
}
