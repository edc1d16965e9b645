import type { Displayed } from "../display/displayed.ts";
import type { LayerGradient } from "./layer-gradient.ts";

/** When a report was taken during training. */
export interface ReportMoment {
  /** Updates made before. */
  readonly step: number;
  /** Epochs gone by, fractional within one. */
  readonly epoch: number;
}

/** What every layer of a network does to the gradient, at one moment. It prints as a table. */
export interface GradientReport extends Displayed {
  /** When it was taken, where it was taken during `fit`. */
  readonly moment?: ReportMoment;
  /** The mean loss of the examples that it was taken on. */
  readonly loss: number;
  /** One entry per layer, the first layer first. */
  readonly layers: readonly LayerGradient[];
  /**
   * rms δ of the first hidden layer over rms δ of the last: what is left of the error signal after it has come down
   * through the hidden layers. 1 is a gradient that neither vanishes nor explodes. Hidden layers are those that end in
   * an activation, and residual layers with one inside, but for the logits; with fewer than two there is nothing to compare.
   * Where the first or the last of them is a residual layer, which has no δ of its own, it is that of ∂E/∂y at both.
   */
  readonly surviving?: number;
  /** The same per layer: the geometric mean of the factors in between. */
  readonly survivingPerLayer?: number;
  /**
   * The part of `surviving` that is due to the slopes: the product of the slope factors of the hidden layers that the signal
   * passes on the way from δ to δ, all but the last, or from ∂E/∂y to ∂E/∂y, all but the first.
   */
  readonly survivingBySlopes?: number;
  /**
   * The rest of it, due to the weights (and to layers in between without an activation): surviving / bySlopes. Absent where the
   * slopes leave nothing.
   */
  readonly survivingByWeights?: number;
  /**
   * The most that `surviving` can be, whatever the error signal: the product of maxSlope·‖W‖₂·√(outputs / inputs) on the way
   * down. Absent during `fit`, and where anything but dense layers lies on the way.
   */
  readonly survivingBound?: number;
}
