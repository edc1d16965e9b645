import { checkArray, checkNumber, rangeError, readSafely } from "../check.ts";
import { logScale } from "./axis-scale.ts";
import { checkRows, DRAWN } from "./check-data.ts";
import { namedLines } from "./named-lines.ts";
import { type Plot, plotOf, SIZE } from "./plot.ts";

/** How fast starts train as far as the plot looks at it: `speedByDepth` of `layerwise/study` finds it. */
export interface SpeedPlotData {
  readonly arms: readonly {
    readonly arm: string;
    readonly speeds: readonly {
      readonly depth: number;
      /** Until trained, by seed. */
      readonly epochs: readonly number[];
      /** Of making the start, in epochs. */
      readonly startCost: number;
    }[];
  }[];
}

/**
 * The epochs until the nets of each start are trained, the mean over the seeds, by depth, on logarithmic scales: a line per start, and one
 * more with its cost where the start had to be trained. A line that ends has no deeper net that is trained.
 *
 * @param found - The starts, with their epochs by depth and seed.
 * @returns Vega-Lite.
 * @throws TypeError or RangeError if the epochs have other fields, or there is no start.
 * @example
 * speedPlot({ arms: [{ arm: "isometric", speeds: [{ depth: 1, epochs: [5, 6], startCost: 0 }] }] });
 */
export function speedPlot(found: SpeedPlotData): Plot {
  const action = "draw how fast starts train";
  const { arms } = readSafely(action, "arms", () => ({ ...found }));
  const starts = checkRows(action, "arms", arms, { arm: "string" });
  if (starts.length === 0) throw rangeError(action, "at least one arm", "[]");
  const values = starts.flatMap(({ arm, speeds }, place) => {
    const name = `speeds of arms[${place}]`;
    const points = checkRows(action, name, speeds, { depth: "number" }).map(
      ({ depth, epochs, startCost }, index) => {
        const mean = meanOf(checkEpochs(action, `epochs of ${name}[${index}]`, epochs));
        const cost = checkNumber(action, `startCost of ${name}[${index}]`, startCost, { ...DRAWN, min: 0 });
        return { arm, depth, epochs: mean, total: mean + cost };
      },
    );
    const costs = points.some(({ epochs, total }) => total > epochs);
    const line = points.map(({ total: _, ...point }) => point);
    const withCost = points.map(({ depth, total }) => ({
      arm: `${arm}, its cost too`,
      depth,
      epochs: total,
    }));
    return costs ? [...line, ...withCost] : line;
  });
  const depths = [...new Set(values.map(({ depth }) => depth))];
  const across = logScale(depths).encoding;
  return plotOf({
    ...SIZE,
    title: "Epochs until trained",
    data: { values },
    layer: namedLines(
      values,
      { name: "arm", x: "depth", y: "epochs" },
      {
        x: {
          ...{ type: "quantitative", title: "hidden layers", ...across },
          axis: { values: depths, grid: false },
        },
        y: { type: "quantitative", title: "epochs" },
        scale: logScale(values.map(({ epochs }) => epochs)),
      },
    ),
  });
}

function checkEpochs(action: string, name: string, given: readonly number[]): readonly number[] {
  const list = checkArray(action, `${name} to be a list of numbers`, given);
  if (list.length === 0) throw rangeError(action, `${name} to be a list of numbers`, "[]");
  return list.map((epochs) => checkNumber(action, name, epochs, { ...DRAWN, above: 0 }));
}

const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
