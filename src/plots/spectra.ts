import type { SingularValues } from "../probe/jacobian-report.ts";
import { logScale } from "./axis-scale.ts";
import { checkEntries, checkLayers } from "./check-data.ts";
import { type Plot, plotOf, SIZE, styleBy } from "./plot.ts";

/** Layers as far as the plot looks at them: a `JacobianReport` has them. */
export interface Spectra {
  readonly layers: readonly (SingularValues & { readonly path: string })[];
}

/**
 * The singular values of each layer's Jacobian on a logarithmic scale: a bar from the smallest to the largest and a dot at the
 * mean, a color per start. All at 1 is an isometry, which hands every error signal on as it is.
 *
 * @param reports - What a probe measured, by name.
 * @returns Vega-Lite.
 * @example
 * spectra({ isometric: { layers: [{ path: "0", largest: 1, mean: 1, smallest: 1, meanSquare: 1 }] } });
 */
export function spectra(reports: Readonly<Record<string, Spectra>>): Plot {
  const floor = 1e-6; // a logarithm has no zero
  const action = "draw spectra";
  const entries = checkEntries(action, "reports", reports);
  const fields = { largest: "number", mean: "number", smallest: "number" } as const;
  const values = entries.flatMap(([start, report]) =>
    checkLayers(action, start, report, fields).map(({ largest, mean, smallest }, index) => ({
      ...{ start, layer: index + 1 },
      ...{
        largest: Math.max(largest, floor),
        mean: Math.max(mean, floor),
        smallest: Math.max(smallest, floor),
      },
    })),
  );
  const x = { field: "layer", type: "ordinal", title: "layer, from the inputs", axis: { labelAngle: 0 } };
  const ends = values.flatMap(({ smallest, largest }) => [smallest, largest]);
  const y = { type: "quantitative", title: "singular value", ...logScale(ends).encoding };
  const style = styleBy(
    "start",
    entries.map(([start]) => start),
  );
  const [color, shape] = [style.color, style.shape].map((each) => ({ ...each, legend: {} }));
  const xOffset = { field: "start", sort: entries.map(([start]) => start) };
  return plotOf({
    ...SIZE,
    title: "Singular values of the layers' Jacobians",
    data: { values },
    layer: [
      {
        mark: { type: "rule", strokeWidth: 2 },
        encoding: { x, xOffset, y: { field: "smallest", ...y }, y2: { field: "largest" }, color },
      },
      {
        mark: { type: "point", filled: true, size: 30, opacity: 1 },
        encoding: { x, xOffset, y: { field: "mean", ...y }, color, shape },
      },
    ],
  });
}
