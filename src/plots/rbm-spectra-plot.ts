import { readSafely } from "../check.ts";
import { checkRows } from "./check-data.ts";
import { type Plot, plotOf } from "./plot.ts";

/** Spectra over training as far as the plot looks at them: `rbmSpectra` of `layerwise/study` makes them. */
export interface RBMSpectraPlotData {
  readonly moments: readonly {
    readonly epochs: number;
    readonly layers: readonly {
      readonly layer: number;
      readonly largest: number;
      readonly meanSquare: number;
      readonly attenuation: number;
    }[];
  }[];
}

/**
 * The largest singular value of each RBM and the root of their mean square over its training, and beside them the attenuation of the
 * layers of the net that would be started from it; a line per layer.
 *
 * @param spectra - The moments, with the layers of each.
 * @returns Vega-Lite.
 * @throws TypeError or RangeError if the spectra have other fields.
 * @example
 * const layers = [{ layer: 1, largest: 2, meanSquare: 0.6, attenuation: 0.8 }];
 * rbmSpectraPlot({ moments: [{ epochs: 10, layers }] });
 */
export function rbmSpectraPlot(spectra: RBMSpectraPlotData): Plot {
  const action = "draw the spectra of RBMs";
  const { moments } = readSafely(action, "moments", () => ({ ...spectra }));
  const fields = { layer: "number", largest: "number", meanSquare: "number", attenuation: "number" } as const;
  const values = checkRows(action, "moments", moments, { epochs: "number" }).flatMap(
    ({ epochs, layers }, index) =>
      checkRows(action, `layers of moments[${index}]`, layers, fields).map((each) => ({
        ...{ epochs, layer: each.layer + 1, largest: each.largest, attenuation: each.attenuation },
        typical: Math.sqrt(Math.max(0, each.meanSquare)),
      })),
  );
  const x = { field: "epochs", type: "ordinal", title: "epochs of each RBM", axis: { labelAngle: 0 } };
  const color = {
    ...{ field: "layer", type: "ordinal", title: "layer", scale: { scheme: "viridis" } },
    legend: { title: "layer", columns: 10 },
  };
  const panel = (title: string, field: string, top?: number) => ({
    ...{ width: 200, height: 200, title },
    layer: [
      {
        data: { values: [{ level: 1 }] },
        mark: { type: "rule", strokeDash: [5, 4], color: "currentColor", opacity: 0.6 },
        encoding: { y: { field: "level", type: "quantitative" } },
      },
      {
        data: { values },
        mark: { type: "line", point: true, strokeWidth: 2 },
        encoding: {
          ...{ x, color },
          y: {
            ...{ field, type: "quantitative", title: null },
            ...(top !== undefined && { scale: { domainMin: 0 } }),
          },
        },
      },
    ],
  });
  return plotOf({
    hconcat: [
      panel("Largest singular value of W/4", "largest"),
      panel("Their root mean square", "typical", 0),
      panel("Left of the gradient, per layer", "attenuation", 0),
    ],
  });
}
