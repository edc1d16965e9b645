import { displayed } from "../display/displayed.ts";
import { type Column, formatNumber, percentCell } from "../display/table.ts";
import { checkReport } from "./check-report.ts";
import type { GradientReport, ReportMoment } from "./gradient-report.ts";
import type { LayerGradient } from "./layer-gradient.ts";
import { boundOf, describeSurvival, survivalOf, withWaysAround } from "./survival.ts";

const columns: readonly Column<LayerGradient>[] = [
  { heading: "layer", cell: (layer) => `${layer.path} ${layer.activation ?? layer.kind}` },
  { heading: "‖∂E/∂W‖", cell: (layer) => layer.weightGradientNorm, digits: 3, detail: true },
  { heading: "‖∂E/∂b‖", cell: (layer) => layer.biasGradientNorm, digits: 3, detail: true },
  { heading: "rms ∂E/∂y", cell: (layer) => layer.errorAfterActivation, digits: 3, detail: true },
  { heading: "rms δ", cell: (layer) => layer.errorBeforeActivation, digits: 3 },
  { heading: "slope ×", cell: (layer) => layer.slopeFactor, digits: 3 },
  { heading: "weights ×", cell: (layer) => layer.weightFactor, digits: 3 },
  { heading: "= layer ×", cell: (layer) => layer.attenuation, digits: 3 },
  { heading: "√χ", cell: (layer) => layer.predictedAttenuation, digits: 3, detail: true },
  { heading: "mean f′", cell: (layer) => layer.meanSlope, digits: 3, detail: true },
  { heading: "max f′", cell: (layer) => layer.maxSlope, digits: 3, detail: true },
  { heading: "saturated", cell: (layer) => percentCell(layer.saturatedShare), detail: true },
  { heading: "dead", cell: (layer) => percentCell(layer.deadShare), detail: true },
  { heading: "S/N", cell: (layer) => layer.signalToNoise, digits: 3, detail: true },
  { heading: "mean y", cell: (layer) => layer.activationMean, digits: 3, detail: true },
  { heading: "spread y", cell: (layer) => layer.activationSpread, digits: 3, detail: true },
  { heading: "update/W", cell: (layer) => layer.updateToWeightRatio, digits: 3, detail: true },
];

/** Makes a report that shows itself. */
export function createReport(
  layers: readonly LayerGradient[],
  loss: number,
  moment?: ReportMoment,
): GradientReport {
  const all = withWaysAround(layers);
  for (const layer of all) checkReport(`measure the gradient of layer ${layer.path}`, layer);
  const survival = survivalOf(all);
  const when = moment ? ` after ${moment.step} updates (epoch ${formatNumber(moment.epoch, 3)})` : "";
  return displayed(
    {
      ...(moment && { moment }),
      ...checkReport("measure the gradient", { loss, layers: all, ...survival, ...boundOf(all) }),
    },
    {
      title: `Gradient by layer${when}, loss ${formatNumber(loss)}`,
      columns,
      rows: all,
      ...(survival.surviving !== undefined && { footer: describeSurvival(survival) }),
    },
  );
}
