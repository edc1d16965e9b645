import type { LayerGradient } from "../probe/layer-gradient.ts";
import { checkEntries, checkLayers } from "./check-data.ts";
import { LOGARITHMIC, lineBy, type Plot, plotOf, SIZE } from "./plot.ts";

/** Layers as far as the plot looks at them: a `GradientReport` has them. */
export interface GradientSeries {
  readonly layers: readonly Pick<LayerGradient, "path" | "errorBeforeActivation">[];
}

/**
 * The rms of the error signal δ = ∂E/∂z by layer, on a logarithmic scale, a line per start: a straight line that falls towards
 * the first layer is a gradient that vanishes.
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
      .filter(({ errorBeforeActivation }) => errorBeforeActivation !== undefined && errorBeforeActivation > 0)
      .map(({ errorBeforeActivation }, index) => ({ start, layer: index + 1, error: errorBeforeActivation })),
  );
  return plotOf({
    ...SIZE,
    title: "Error signal by layer",
    data: { values },
    mark: { type: "line", point: true },
    encoding: {
      x: { field: "layer", type: "ordinal", title: "layer, from the inputs", axis: { labelAngle: 0 } },
      y: { field: "error", type: "quantitative", title: "rms δ", ...LOGARITHMIC },
      ...lineBy(
        "start",
        entries.map(([start]) => start),
      ),
    },
  });
}
