import { checkInteger, checkOneOf } from "../check.ts";
import type { Dataset } from "../data/dataset.ts";
import type { Arm } from "./arm.ts";
import { armByName, checkOwnArms, optimizerOf } from "./arms/all.ts";
import { checkJSON, specShape } from "./check-json.ts";
import { checkTold } from "./check-told.ts";
import { runTrial } from "./run-trial.ts";
import { SharedGrounds } from "./shared-ground.ts";
import type { TrialResult } from "./trial-result.ts";
import type { TrialSpec } from "./trial-spec.ts";

/** Runs trials one after the other. */
export interface TrialRunner {
  run(spec: TrialSpec): Promise<TrialResult>;
}

/**
 * Runs the trials of one set of data. What trials of one seed share, the parts of the data, the stacks of RBMs and other starts that
 * cost much, is made once and kept, of large data until a trial of another seed comes; it changes no result.
 *
 * @param dataset - The data that the specs name.
 * @param own - Arms that specs may name beside those of the study. Default: none.
 * @returns What an executor of one's own, in a worker or on another machine, hands each spec to.
 * @example
 * const { results } = await runStudy(digits, { arms: ["classical"], depths: [1], seeds: 1 });
 * const again = await trialRunner(digits).run(results[0].spec);
 * again.curve.length - results[0].curve.length; // 0
 */
export function trialRunner(dataset: Dataset, own: readonly Arm[] = []): TrialRunner {
  const action = "run a trial";
  checkTold(action, dataset);
  const arms = checkOwnArms(action, own);
  const grounds = new SharedGrounds();
  return {
    async run(spec) {
      checkJSON(action, "the spec", spec, specShape);
      checkInteger(action, "depth of the spec", spec.depth, { max: 10 });
      const arm = armByName(spec.arm, arms);
      checkOneOf(action, `optimizer of ${spec.arm}`, spec.optimizer, [optimizerOf(action, arm).name]);
      return runTrial(spec, arm, grounds.of(dataset, spec));
    },
  };
}
