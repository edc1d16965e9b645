export type { Activation } from "./activation/activation.ts";
export { elu } from "./activation/elu.ts";
export { gelu } from "./activation/gelu.ts";
export { hardTanh } from "./activation/hard-tanh.ts";
export { identity } from "./activation/identity.ts";
export { leakyRelu } from "./activation/leaky-relu.ts";
export { lecunTanh } from "./activation/lecun-tanh.ts";
export { relu } from "./activation/relu.ts";
export { selu } from "./activation/selu.ts";
export { sigmoid } from "./activation/sigmoid.ts";
export { silu } from "./activation/silu.ts";
export { softplus } from "./activation/softplus.ts";
export { softsign } from "./activation/softsign.ts";
export { tanh } from "./activation/tanh.ts";
export { DBN, type DBNOptions, type DBNSampleOptions } from "./dbn/dbn.ts";
export type { DBNJSON } from "./dbn/dbn-json.ts";
export type { HandedOverLayer, HandOverReport } from "./dbn/hand-over.ts";
export type { LayerPretrainOptions, PretrainOptions } from "./dbn/pretrain.ts";
export type { ToNetworkOptions } from "./dbn/to-network.ts";
export type { Displayed } from "./display/displayed.ts";
export type { ElementwiseFunction, Engine, EngineKind } from "./engine/engine.ts";
export { reference } from "./engine/reference.ts";
export type { EngineChoice, EngineOptions } from "./engine/select.ts";
export type { BatchRecord, EarlyStopping, FitOptions, RunPlace } from "./fit/fit-options.ts";
export type {
  Ending,
  EpochRecord,
  History,
  Metric,
  NetworkEpochRecord,
  NetworkEpochs,
  NetworkHistory,
  RBMEpochRecord,
  RBMEpochs,
  RBMHistory,
  RunSettings,
} from "./fit/history.ts";
export type { Kept } from "./fit/kept.ts";
export type { LearnerOptions } from "./fit/learner.ts";
export { type ReduceOnPlateauOptions, reduceOnPlateau } from "./fit/reduce-on-plateau.ts";
export { Run, type RunJSON } from "./fit/run.ts";
export type { TakenApart } from "./fit/run-json.ts";
export type { RunState } from "./fit/run-state.ts";
export type { Batches, BatchStream } from "./fit/stream.ts";
export type { Head, TargetKind } from "./head/head.ts";
export { linear } from "./head/linear.ts";
export { logistic } from "./head/logistic.ts";
export { softmax } from "./head/softmax.ts";
export { classicUniform } from "./initializer/classic-uniform.ts";
export { constant } from "./initializer/constant.ts";
export { glorotNormal, glorotUniform, logisticGlorot } from "./initializer/glorot.ts";
export { heNormal, heUniform } from "./initializer/he.ts";
export type { Fan, Initializer, InitialValues, LayerPosition } from "./initializer/initializer.ts";
export { type IsometricLogisticOptions, isometricLogistic } from "./initializer/isometric-logistic.ts";
export { lecunNormal, lecunUniform } from "./initializer/lecun.ts";
export { type NormalOptions, normal } from "./initializer/normal.ts";
export { type OrthogonalOptions, orthogonal } from "./initializer/orthogonal.ts";
export { type SparseOptions, sparse } from "./initializer/sparse.ts";
export { type UniformOptions, uniform } from "./initializer/uniform.ts";
export { zeros } from "./initializer/zeros.ts";
export { activate } from "./layers/activate.ts";
export { type BatchNormOptions, batchNorm } from "./layers/batch-norm.ts";
export { type DenseOptions, dense } from "./layers/dense.ts";
export { type DropoutOptions, dropout } from "./layers/dropout.ts";
export type { LayerKind, LayerParts, PartFinder } from "./layers/from-json.ts";
export type {
  BackwardResult,
  ForwardResult,
  Layer,
  LayerJSON,
  LayerPass,
  LayerTrace,
  LayerValues,
  Mode,
} from "./layers/layer.ts";
export { type LayerNormOptions, layerNorm } from "./layers/layer-norm.ts";
export { residual } from "./layers/residual.ts";
export { logisticCrossEntropy } from "./loss/logistic-cross-entropy.ts";
export type { Loss } from "./loss/loss.ts";
export { meanSquaredError } from "./loss/mean-squared-error.ts";
export { softmaxCrossEntropy } from "./loss/softmax-cross-entropy.ts";
export type { DatasetLike } from "./matrix/dataset-like.ts";
export {
  AbstractMatrix,
  Matrix,
  type MatrixLike,
  type RowsLike,
  type Targets,
  WrapperMatrix1D,
} from "./matrix/matrix.ts";
export type { MatrixJSON } from "./matrix/matrix-json.ts";
export type { Evaluation } from "./network/evaluate.ts";
export type { WeightOptions } from "./network/example-weights.ts";
export type { FromSizesOptions } from "./network/from-sizes.ts";
export type { Matrices } from "./network/initial-values.ts";
export type { NetworkLearner, NetworkLearnerOptions } from "./network/learner.ts";
export { Network } from "./network/network.ts";
export type { FromJSONOptions, NetworkJSON } from "./network/network-json.ts";
export type { GivenValues, NetworkOptions } from "./network/network-options.ts";
export type { NetworkGradients, NetworkPass } from "./network/pass.ts";
export type { NetworkFitOptions } from "./network/prepare-fit.ts";
export type { NetworkProbe, Observation } from "./network/probe.ts";
export type { NewHead } from "./network/replace-head.ts";
export { type AdaGradOptions, type AdaGradState, adaGrad } from "./optimizer/ada-grad.ts";
export { type AdamOptions, type AdamState, adam } from "./optimizer/adam.ts";
export { type AdamWOptions, adamW } from "./optimizer/adam-w.ts";
export { chain } from "./optimizer/chain.ts";
export { clipByGlobalNorm } from "./optimizer/clip-by-global-norm.ts";
export { clipByValue } from "./optimizer/clip-by-value.ts";
export type { GradientTransform } from "./optimizer/gradient-transform.ts";
export { type IRpropPlusOptions, type IRpropPlusState, iRpropPlus } from "./optimizer/irprop.ts";
export { l1Penalty } from "./optimizer/l1-penalty.ts";
export type { Moment, Optimizer } from "./optimizer/optimizer.ts";
export { type RmsPropOptions, type RmsPropState, rmsProp } from "./optimizer/rms-prop.ts";
export { type SgdOptions, type SgdState, sgd } from "./optimizer/sgd.ts";
export { weightDecay } from "./optimizer/weight-decay.ts";
export type { Parameters } from "./parameters.ts";
export { type PreprocessorReader, preprocessorFromJSON } from "./preprocess/from-json.ts";
export { inTurn, type PreparationInTurn } from "./preprocess/in-turn.ts";
export { type MinMaxOptions, type MinMaxScaling, minMax } from "./preprocess/min-max.ts";
export { type PcaWhitening, type PcaWhitenOptions, pcaWhiten } from "./preprocess/pca-whiten.ts";
export {
  type InputPreparation,
  type PrepareInputsOptions,
  prepareInputs,
} from "./preprocess/prepare-inputs.ts";
export type { Preprocessor, PreprocessorJSON, PreprocessorKind } from "./preprocess/preprocessor.ts";
export type { PrincipalAxes } from "./preprocess/principal-axes.ts";
export { type Standardization, standardize } from "./preprocess/standardize.ts";
export type { Steps } from "./preprocess/steps.ts";
export { type ZcaWhitening, type ZcaWhitenOptions, zcaWhiten } from "./preprocess/zca-whiten.ts";
export { GradientProbe, type GradientProbeOptions, type JacobianOptions } from "./probe/gradient-probe.ts";
export type { GradientReport, ReportMoment } from "./probe/gradient-report.ts";
export type { JacobianReport, LayerJacobian, SingularValues } from "./probe/jacobian-report.ts";
export type { LayerGradient } from "./probe/layer-gradient.ts";
export type { LayerMovement } from "./probe/layer-movement.ts";
export type { SpectrumMethod } from "./probe/singular-values.ts";
export type { Key } from "./random/philox.ts";
export type { Seed } from "./random/seed.ts";
export { RandomStream } from "./random/stream.ts";
export { freeEnergyGap } from "./rbm/likelihood/free-energy-gap.ts";
export { type LogLikelihoodOptions, logLikelihood } from "./rbm/likelihood/log-likelihood.ts";
export { logPartition } from "./rbm/likelihood/log-partition.ts";
export type { MeasureOptions } from "./rbm/likelihood/measure.ts";
export {
  type PseudoLogLikelihoodOptions,
  pseudoLogLikelihood,
} from "./rbm/likelihood/pseudo-log-likelihood.ts";
export { reconstructionError } from "./rbm/likelihood/reconstruction-error.ts";
export type { GivenParameters } from "./rbm/machine/initial-parameters.ts";
export type { Machine, RBMValues } from "./rbm/machine/machine.ts";
export type { RBMParameters } from "./rbm/machine/parameters.ts";
export { RBM } from "./rbm/rbm.ts";
export type { RBMFromJSONOptions, RBMJSON, RBMParametersJSON } from "./rbm/rbm-json.ts";
export type { DrawOptions, RBMOptions, SampleOptions } from "./rbm/rbm-options.ts";
export {
  type ContrastiveDivergenceOptions,
  contrastiveDivergence,
} from "./rbm/samplers/contrastive-divergence.ts";
export {
  type PersistentChains,
  type PersistentContrastiveDivergenceOptions,
  persistentContrastiveDivergence,
} from "./rbm/samplers/persistent-contrastive-divergence.ts";
export type { NegativePhase, Phase, PositivePhase, Sampler } from "./rbm/samplers/sampler.ts";
export type { RBMFitOptions } from "./rbm/training/fit-options.ts";
export type { BatchOfRBM, GradientChange } from "./rbm/training/gradient-change.ts";
export type { RBMLearner, RBMLearnerOptions } from "./rbm/training/learner.ts";
export type { RBMBatch, RBMData } from "./rbm/training/prepare-fit.ts";
export type { SparsityTarget } from "./rbm/training/sparsity-target.ts";
export type { MonitoredData, Watching } from "./rbm/training/watching.ts";
export { constantRate } from "./schedule/constant-rate.ts";
export { type CosineOptions, cosine } from "./schedule/cosine.ts";
export { type ExponentialOptions, exponential } from "./schedule/exponential.ts";
export { type OneCycleOptions, oneCycle } from "./schedule/one-cycle.ts";
export { type PiecewiseOptions, piecewise } from "./schedule/piecewise.ts";
export { type PolynomialOptions, polynomial } from "./schedule/polynomial.ts";
export type { Progress, Rate, Schedule } from "./schedule/schedule.ts";
export { type StepOptions, step } from "./schedule/step.ts";
export { type WarmUpOptions, warmUp } from "./schedule/warm-up.ts";
export { bernoulliUnits } from "./units/bernoulli.ts";
export { gaussianUnits } from "./units/gaussian.ts";
export type {
  Block,
  Conditional,
  OwnParameter,
  OwnParameters,
  Units,
  UnitsPart,
} from "./units/units.ts";
