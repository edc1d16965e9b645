import { type Displayed, displayed } from "../display/displayed.ts";
import { type Column, formatNumber, percentCell } from "../display/table.ts";
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
   * an activation, but for the logits; with fewer than two there is nothing to compare.
   */
  readonly surviving?: number;
  /** The same per layer: the geometric mean of the factors in between. */
  readonly survivingPerLayer?: number;
  /** The part of `surviving` that is due to the slopes: the product of the slope factors of all but the last. */
  readonly survivingBySlopes?: number;
  /** The rest of it, due to the weights (and to layers in between without an activation): surviving / bySlopes. */
  readonly survivingByWeights?: number;
  /**
   * The most that `surviving` can be, whatever the error signal: the product of maxSlope·‖W‖₂·√(outputs / inputs) on the way
   * down. Absent during `fit`, and where anything but dense layers lies on the way.
   */
  readonly survivingBound?: number;
}

const columns: readonly Column<LayerGradient>[] = [
  { heading: "layer", cell: (layer) => `${layer.path} ${layer.activation ?? layer.kind}` },
  { heading: "‖∂E/∂W‖", cell: (layer) => layer.weightGradientNorm, digits: 3 },
  { heading: "‖∂E/∂b‖", cell: (layer) => layer.biasGradientNorm, digits: 3 },
  { heading: "rms ∂E/∂y", cell: (layer) => layer.errorAfterActivation, digits: 3 },
  { heading: "rms δ", cell: (layer) => layer.errorBeforeActivation, digits: 3 },
  { heading: "slope ×", cell: (layer) => layer.slopeFactor, digits: 3 },
  { heading: "weights ×", cell: (layer) => layer.weightFactor, digits: 3 },
  { heading: "= layer ×", cell: (layer) => layer.attenuation, digits: 3 },
  { heading: "√χ", cell: (layer) => layer.predictedAttenuation, digits: 3 },
  { heading: "mean f′", cell: (layer) => layer.meanSlope, digits: 3 },
  { heading: "max f′", cell: (layer) => layer.maxSlope, digits: 3 },
  { heading: "saturated", cell: (layer) => percentCell(layer.saturatedShare) },
  { heading: "dead", cell: (layer) => percentCell(layer.deadShare) },
  { heading: "S/N", cell: (layer) => layer.signalToNoise, digits: 3 },
  { heading: "mean y", cell: (layer) => layer.activationMean, digits: 3 },
  { heading: "spread y", cell: (layer) => layer.activationSpread, digits: 3 },
  { heading: "update/W", cell: (layer) => layer.updateToWeightRatio, digits: 3 },
];

/** Makes a report that shows itself. */
export function createReport(
  layers: readonly LayerGradient[],
  loss: number,
  moment?: ReportMoment,
): GradientReport {
  const survival = survivalOf(layers);
  const when = moment ? ` after ${moment.step} updates (epoch ${formatNumber(moment.epoch, 3)})` : "";
  return displayed(
    { ...(moment && { moment }), loss, layers: Object.freeze([...layers]), ...survival, ...boundOf(layers) },
    {
      title: `Gradient by layer${when}, loss ${formatNumber(loss)}`,
      columns,
      rows: layers,
      ...(survival && { footer: describeSurvival(survival) }),
    },
  );
}

/** What is left of the error signal, in a sentence and with its two factors. */
export function describeSurvival(report: Survival): string {
  const [surviving, perLayer, bySlopes, byWeights] = [
    report.surviving,
    report.survivingPerLayer,
    report.survivingBySlopes,
    report.survivingByWeights,
  ].map((value) => formatNumber(value, 3));
  return (
    `${surviving} of δ at the last hidden layer is left at the first (slopes ${bySlopes} × weights ${byWeights}), ` +
    `${perLayer} per layer.`
  );
}

/** The figures of a report that say what is left of the error signal. */
export type Survival = Required<
  Pick<GradientReport, "surviving" | "survivingPerLayer" | "survivingBySlopes" | "survivingByWeights">
>;

function survivalOf(layers: readonly LayerGradient[]): Survival | undefined {
  const hidden = layers.filter((layer) => layer.errorBeforeActivation !== undefined).slice(0, -1);
  const [first, last] = [hidden.at(0)?.errorBeforeActivation, hidden.at(-1)?.errorBeforeActivation];
  if (hidden.length < 2 || first === undefined || !last) return undefined;
  const surviving = first / last;
  const survivingBySlopes = hidden
    .slice(0, -1)
    .reduce((product, layer) => product * (layer.slopeFactor ?? 0), 1);
  return {
    surviving,
    survivingPerLayer: surviving ** (1 / (hidden.length - 1)),
    survivingBySlopes,
    survivingByWeights: survivingBySlopes === 0 ? 0 : surviving / survivingBySlopes,
  };
}

/** From δ to δ a signal meets ‖W‖₂ of the layer above and the slope of the one below, so the slopes move by one layer. */
function boundOf(layers: readonly LayerGradient[]): Pick<GradientReport, "survivingBound"> {
  const hidden = layers
    .flatMap((layer, index) => (layer.errorBeforeActivation === undefined ? [] : index))
    .slice(0, -1);
  const [first, ...above] = hidden.length < 2 ? [] : layers.slice(hidden[0], hidden.at(-1)! + 1);
  const last = above.at(-1);
  const bounds = above.flatMap((layer) => layer.attenuationBound ?? []);
  if (!first?.maxSlope || !last?.maxSlope || bounds.length < above.length) return {};
  const product = bounds.reduce((bound, factor) => bound * factor, 1);
  return { survivingBound: (product * first.maxSlope) / last.maxSlope };
}
