import type { GradientReport } from "../probe/gradient-report.ts";
import { type Plot, plotOf, SIZE } from "./plot.ts";

/**
 * The norm of each layer's weight gradient while a network trains, as a heat map of layer by update on a logarithmic scale.
 *
 * @param reports - `probe.reports` after `fit`.
 * @returns Vega-Lite.
 * @example
 * gradientOverTime(new GradientProbe().reports);
 */
export function gradientOverTime(reports: readonly GradientReport[]): Plot {
  const values = reports.flatMap(({ moment, layers }) =>
    layers
      .filter(({ weightGradientNorm }) => weightGradientNorm !== undefined && weightGradientNorm > 0)
      .map(({ path, weightGradientNorm }) => ({ step: moment?.step ?? 0, path, norm: weightGradientNorm })),
  );
  return plotOf({
    ...SIZE,
    title: "Gradient by layer over time",
    data: { values },
    mark: "rect",
    encoding: {
      x: { field: "step", type: "ordinal", title: "update", axis: { labelOverlap: true, labelAngle: 0 } },
      y: { field: "path", type: "ordinal", title: "layer", sort: "descending" },
      color: {
        ...{ field: "norm", type: "quantitative", title: "‖∂E/∂W‖" },
        scale: { type: "log", scheme: "viridis" },
      },
    },
  });
}
