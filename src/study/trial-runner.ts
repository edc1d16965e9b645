import type { Dataset } from "../data/dataset.ts";
import type { Arm } from "./arm.ts";
import { armByName } from "./arms/all.ts";
import { GrowingStack } from "./rbm-stack.ts";
import { runTrial } from "./run-trial.ts";
import { partData, type TrialData } from "./trial-data.ts";
import type { TrialResult } from "./trial-result.ts";
import type { TrialSpec } from "./trial-spec.ts";

/** Runs trials one after the other. */
export interface TrialRunner {
  run(spec: TrialSpec): Promise<TrialResult>;
}

/**
 * Runs the trials of one set of data. What trials of one seed share, the parts of the data and the stacks of RBMs, is made
 * once and kept until a trial of another seed comes; it changes no result.
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
  let kept = "";
  let data: TrialData | undefined;
  let stacks = new Map<string, GrowingStack>();
  return {
    run(spec) {
      const { seed, width, settings } = spec;
      const key = JSON.stringify({ seed, width, settings });
      if (key !== kept || data === undefined) {
        data = partData(dataset, spec);
        stacks = new Map();
        kept = key;
      }
      const { train } = data;
      return runTrial(spec, armByName(spec.arm, own), data, (variation = {}) => {
        const name = JSON.stringify(variation);
        const stack = stacks.get(name) ?? new GrowingStack(spec, train.inputs, variation);
        stacks.set(name, stack);
        return stack.take(spec.depth);
      });
    },
  };
}
