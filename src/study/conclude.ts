import { checkArray } from "../check.ts";
import { answerFrom, explanationFrom } from "./answer.ts";
import { summarizeArms } from "./arm-summary.ts";
import { breakdownDepths } from "./breakdown.ts";
import { checkJSON, resultShape } from "./check-json.ts";
import { claimRules } from "./claims/all.ts";
import { type ClaimRule, draftOf } from "./claims/claim-rule.ts";
import { curesOf } from "./cures.ts";
import { ratesAtBorder } from "./rates-at-border.ts";
import { evidenceFrom } from "./statistics/evidence.ts";
import { judgeFamily } from "./statistics/family.ts";
import { stuckNets } from "./stuck-nets.ts";
import type { TrialResult } from "./trial-result.ts";
import type { Claim, JudgedClaim, StudyVerdict } from "./verdict.ts";
import { warningsOf } from "./warnings.ts";

/**
 * Draws the conclusions that trials carry: for each claim its effects over paired seeds, with intervals, and a verdict; in at
 * most 5 % of studies any of these is false.
 *
 * @param plan - What the trials were made from: it says what is chance, and is handed on.
 * @param results - Trials; of those that chose learning rates it is only told where a better rate may lie beyond their grid.
 * @returns Plain JSON; the same trials give the same bytes.
 * @example
 * conclude(null, []).claims.length; // 24
 */
export function conclude(plan: unknown, results: readonly TrialResult[]): StudyVerdict {
  const action = "conclude a study";
  for (const result of checkArray(action, "results to be a list", results)) {
    checkJSON(action, "a result", result, resultShape);
  }
  const evidence = evidenceFrom(results, plan);
  const inWords = evidence.chance.naming === "the mean" ? ofVariance : <Words>(words: Words): Words => words;
  const sampling = evidence.trials[0]?.spec.settings ?? { train: 1, test: 1 }; // without trials nothing is judged
  const judged = judgeFamily(
    claimRules.map((rule) => draftOf(rule, evidence)),
    sampling,
  );
  const drawn = judged.map((claim, index) => inWords({ ...claim, ...answered(claim, claimRules[index]!) }));
  const arms = summarizeArms(evidence);
  const cures = curesOf(evidence);
  return {
    schema: 2,
    answer: inWords(answerFrom(drawn, cures)),
    explanation: inWords(explanationFrom(drawn, Math.max(0, ...arms.map(({ seeds }) => seeds)))),
    cures,
    claims: drawn,
    breakdown: breakdownDepths(evidence),
    arms,
    warnings: [...warningsOf(evidence.trials), ...stuckNets(evidence), ...ratesAtBorder(plan, results)],
    plan,
  };
}

/** What a verdict says to the question. */
function answered(
  { verdict }: JudgedClaim,
  { question, yes, no }: ClaimRule,
): Pick<Claim, "question" | "answer"> {
  if (verdict === "not settled")
    return { question, answer: `Not settled: ${question[0]!.toLowerCase()}${question.slice(1)}` };
  return { question, answer: `${verdict === "supported" ? yes : no}.` };
}

/** Of numeric targets an error is what is left of their variance, and is called that. */
function ofVariance<Words>(words: Words): Words {
  const text = JSON.stringify(words).replaceAll(/\b(test|validation) error\b/g, "remaining $1 variance");
  return JSON.parse(text) as Words;
}
