import type { LabeledDataset } from "../../src/data/dataset.ts";
import { loadDigits } from "../../src/data/digits.ts";
import { take } from "../../src/data/take.ts";
import type { Ground } from "../../src/study/ground.ts";
import { planStudy } from "../../src/study/plan.ts";
import { GrowingStack, type StackVariation } from "../../src/study/rbm-stack.ts";
import type { StudyPlan } from "../../src/study/study-plan.ts";
import { partData } from "../../src/study/trial-data.ts";
import { TRIAL_VERSION, type TrialSpec } from "../../src/study/trial-spec.ts";

const all = await loadDigits();
export const digits: LabeledDataset = take(
  all,
  Array.from({ length: 200 }, (_, row) => row),
);

/** Where it matters what is trained, and not what is learnt. */
export const brief = { epochs: 2, pretrainingEpochs: 2 } as const;

/** A study so small that a trial takes a moment. */
export const plan: StudyPlan = await planStudy(digits, { depths: [3], widths: [12], seeds: 2, ...brief });
/** A trial of an arm in it. */
export const specOf = (arm: string, changes: Partial<TrialSpec> = {}): TrialSpec => ({
  ...{ version: TRIAL_VERSION, data: plan.data.fingerprint, purpose: "compare", arm, optimizer: "momentum" },
  ...{ depth: 3, width: 12, labels: plan.settings.train, times: 1 },
  ...{ seed: 1, learningRate: 0.1, settings: plan.settings },
  ...changes,
});

/** What an arm stands on, without the trial around it. */
export function groundOf(arm: string): Ground {
  const spec = specOf(arm);
  const data = partData(digits, spec);
  const { inputs } = data.train;
  const stack = (variation: StackVariation = {}) =>
    new GrowingStack(spec, inputs, variation).take(spec.depth);
  const other = { ...data.validation, classes: data.classes };
  return { spec, inputs, labeled: data.train, other, classes: data.classes, sizes: [64, 12, 12, 12], stack };
}
