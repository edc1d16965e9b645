export { findings } from "../findings/find.ts";
export type { Finding, FindingId, RemedyId, Severity } from "../findings/finding.ts";
export type { Arm, ArmKind, Preparation, Start } from "./arm.ts";
export { arms, withOptimizer } from "./arms/all.ts";
export type { ChanceErrors } from "./chance.ts";
export { conclude } from "./conclude.ts";
export { rbmEpochCost } from "./cost.ts";
export { diagnose } from "./diagnose/diagnose.ts";
export type { DiagnoseOptions } from "./diagnose/diagnose-options.ts";
export type {
  DiagnosedData,
  DiagnosedFigures,
  DiagnosedLayer,
  DiagnosedRun,
  Diagnosis,
  TriedRemedy,
} from "./diagnose/diagnosis.ts";
export type { NetDescription } from "./diagnose/net-description.ts";
export type { BodyName, InputsName, Recipe } from "./diagnose/recipe.ts";
export type { LoadingCode } from "./diagnose/recipe-code.ts";
export {
  type Bottleneck,
  type BottleneckOptions,
  type BottleneckStart,
  bottleneck,
} from "./experiments/bottleneck.ts";
export type { BottleneckComparison } from "./experiments/bottleneck-comparison.ts";
export { type ContourLine, depthContours } from "./experiments/contours.ts";
export type { DepthRatio } from "./experiments/depth-ratios.ts";
export { type DepthScale, depthScale, type PlaneCoordinates } from "./experiments/depth-scale.ts";
export {
  type DepthsByStart,
  type DepthsByStartOptions,
  depthsByStart,
  type StartDepths,
} from "./experiments/depths-by-start.ts";
export {
  type PhaseCell,
  type PhaseDiagram,
  type PhaseDiagramOptions,
  type PlacedArm,
  phaseDiagram,
} from "./experiments/phase-diagram.ts";
export { type LayerPlace, placeOf } from "./experiments/place-of.ts";
export {
  type RBMLayerSpectrum,
  type RBMSpectra,
  type RBMSpectraOptions,
  rbmSpectra,
} from "./experiments/rbm-spectra.ts";
export {
  type DepthSpeed,
  type SpeedByDepth,
  type SpeedByDepthOptions,
  type StartSpeed,
  speedByDepth,
} from "./experiments/speed-by-depth.ts";
export {
  functionTrajectories,
  type Trajectories,
  type TrajectoriesOptions,
  type Trajectory,
  type TrajectoryPoint,
} from "./experiments/trajectories.ts";
export { type Ground, hiddenLayers, networkOf } from "./ground.ts";
export type { TrialOptimizer } from "./optimizers/trial-optimizer.ts";
export { planStudy, type StudyOptions } from "./plan.ts";
export type { PlannedArm } from "./planned-arm.ts";
export type { RBMStack, StackVariation } from "./rbm-stack.ts";
export { runSpecs, type SpecExecutor, type SpecOptions, type SpecResult } from "./run-specs.ts";
export {
  inThisThread,
  runStudy,
  runTrials,
  type Study,
  type TrialExecutor,
  type TrialOptions,
} from "./run-study.ts";
export type { Interval } from "./statistics/interval.ts";
export type { Budget, StudyPlan } from "./study-plan.ts";
export type { OtherTask, Part } from "./trial-data.ts";
export type { CurvePoint, GradientMoment, RBMGate, StudiedLayer, TrialResult } from "./trial-result.ts";
export { type TrialRunner, trialRunner } from "./trial-runner.ts";
export type { TrialSettings, TrialSpec } from "./trial-spec.ts";
export type { Shard } from "./trials-of-plan.ts";
export type { Tuning } from "./tuning.ts";
export type {
  ArmSummary,
  Breakdown,
  Claim,
  Cure,
  Effect,
  JudgedClaim,
  StudyVerdict,
  Unit,
  Verdict,
} from "./verdict.ts";
