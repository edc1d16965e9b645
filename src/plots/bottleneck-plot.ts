import { rangeError, readSafely } from "../check.ts";
import { logScale } from "./axis-scale.ts";
import { checkRows } from "./check-data.ts";
import { namedLines } from "./named-lines.ts";
import { type Plot, plotOf, SIZE } from "./plot.ts";

/** Nets under few units as far as the plot looks at them: `bottleneck` of `layerwise/study` trains them. */
export interface BottleneckPlotData {
  readonly starts: readonly {
    readonly arm: string;
    /** Units of the uppermost hidden layer. */
    readonly top: number;
    readonly curve: readonly { readonly epoch: number; readonly trainLoss: number }[];
  }[];
}

/**
 * The training loss on its way, a line per start and a panel for each number of units in the uppermost hidden layer, all on one scale.
 *
 * @param found - The starts, with their curves.
 * @returns Vega-Lite.
 * @throws TypeError or RangeError if the starts have other fields, or there is none.
 * @example
 * const curve = [{ epoch: 0, trainLoss: 2.3 }, { epoch: 10, trainLoss: 0.1 }];
 * bottleneckPlot({ starts: [{ arm: "rbm", top: 20, curve }] });
 */
export function bottleneckPlot(found: BottleneckPlotData): Plot {
  const action = "draw nets under a bottleneck";
  const { starts } = readSafely(action, "starts", () => ({ ...found }));
  const rows = checkRows(action, "starts", starts, { arm: "string", top: "number" });
  if (rows.length === 0) throw rangeError(action, "at least one start", "[]");
  const values = rows.flatMap(({ arm, top, curve }, index) =>
    checkRows(action, `curve of starts[${index}]`, curve, { epoch: "number", trainLoss: "number" })
      .filter(({ trainLoss }) => trainLoss > 0) // 0 has no place on a logarithmic scale
      .map(({ epoch, trainLoss }) => ({ arm, top, epoch, trainLoss })),
  );
  const scale = logScale(values.map(({ trainLoss }) => trainLoss));
  const panel = (top: number) => {
    const lines = values.filter((value) => value.top === top).map(({ top: _, ...point }) => point);
    return {
      ...SIZE,
      title: `${top} ${top === 1 ? "unit" : "units"} on top`,
      data: { values: lines },
      layer: namedLines(
        lines,
        { name: "arm", x: "epoch", y: "trainLoss" },
        {
          x: { type: "quantitative", title: "epoch", axis: { grid: false } },
          y: { type: "quantitative", title: "training loss" },
          ...{ scale, size: 14 },
        },
      ),
    };
  };
  const tops = [...new Set(rows.map(({ top }) => top))];
  return plotOf({ hconcat: tops.map(panel), spacing: 40 });
}
