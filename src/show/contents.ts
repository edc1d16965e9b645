import type { History } from "../fit/history.ts";
import { gradientByLayer } from "../plots/gradient-by-layer.ts";
import { learningCurves } from "../plots/learning-curves.ts";
import type { Plot } from "../plots/plot.ts";
import type { GradientReport } from "../probe/gradient-report.ts";

/** The plots that go with a value: a history has its curves, a report its gradients. */
export function plotsOf(value: object): readonly Plot[] {
  if (isHistory(value)) return curvesOf(value);
  if (isReport(value)) return [gradientByLayer({ "": value })];
  return [];
}

export function isPlot(value: object): value is Plot {
  return "$schema" in value && String(value.$schema).includes("vega-lite");
}

function isHistory(value: object): value is History {
  return "epochs" in value && "ending" in value && Array.isArray(value.epochs);
}

function isReport(value: object): value is GradientReport {
  return "layers" in value && "loss" in value && Array.isArray(value.layers);
}

/** What is drawn of a run: the figures that training lowers, beside those of the validation data. */
const CURVES = [
  ["loss", "validationLoss"],
  ["reconstructionError", "validationReconstructionError"],
] as const;

function curvesOf({ epochs }: History): readonly Plot[] {
  return CURVES.flatMap(([training, validation]) => {
    const points = [training, validation].flatMap((figure) =>
      epochs.flatMap(({ layer, epoch, [figure]: value }) =>
        value === undefined ? [] : [{ run: nameOf(figure === validation, layer), at: epoch, value }],
      ),
    );
    if (points.length === 0) return [];
    const value = training === "loss" ? "loss" : "reconstruction error";
    return [learningCurves(points, { title: "Learning curve", at: "epoch", value })];
  });
}

function nameOf(isValidation: boolean, layer: number | undefined): string {
  const part = isValidation ? "validation" : "training";
  return layer === undefined ? part : `${part}, layer ${layer}`;
}
