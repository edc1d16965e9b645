import { checkInteger } from "../../check.ts";
import type { Dataset } from "../../data/dataset.ts";
import type { Arm } from "../arm.ts";
import { optimizerOf } from "../arms/all.ts";
import { planWithArms } from "../plan.ts";
import { GrowingStack } from "../rbm-stack.ts";
import { type StartedTrial, startTrial } from "../start-trial.ts";
import type { StudyPlan } from "../study-plan.ts";
import { partData, type TrialData } from "../trial-data.ts";
import { TRIAL_VERSION, type TrialSpec } from "../trial-spec.ts";

/** What an experiment beside the study stands on: the parts of the data, which are those of the study's seed 1, and starts of its arms. */
export interface ExperimentGround {
  readonly plan: StudyPlan;
  readonly arms: readonly Arm[];
  readonly data: TrialData;
  specOf(arm: Arm, depth: number, seed: number): TrialSpec;
  /**
   * Makes the start of an arm, from draws of this seed, with so many units in its uppermost hidden layer, or as many as in the others;
   * stacks of RBMs are trained once.
   */
  start(arm: Arm, depth: number, seed: number, top?: number): Promise<StartedTrial>;
}

/** The seed that parts the data, for all runs alike: they are to be compared on the same examples. */
const SPLIT = 1;

/** Lays the ground of an experiment with the settings of the study's quick budget. */
export async function experimentGround(
  dataset: Dataset,
  options: { readonly arms: readonly (string | Arm)[]; readonly width?: number | undefined },
): Promise<ExperimentGround> {
  const widths = options.width === undefined ? undefined : [options.width];
  const { plan, arms } = await planWithArms(dataset, { arms: options.arms, widths, seeds: 1 });
  const { settings } = plan;
  const data = partData(dataset, { seed: SPLIT, settings });
  const stacks = new Map<string, GrowingStack>();
  const specOf: ExperimentGround["specOf"] = (arm, depth, seed) => ({
    ...{ version: TRIAL_VERSION, data: plan.data.fingerprint, purpose: "compare", arm: arm.name },
    ...{ optimizer: optimizerOf("run an experiment", arm).name, depth, times: 1, width: plan.widths[0]! },
    ...{ labels: settings.train, seed, learningRate: 0, settings },
  });
  return {
    ...{ plan, arms, data, specOf },
    start(arm, depth, seed, top) {
      const spec = specOf(arm, depth, seed);
      const started = top === undefined ? arm : withTop(arm, top);
      const widths = top === undefined ? undefined : [...Array(depth - 1).fill(spec.width), top];
      return startTrial(spec, started, {
        data,
        stack(_, variation) {
          const key = JSON.stringify({ seed, variation, widths });
          const stack = stacks.get(key) ?? new GrowingStack(spec, data.train.inputs, variation, widths);
          stacks.set(key, stack);
          return stack.take(depth);
        },
        start: (_arm, _spec, make) => make(),
      });
    },
  };
}

/** The same arm with so many units in the uppermost hidden layer. */
function withTop(arm: Arm, top: number): Arm {
  return {
    ...arm,
    start: (ground) => arm.start({ ...ground, sizes: [...ground.sizes.slice(0, -1), top] }),
  };
}

/** Returns a number of seeds as the seeds from 1 on. */
export function seedsUpTo(action: string, count: number): readonly number[] {
  return Array.from(
    { length: checkInteger(action, "seeds", count, { min: 1, max: 1000 }) },
    (_, index) => index + 1,
  );
}
