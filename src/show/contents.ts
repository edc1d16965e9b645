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

/** Figures that are no curves of their own: places, what is drawn beside another one, and what the machine had to do with. */
const NO_CURVES = /^(epoch|layer|seconds|learningRate|accuracy|validation.*|.*LikelihoodError)$/;

/** What is drawn of a run: the figures that training lowers or that were monitored, beside those of the validation data. */
function curvesOf({ epochs }: History): readonly Plot[] {
  const figures = new Set(["loss", "reconstructionError", ...epochs.flatMap(Object.keys)]);
  return [...figures]
    .filter((figure) => !NO_CURVES.test(figure))
    .flatMap((training) => {
      const validation = `validation${training[0]!.toUpperCase()}${training.slice(1)}`;
      const points = [training, validation].flatMap((figure) =>
        epochs.flatMap(({ layer, epoch, [figure]: value }) =>
          value === undefined ? [] : [{ run: nameOf(figure === validation, layer), at: epoch, value }],
        ),
      );
      if (points.length === 0) return [];
      const value = training
        .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
        .replace("free e", "free-e");
      return [learningCurves(points, { title: "Learning curve", at: "epoch", value })];
    });
}

function nameOf(isValidation: boolean, layer: number | undefined): string {
  const part = isValidation ? "validation" : "training";
  return layer === undefined ? part : `${part}, layer ${layer}`;
}
