import { readSafely } from "../check.ts";
import type { GradientReport } from "../probe/gradient-report.ts";
import { checkFields, checkLayers, checkRows } from "./check-data.ts";
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
  const action = "draw gradients over time";
  const values = checkRows(action, "reports", reports, {}).flatMap((report, index) => {
    const moment = readSafely(action, `moment of reports[${index}] to be { step, … }`, () => report.moment);
    if (moment !== undefined) checkFields(action, `moment of reports[${index}]`, moment, { step: "number" });
    const fields = { path: "string", weightGradientNorm: "number or undefined" } as const;
    return checkLayers(action, `reports[${index}]`, report, fields)
      .filter(({ weightGradientNorm }) => weightGradientNorm !== undefined && weightGradientNorm > 0)
      .map(({ path, weightGradientNorm }) => ({ step: moment?.step ?? 0, path, norm: weightGradientNorm }));
  });
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
