import { rangeError, readSafely } from "../check.ts";
import { checkRows } from "./check-data.ts";
import { type Plot, plotOf } from "./plot.ts";

/** A place in the plane of starts, with what is drawn there. */
export interface PhasePlotPlace {
  readonly weightDeviation: number;
  readonly biasDeviation: number;
}

/** A phase diagram as far as the plot looks at it: `phaseDiagram` of `layerwise/study` makes one. */
export interface PhasePlotData {
  readonly cells: readonly (PhasePlotPlace & { readonly trainableDepth: number })[];
  readonly arms: readonly (PhasePlotPlace & {
    readonly arm: string;
    readonly trainableDepth: number;
    readonly layers: readonly PhasePlotPlace[];
  })[];
  readonly contours: readonly {
    readonly depth: number;
    readonly points: readonly PhasePlotPlace[];
  }[];
}

/**
 * How deep nets train over the plane of starts: a field of colors, the lines where 6ξ of mean field comes to a depth, and the starts
 * themselves, a ring at the median of the layers, a dot per layer, and behind the name the depth that this start trains to.
 *
 * @param diagram - Cells, starts and lines.
 * @returns Vega-Lite.
 * @throws TypeError or RangeError if the diagram has other fields, or no cell.
 * @example
 * phasePlot({ cells: [{ weightDeviation: 1, biasDeviation: 0, trainableDepth: 16 }], arms: [], contours: [] });
 */
export function phasePlot(diagram: PhasePlotData): Plot {
  const action = "draw a phase diagram";
  const { cells, arms, contours } = readSafely(action, "cells, arms and contours", () => ({ ...diagram }));
  const place = { weightDeviation: "number", biasDeviation: "number" } as const;
  const squares = checkRows(action, "cells", cells, { ...place, trainableDepth: "number" });
  if (squares.length === 0) throw rangeError(action, "at least one cell", "[]");
  const starts = checkRows(action, "arms", arms, { ...place, arm: "string", trainableDepth: "number" });
  const lines = checkRows(action, "contours", contours, { depth: "number" });
  const [width, height] = [stepOf(squares, "weightDeviation"), stepOf(squares, "biasDeviation")];
  const least = Math.min(...squares.map(({ biasDeviation }) => biasDeviation)) - height / 2;
  const heights = labelHeights(starts, squares);
  const axis = (name: keyof PhasePlotPlace, title: string) => (field: string) => ({
    ...{ field, type: "quantitative", title, scale: { zero: false, nice: false } },
    axis: { grid: false, format: ".3~g", values: [...new Set(squares.map((cell) => cell[name]))] },
  });
  const x = axis("weightDeviation", "σ_w, spread of the weights");
  const y = axis("biasDeviation", "σ_b, spread of the biases");
  const [across, up] = [x("weightDeviation"), y("biasDeviation")];
  return plotOf({
    width: 560,
    height: 360,
    title: {
      text: "How deep a start trains",
      subtitle:
        "Colors and numbers behind names: what was trained. Dashed: the depths that mean field predicts.",
    },
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
              values: [2, 4, 8, 16, 32],
            },
          },
        },
      },
      {
        data: {
          values: lines.flatMap(({ depth, points }, line) =>
            checkRows(action, `contours[${line}].points`, points, place)
              .filter(({ biasDeviation }) => biasDeviation >= least)
              .map((point, order) => ({
                ...point,
                depth,
                line,
                order,
                isLabel: order === Math.floor(0.55 * points.length),
              })),
          ),
        },
        layer: [
          {
            mark: { type: "line", color: "white", strokeWidth: 1.5, strokeDash: [6, 3] },
            encoding: { x: across, y: up, detail: { field: "line" }, order: { field: "order" } },
          },
          ...RIMMED.map((look) => ({
            transform: [{ filter: "datum.isLabel" }],
            mark: { type: "text", dx: 10, dy: 8, fontSize: 13, ...look },
            encoding: { x: across, y: up, text: { field: "depth" } },
          })),
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
          values: starts.map(({ layers: _, ...start }, index) => ({
            ...start,
            label: `${start.arm}: ${start.trainableDepth}`,
            height: heights[index]!,
          })),
        },
        layer: [
          {
            mark: { type: "point", size: 90, color: "white", strokeWidth: 2.5, opacity: 1 },
            encoding: { x: across, y: up },
          },
          ...RIMMED.map((look) => ({
            mark: { type: "text", align: "left", dx: 9, fontSize: 13, fontWeight: "bold", ...look },
            encoding: { x: across, y: y("height"), text: { field: "label" } },
          })),
        ],
      },
    ],
  });
}

/** Words that can be read on every color have a dark rim. */
const RIMMED = [{ color: "#222", stroke: "#222", strokeWidth: 4, strokeJoin: "round" }, { color: "white" }];

/** The heights of labels beside their places, the upper ones first, each below those that it would lie on. */
function labelHeights(starts: readonly PhasePlotPlace[], cells: readonly PhasePlotPlace[]): number[] {
  const wide = spanOf(cells, "weightDeviation") * 0.3;
  const high = spanOf(cells, "biasDeviation") * 0.05;
  const order = [...starts.keys()].sort(
    (a, b) => starts[b]!.biasDeviation - starts[a]!.biasDeviation || a - b,
  );
  const heights = starts.map(() => Number.POSITIVE_INFINITY);
  for (const index of order) {
    const { weightDeviation, biasDeviation } = starts[index]!;
    const near = heights.filter(
      (_, other) => Math.abs(starts[other]!.weightDeviation - weightDeviation) < wide,
    );
    heights[index] = Math.min(biasDeviation, ...near.map((height) => height - high));
  }
  return heights;
}

/** From the first to the last of the grid, and half a step beyond on either side. */
function spanOf(cells: readonly PhasePlotPlace[], field: keyof PhasePlotPlace): number {
  const values = cells.map((cell) => cell[field]);
  return Math.max(...values) - Math.min(...values) + stepOf(cells, field);
}

/** How far the places of a grid lie apart; of one place alone, a quarter. */
function stepOf(cells: readonly PhasePlotPlace[], field: keyof PhasePlotPlace): number {
  const values = [...new Set(cells.map((cell) => cell[field]))].sort((a, b) => a - b);
  return values.length < 2 ? 0.25 : (values.at(-1)! - values[0]!) / (values.length - 1);
}
