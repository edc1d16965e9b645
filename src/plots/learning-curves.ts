import { checkBoolean, checkKeys } from "../check.ts";
import { checkFields, checkRows } from "./check-data.ts";
import { lineBy, type Plot, plotOf, SHARES, SIZE } from "./plot.ts";

/** One point of a learning curve. */
export interface LearningPoint {
  /** Names the curve. */
  readonly run: string;
  /** How far training has come: epochs, updates, or a cost. */
  readonly at: number;
  /** What was reached. */
  readonly value: number;
}

/** What the axes of learning curves are called. */
export interface LearningAxes {
  readonly title: string;
  readonly at: string;
  readonly value: string;
  /** Whether the horizontal axis is logarithmic. Default false. */
  readonly logarithmic?: boolean | undefined;
  /** Whether the values are shares in [0, 1], such as errors: in percent, and logarithmic above a hundredth. Default false. */
  readonly shares?: boolean | undefined;
}

/**
 * Learning curves, a line per run; points of a run at the same place are averaged.
 *
 * @param points - From the records of a `History`, for example.
 * @param axes - What is shown.
 * @returns Vega-Lite.
 * @example
 * learningCurves([{ run: "glorot", at: 1, value: 2.3 }], { title: "Loss", at: "epoch", value: "loss" });
 */
export function learningCurves(points: readonly LearningPoint[], axes: LearningAxes): Plot {
  const action = "draw learning curves";
  const rows = checkRows(action, "points", points, { run: "string", at: "number", value: "number" });
  checkKeys(action, axes, ["title", "at", "value", "logarithmic", "shares"]);
  checkFields(action, "axes", axes, { title: "string", at: "string", value: "string" });
  const { logarithmic = false, shares = false } = axes;
  checkBoolean(action, "logarithmic", logarithmic);
  checkBoolean(action, "shares", shares);
  return plotOf({
    ...SIZE,
    title: axes.title,
    data: { values: rows },
    mark: { type: "line", point: { size: 14 } },
    encoding: {
      x: {
        ...{ field: "at", type: "quantitative", title: axes.at },
        ...(logarithmic && { scale: { type: "log" }, axis: { format: "~e", tickCount: 4 } }),
      },
      y: {
        ...{ field: "value", type: "quantitative", aggregate: "mean", title: axes.value },
        ...(shares && SHARES),
      },
      ...lineBy(
        "run",
        rows.map(({ run }) => run),
      ),
    },
  });
}
