export type { Arm, Preparation, Start } from "./arm.ts";
export { arms } from "./arms/all.ts";
export type { Budget } from "./budgets.ts";
export type { ChanceErrors } from "./chance.ts";
export { conclude } from "./conclude.ts";
export { type Ground, hiddenLayers, networkOf } from "./ground.ts";
export { planStudy, type StudyOptions, type StudyPlan } from "./plan.ts";
export type { RBMStack, StackVariation } from "./rbm-stack.ts";
export {
  inThisThread,
  runStudy,
  runTrials,
  type Study,
  type TrialExecutor,
  type TrialOptions,
} from "./run-study.ts";
export type { CurvePoint, GradientMoment, RBMGate, StudiedLayer, TrialResult } from "./trial-result.ts";
export { type TrialRunner, trialRunner } from "./trial-runner.ts";
export type { TrialSettings, TrialSpec } from "./trial-spec.ts";
export type { Shard } from "./trials-of-plan.ts";
export type { ArmSummary, Breakdown, Claim, Effect, StudyVerdict, Unit, Verdict } from "./verdict.ts";
