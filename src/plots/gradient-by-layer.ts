import type { LayerGradient } from "../probe/layer-gradient.ts";
import { logScale } from "./axis-scale.ts";
import { checkEntries, checkLayers } from "./check-data.ts";
import { namedLines } from "./named-lines.ts";
import { type Plot, plotOf, SIZE } from "./plot.ts";

/** Layers as far as the plot looks at them: a `GradientReport` has them. */
export interface GradientSeries {
  readonly layers: readonly Pick<LayerGradient, "path" | "errorBeforeActivation">[];
}

/**
 * The rms of the error signal δ = ∂E/∂z by layer, on a logarithmic scale, a line per start: from the outputs on
 * the left to the inputs: a straight line that falls is a gradient that vanishes.
 *
 * @param reports - What a probe measured, by name.
 * @returns Vega-Lite.
 * @example
 * gradientByLayer({ glorot: { layers: [{ path: "0", errorBeforeActivation: 0.1 }] } });
 */
export function gradientByLayer(reports: Readonly<Record<string, GradientSeries>>): Plot {
  const action = "draw gradients by layer";
  const entries = checkEntries(action, "reports", reports);
  const values = entries.flatMap(([start, report]) =>
    checkLayers(action, start, report, { path: "string", errorBeforeActivation: "number or undefined" })
      .map(({ errorBeforeActivation }) => errorBeforeActivation)
      .filter((error) => error !== undefined)
      .filter((error) => error > 0)
      .map((error, index) => ({ start, layer: index + 1, error }))
      .reverse(),
  );
  const fields = { name: "start", x: "layer", y: "error" };
  return plotOf({
    ...SIZE,
    title: "Error signal by layer",
    data: { values },
    layer: namedLines(values, fields, {
      x: {
        type: "ordinal",
        title: "layer, from the outputs to the inputs",
        sort: "descending",
        axis: { labelAngle: 0 },
      },
      y: { type: "quantitative", title: "error signal (rms δ)" },
      scale: logScale(values.map(({ error }) => error)),
    }),
  });
}
