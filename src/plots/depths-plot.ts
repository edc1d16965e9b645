import { checkArray, checkNumber, rangeError, readSafely } from "../check.ts";
import { checkRows } from "./check-data.ts";
import { type Plot, plotOf } from "./plot.ts";

/** How deep starts train as far as the plot looks at it: `depthsByStart` of `layerwise/study` finds it. */
export interface DepthsPlotData {
  readonly arms: readonly {
    readonly arm: string;
    /** By seed. */
    readonly depths: readonly number[];
  }[];
}

/**
 * How deep the nets of each start train, a line per start and a ring per seed; where seeds agree the ring is darker.
 *
 * @param found - The starts, with their depths by seed.
 * @returns Vega-Lite.
 * @throws TypeError or RangeError if the depths have other fields, or there is no start.
 * @example
 * depthsPlot({ arms: [{ arm: "isometric", depths: [24, 32, 24] }] });
 */
export function depthsPlot(found: DepthsPlotData): Plot {
  const action = "draw how deep starts train";
  const { arms } = readSafely(action, "arms", () => ({ ...found }));
  const starts = checkRows(action, "arms", arms, { arm: "string" });
  if (starts.length === 0) throw rangeError(action, "at least one arm", "[]");
  const values = starts.flatMap(({ arm, depths }, index) =>
    checkArray(action, `depths of arms[${index}] to be a list of numbers`, depths).map((depth) => ({
      arm,
      depth: checkNumber(action, `depths of arms[${index}]`, depth, { min: 0 }),
    })),
  );
  return plotOf({
    width: 560,
    height: { step: 28 },
    title: {
      text: "How deep a start trains",
      subtitle: "A ring is the nets of one seed; darker: of several.",
    },
    data: { values },
    mark: { type: "point", filled: true, size: 160, opacity: 0.35, color: "#2a6fbb" },
    encoding: {
      x: {
        ...{ field: "depth", type: "quantitative", title: "hidden layers", scale: { type: "symlog" } },
        axis: { values: [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32] },
      },
      y: { field: "arm", type: "nominal", title: null, sort: starts.map(({ arm }) => arm) },
    },
  });
}
