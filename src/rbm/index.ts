export { type BinomialOptions, binomialUnits } from "../units/binomial.ts";
export { type LearnedGaussianOptions, learnedGaussianUnits } from "../units/learned-gaussian.ts";
export { mixedUnits, type UnitGroup } from "../units/mixed.ts";
export { type MultinomialOptions, multinomialUnits } from "../units/multinomial.ts";
export { noisyRectifiedUnits } from "../units/noisy-rectified.ts";
export { rectifiedGaussianUnits } from "../units/rectified-gaussian.ts";
export { type SoftmaxOptions, softmaxUnits } from "../units/softmax.ts";
export { spinUnits } from "../units/spin.ts";
export { truncatedExponentialUnits } from "../units/truncated-exponential.ts";
export {
  type AnnealingOptions,
  annealedImportanceSampling,
  type LogPartitionEstimate,
  type ReverseAnnealingOptions,
  reverseAnnealedImportanceSampling,
} from "./likelihood/annealed-importance-sampling.ts";
export { exactLogPartition } from "./likelihood/exact-log-partition.ts";
export { featureLogLikelihoods } from "./likelihood/feature-log-likelihoods.ts";
export type { LongMeasureOptions } from "./likelihood/long-measure.ts";
export { baseRate } from "./machine/base-rate.ts";
export { fillIn, type SampleGivenOptions, sampleGiven } from "./machine/given.ts";
export { tempered } from "./machine/tempered.ts";
export { type EnumeratedStates, exactGradient } from "./samplers/exact-gradient.ts";
export {
  type FastChains,
  type FastPersistentContrastiveDivergenceOptions,
  fastPersistentContrastiveDivergence,
} from "./samplers/fast-persistent-contrastive-divergence.ts";
export { type HiddenDropoutOptions, hiddenDropout } from "./samplers/hidden-dropout.ts";
export { type FixedPoints, type MeanFieldOptions, meanField } from "./samplers/mean-field.ts";
export {
  type ParallelTemperingOptions,
  parallelTempering,
  type TemperedChains,
} from "./samplers/parallel-tempering.ts";
export { type CenteringOptions, centering, type Offset, type Offsets } from "./training/centering.ts";
export {
  type LikelihoodMonitorOptions,
  likelihoodMonitor,
  type TrackedPartition,
} from "./training/likelihood-monitor.ts";
export { type MaxNormOptions, maxNorm } from "./training/max-norm.ts";
export { type Figures, type Monitor, monitors } from "./training/monitors.ts";
export {
  type PseudoLikelihoodMonitorOptions,
  pseudoLikelihoodMonitor,
} from "./training/pseudo-likelihood-monitor.ts";
