import { answerFrom } from "./answer.ts";
import { summarizeArms } from "./arm-summary.ts";
import { breakdownDepths } from "./breakdown.ts";
import { goodStartIsCheaper, preparedInputsHelp, reluRemovesIt } from "./claims/alternative-claims.ts";
import { changesTheAttenuation, isometricKeepsIt, vanishesAsPredicted } from "./claims/gradient-claims.ts";
import {
  bypassesIt,
  controlsReproduceIt,
  generalizesBetter,
  optimizesBetter,
} from "./claims/pretraining-claims.ts";
import { evidenceFrom } from "./statistics/evidence.ts";
import type { TrialResult } from "./trial-result.ts";
import type { Claim, StudyVerdict } from "./verdict.ts";

/** Every claim, in the order of the report. */
const claims = [
  vanishesAsPredicted,
  changesTheAttenuation,
  controlsReproduceIt,
  optimizesBetter,
  generalizesBetter,
  reluRemovesIt,
  isometricKeepsIt,
  goodStartIsCheaper,
  preparedInputsHelp,
  bypassesIt,
];

/**
 * Draws the conclusions that trials carry: for each claim its effect over paired seeds, the bootstrap interval and a verdict.
 *
 * @param plan - What the trials were made from; it is handed on.
 * @param results - Trials; those that chose learning rates are left out.
 * @returns Plain JSON; the same trials give the same bytes.
 * @example
 * conclude(null, []).claims.length; // 10
 */
export function conclude(plan: unknown, results: readonly TrialResult[]): StudyVerdict {
  const evidence = evidenceFrom(results);
  const drawn: readonly Claim[] = claims.map((claim) => claim(evidence));
  const arms = summarizeArms(evidence);
  return {
    schema: 1,
    answer: answerFrom(drawn, arms),
    claims: drawn,
    breakdown: breakdownDepths(evidence),
    arms,
    warnings: warningsOf(evidence.trials),
    plan,
  };
}

/** The RBMs that did not learn, with all the arms that stand on them. */
function warningsOf(trials: readonly TrialResult[]): string[] {
  const arms = new Map<string, Set<string>>();
  for (const { spec, rbms = [] } of trials) {
    if (spec.arm === "rbm 0 epochs") continue; // they are not meant to
    for (const { layer, reconstructionError, baseError, deadShare, saturatedShare, learnt } of rbms) {
      if (learnt) continue;
      const warning =
        `RBM ${layer} of seed ${spec.seed} did not learn: reconstruction error ${reconstructionError.toPrecision(3)}, of the ` +
        `mean alone ${baseError.toPrecision(3)}, ${Math.round(100 * deadShare)} % dead and ` +
        `${Math.round(100 * saturatedShare)} % saturated units`;
      arms.set(warning, (arms.get(warning) ?? new Set()).add(spec.arm));
    }
  }
  return [...arms].map(([warning, names]) => `${warning} (${[...names].join(", ")}).`);
}
