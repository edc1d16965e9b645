import { readSafely } from "../check.ts";
import { checkRows } from "./check-data.ts";
import { type Plot, plotOf } from "./plot.ts";

/** A place in the plane of starts, with what is drawn there. */
interface Place {
  readonly weightDeviation: number;
  readonly biasDeviation: number;
}

/** A phase diagram as far as the plot looks at it: `phaseDiagram` of `layerwise/study` makes one. */
export interface PhasePlotData {
  readonly cells: readonly (Place & { readonly trainableDepth: number })[];
  readonly arms: readonly (Place & {
    readonly arm: string;
    readonly trainableDepth: number;
    readonly layers: readonly Place[];
  })[];
  readonly contours: readonly {
    readonly depth: number;
    readonly explodes: boolean;
    readonly points: readonly Place[];
  }[];
}

/**
 * How deep nets train over the plane of starts: a field of colors, the lines where 6ξ of mean field comes to a depth, and the starts
 * themselves, a ring at the median of the layers, a dot per layer, and behind the name the depth that this start trains to.
 *
 * @param diagram - Cells, starts and lines.
 * @returns Vega-Lite.
 * @throws TypeError or RangeError if the diagram has other fields.
 * @example
 * phasePlot({ cells: [{ weightDeviation: 1, biasDeviation: 0, trainableDepth: 16 }], arms: [], contours: [] });
 */
export function phasePlot(diagram: PhasePlotData): Plot {
  const action = "draw a phase diagram";
  const { cells, arms, contours } = readSafely(action, "cells, arms and contours", () => ({ ...diagram }));
  const place = { weightDeviation: "number", biasDeviation: "number" } as const;
  const squares = checkRows(action, "cells", cells, { ...place, trainableDepth: "number" });
  const starts = checkRows(action, "arms", arms, { ...place, arm: "string", trainableDepth: "number" });
  const lines = checkRows(action, "contours", contours, { depth: "number" });
  const [width, height] = [stepOf(squares, "weightDeviation"), stepOf(squares, "biasDeviation")];
  const least = Math.min(...squares.map(({ biasDeviation }) => biasDeviation)) - height / 2;
  const x = (field: string) => ({ field, type: "quantitative", ...AXES.x });
  const y = (field: string) => ({ field, type: "quantitative", ...AXES.y });
  const [across, up] = [x("weightDeviation"), y("biasDeviation")];
  return plotOf({
    width: 560,
    height: 360,
    title: { text: "How deep a start trains", subtitle: "lines: six depth scales of mean field" },
    layer: [
      {
        data: {
          values: squares.map((cell) => ({
            ...cell,
            left: cell.weightDeviation - width / 2,
            right: cell.weightDeviation + width / 2,
            bottom: cell.biasDeviation - height / 2,
            top: cell.biasDeviation + height / 2,
          })),
        },
        mark: { type: "rect" },
        encoding: {
          ...{ x: x("left"), x2: { field: "right" }, y: y("bottom"), y2: { field: "top" } },
          color: {
            ...{ field: "trainableDepth", type: "quantitative", title: "hidden layers" },
            scale: { type: "symlog", scheme: "viridis" },
            legend: {
              orient: "right",
              direction: "vertical",
              columns: 1,
              title: "hidden layers",
              tickCount: 5,
            },
          },
        },
      },
      {
        data: {
          values: lines.flatMap(({ depth, explodes, points }, line) =>
            checkRows(action, `contours[${line}].points`, points, place)
              .filter(({ biasDeviation }) => biasDeviation >= least)
              .map((point, order) => ({ ...point, depth, explodes, line, order })),
          ),
        },
        layer: [
          {
            mark: { type: "line", color: "white", strokeWidth: 1.5, strokeDash: [6, 3] },
            encoding: { x: across, y: up, detail: { field: "line" }, order: { field: "order" } },
          },
          {
            transform: [
              {
                joinaggregate: [{ op: "max", field: "order", as: "last" }],
                groupby: ["line"],
              },
              { filter: "datum.order === datum.last" },
            ],
            mark: { type: "text", color: "white", dy: 10, dx: 10, fontSize: 12 },
            encoding: { x: across, y: up, text: { field: "depth" } },
          },
        ],
      },
      {
        data: {
          values: starts.flatMap(({ layers }, start) =>
            checkRows(action, `layers of arms[${start}]`, layers, place),
          ),
        },
        mark: { type: "point", filled: true, size: 14, color: "white", opacity: 0.8 },
        encoding: { x: across, y: up },
      },
      {
        data: {
          values: starts.map(({ layers: _, ...start }) => ({
            ...start,
            label: `${start.arm}: ${start.trainableDepth}`,
          })),
        },
        layer: [
          {
            mark: { type: "point", size: 90, color: "white", strokeWidth: 2.5, opacity: 1 },
            encoding: { x: across, y: up },
          },
          {
            mark: {
              ...{ type: "text", align: "left", dx: 9, color: "white", fontSize: 13, fontWeight: "bold" },
            },
            encoding: { x: across, y: up, text: { field: "label" } },
          },
        ],
      },
    ],
  });
}

const AXES = {
  x: { title: "σ_w, spread of the weights", scale: { zero: false, nice: false }, axis: { grid: false } },
  y: { title: "σ_b, spread of the biases", scale: { zero: false, nice: false }, axis: { grid: false } },
};

/** How far the places of a grid lie apart; of one place alone, a quarter. */
function stepOf(cells: readonly Place[], field: keyof Place): number {
  const values = [...new Set(cells.map((cell) => cell[field]))].sort((a, b) => a - b);
  return values.length < 2 ? 0.25 : (values.at(-1)! - values[0]!) / (values.length - 1);
}
