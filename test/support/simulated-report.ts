import { loadDigits } from "../../src/data/index.ts";
import { RandomStream } from "../../src/index.ts";
import type { ReportContents } from "../../src/report/render-report.ts";
import { conclude } from "../../src/study/conclude.ts";
import { planStudy } from "../../src/study/plan.ts";
import { simulatedStudy } from "./simulated-trials.ts";

const truths = {
  classical: { survives: 0.14, error: 0.9, loss: 2.3 },
  glorot: { survives: 0.24, error: 0.9, loss: 2.3 },
  isometric: { survives: 0.9, error: 0.04 },
  rbm: { survives: 0.7, error: 0.03, pretrainingCost: 9000 },
  "rbm permuted": { survives: 0.5, error: 0.3, pretrainingCost: 9000 },
  tanh: { survives: 0.9, error: 0.035 },
  relu: { survives: 1, error: 0.03 },
  "batch norm": { survives: 0.14, error: 0.034 },
  standardized: { survives: 0.14, error: 0.9, loss: 2.3 },
};

/** What a report is made of, from simulated trials. */
export async function simulatedReport(): Promise<ReportContents> {
  const whole = await planStudy(await loadDigits(), {
    arms: Object.keys(truths),
    depths: [4],
    widths: [10],
  });
  const plan = { ...whole, labels: [100], times: [1, 20] };
  const trials = simulatedStudy(truths, new RandomStream(1, "report"), { seeds: 8 });
  const long = trials
    .filter(({ spec }) => spec.arm === "classical")
    .map((trial) => ({ ...trial, spec: { ...trial.spec, times: 20 } }));
  const results = [...trials, ...long];
  return {
    ...{ verdict: conclude(plan, results), results, plan },
    pictures: [],
    command: "npx layerwise study",
  };
}
