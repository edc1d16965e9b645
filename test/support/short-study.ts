import type { Dataset } from "../../src/data/dataset.ts";
import { arms as studied } from "../../src/study/arms/all.ts";
import { conclude } from "../../src/study/conclude.ts";
import { planStudy, planWithArms, type StudyOptions } from "../../src/study/plan.ts";
import { inThisThread, runTrials, type Study } from "../../src/study/run-study.ts";
import type { StudyPlan } from "../../src/study/study-plan.ts";

/** The same plan, with so few epochs that a trial takes a moment. */
function shortened(plan: StudyPlan): StudyPlan {
  const { settings } = plan;
  return {
    ...plan,
    settings: { ...settings, epochs: 2, pretraining: { ...settings.pretraining, epochs: 2 } },
  };
}

/** The plan of `planStudy`, shortened. */
export async function shortPlan(dataset: Dataset, options?: StudyOptions): Promise<StudyPlan> {
  return shortened(await planStudy(dataset, options));
}

/** What `runStudy` does with a shortened plan, where it matters what is run, and not what is learnt. */
export async function shortStudy(dataset: Dataset, options: StudyOptions = {}): Promise<Study> {
  const { plan: whole, arms } = await planWithArms(dataset, options);
  const plan = shortened(whole);
  const own = arms.filter((arm) => !studied.includes(arm));
  const results = await runTrials(plan, { execute: inThisThread(dataset, own) });
  return { plan, results, verdict: conclude(plan, results) };
}
