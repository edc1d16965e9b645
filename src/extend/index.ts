export {
  type CheckedEarlyStopping,
  type CheckedFitOptions,
  checkFitOptions,
  fitOptionNames,
} from "../fit/fit-options.ts";
export type { Evaluation as JobEvaluation, Job, Trained } from "../fit/job.ts";
export type { Work } from "../fit/pauses.ts";
export type { Source } from "../fit/stream.ts";
export { prediction } from "../layers/layer.ts";
export {
  backwardSequence,
  forwardSequence,
  initializeSequence,
  type SequenceBackward,
  type SequenceForward,
  updateSequenceStatistics,
} from "../layers/sequence.ts";
export { loadParameters, mapParameters, zerosLike } from "../parameters.ts";
export type { Seeded } from "../random/seed.ts";
export {
  gibbsSample,
  hiddenGiven,
  hiddenMeans,
  sampleHidden,
  sampleVisible,
  visibleGiven,
  visibleMeans,
} from "../rbm/machine/conditionals.ts";
export { energy, freeEnergy } from "../rbm/machine/energy.ts";
export { machineOn } from "../rbm/machine/machine.ts";
export { temperedOn } from "../rbm/machine/tempered.ts";
export { checkEngine } from "./check-engine.ts";
export { type CheckGradientsOptions, checkGradients } from "./check-gradients.ts";
export { type CheckLayerOptions, checkLayer } from "./check-layer.ts";
export { checkOptimizer } from "./check-optimizer.ts";
export { type CheckSamplerOptions, checkSampler } from "./check-sampler.ts";
export { type CheckUnitsOptions, checkUnits } from "./check-units.ts";
export { checkingEngine, roundingCheckingEngine } from "./checking-engine.ts";
export { fit, fitEpochs } from "./fit.ts";
export type { Measure } from "./measure.ts";
