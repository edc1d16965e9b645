import type { JacobianReport } from "../probe/jacobian-report.ts";
import type { LayerGradient } from "../probe/layer-gradient.ts";
import type { LayerMovement } from "../probe/layer-movement.ts";
import type { TrialSpec } from "./trial-spec.ts";

/** What a trial measured. Plain JSON without times: the same spec gives the same bytes. */
export interface TrialResult {
  /** The hash of the spec, which names the trial. */
  readonly id: string;
  readonly spec: TrialSpec;
  /** One record per epoch; the first, epoch 0, is the start. */
  readonly curve: readonly CurvePoint[];
  /** Why training ended early, where the loss stopped being finite. The curve then ends before. */
  readonly diverged?: string;
  /** The gradients at the start, and of trials that compare in the middle and at the end. */
  readonly gradients: readonly GradientMoment[];
  /** How far each layer went from its start, at the end; the logits' layer is the last. Trials that compare. */
  readonly movement?: readonly LayerMovement[];
  /** The Jacobians at the start. Trials that compare. */
  readonly jacobians?: Omit<JacobianReport, "toString">;
  /** The same start with the hidden layers frozen: only the layer of the logits is trained. Trials that compare. */
  readonly frozen?: {
    readonly testError: number;
    readonly validationError: number;
    readonly trainLoss: number;
  };
  /** Whether each RBM behind the start has learnt, where there are any. */
  readonly rbms?: readonly RBMGate[];
  /** Multiplications spent before the first epoch, on pretraining. */
  readonly pretrainingCost: number;
}

/**
 * The figures after an epoch. Errors are shares in [0, 1]: of the examples, those classified wrongly; of numeric targets, the variance
 * that is left, 1 − R², and 1 where it is more.
 */
export interface CurvePoint {
  readonly epoch: number;
  /** Multiplications of pretraining and of all epochs up to here. */
  readonly cost: number;
  readonly trainLoss: number;
  readonly trainError: number;
  readonly validationLoss: number;
  readonly validationError: number;
  readonly testLoss: number;
  readonly testError: number;
}

/** The gradients at one moment, layer by layer. */
export interface GradientMoment {
  readonly epoch: number;
  readonly loss: number;
  /** rms δ of the first hidden layer over rms δ of the last, and its parts; absent with fewer than two hidden layers. */
  readonly surviving?: number;
  readonly survivingPerLayer?: number;
  readonly survivingBySlopes?: number;
  readonly survivingByWeights?: number;
  readonly layers: readonly StudiedLayer[];
}

/** What the probe measured of a layer, and what mean field predicts of it. */
export type StudiedLayer = Pick<
  LayerGradient,
  | "path"
  | "activation"
  | "weightGradientNorm"
  | "errorAfterActivation"
  | "errorBeforeActivation"
  | "slopeFactor"
  | "weightFactor"
  | "attenuation"
  | "meanSlope"
  | "saturatedShare"
  | "activationMean"
  | "activationSpread"
  | "predictedAttenuation"
  | "attenuationBound"
  | "deadShare"
  | "signalToNoise"
>;

/** Whether an RBM learnt: a stack that did not is reported, not used silently. */
export interface RBMGate {
  /** From 0, the one on the data. */
  readonly layer: number;
  /** Squared reconstruction error per example after training. */
  readonly reconstructionError: number;
  /** The same of a model that knows the mean of each unit alone. */
  readonly baseError: number;
  /** Shares of hidden units whose mean never leaves a hundredth of 0 or of 1 over the examples. */
  readonly deadShare: number;
  readonly saturatedShare: number;
  /** Whether it beats the mean with less than half of its units dead or saturated. */
  readonly learnt: boolean;
}
