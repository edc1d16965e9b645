import { checkArray } from "../check.ts";
import { answerFrom } from "./answer.ts";
import { summarizeArms } from "./arm-summary.ts";
import { breakdownDepths } from "./breakdown.ts";
import { checkJSON, resultShape } from "./check-json.ts";
import { goodStartIsCheaper, preparedInputsHelp, reluRemovesIt } from "./claims/alternative-claims.ts";
import { changesTheAttenuation, isometricKeepsIt, vanishesAsPredicted } from "./claims/gradient-claims.ts";
import {
  bypassesIt,
  controlsReproduceIt,
  generalizesBetter,
  helpsWithFewLabels,
  optimizesBetter,
} from "./claims/pretraining-claims.ts";
import { evidenceFrom } from "./statistics/evidence.ts";
import { judgeFamily } from "./statistics/family.ts";
import { stuckNets } from "./stuck-nets.ts";
import type { TrialResult } from "./trial-result.ts";
import type { Claim, StudyVerdict } from "./verdict.ts";
import { warningsOf } from "./warnings.ts";

/** Every claim, in the order of the report. */
const claims = [
  vanishesAsPredicted,
  changesTheAttenuation,
  controlsReproduceIt,
  optimizesBetter,
  generalizesBetter,
  helpsWithFewLabels,
  reluRemovesIt,
  isometricKeepsIt,
  goodStartIsCheaper,
  preparedInputsHelp,
  bypassesIt,
];

/**
 * Draws the conclusions that trials carry: for each claim its effects over paired seeds, with intervals, and a verdict; in at
 * most 5 % of studies any of these is false.
 *
 * @param plan - What the trials were made from: it says what is chance, and is handed on.
 * @param results - Trials; those that chose learning rates are left out.
 * @returns Plain JSON; the same trials give the same bytes.
 * @example
 * conclude(null, []).claims.length; // 11
 */
export function conclude(plan: unknown, results: readonly TrialResult[]): StudyVerdict {
  const action = "conclude a study";
  for (const result of checkArray(action, "results to be a list", results)) {
    checkJSON(action, "a result", result, resultShape);
  }
  const evidence = evidenceFrom(results, plan);
  const inWords = evidence.chance.naming === "the mean" ? ofVariance : <Words>(words: Words): Words => words;
  const sampling = evidence.trials[0]?.spec.settings ?? { train: 1, test: 1 }; // without trials nothing is judged
  const drafts = claims.map((claim) => claim(evidence));
  const drawn: readonly Claim[] = judgeFamily(drafts, sampling).map((claim) => inWords(claim));
  const arms = summarizeArms(evidence);
  return {
    schema: 2,
    answer: inWords(answerFrom(drawn, arms)),
    claims: drawn,
    breakdown: breakdownDepths(evidence),
    arms,
    warnings: [...warningsOf(evidence.trials), ...stuckNets(evidence)],
    plan,
  };
}

/** Of numeric targets an error is what is left of their variance, and is called that. */
function ofVariance<Words>(words: Words): Words {
  const text = JSON.stringify(words).replaceAll(/\b(test|validation) error\b/g, "remaining $1 variance");
  return JSON.parse(text) as Words;
}
