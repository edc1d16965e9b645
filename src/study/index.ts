export type { CurvePoint, GradientMoment, RBMGate, StudiedLayer, TrialResult } from "./trial-result.ts";
export type { TrialSettings, TrialSpec } from "./trial-spec.ts";
export type { ArmSummary, Breakdown, Claim, Effect, StudyVerdict, Verdict } from "./verdict.ts";
