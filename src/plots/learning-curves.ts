import { checkBoolean, checkKeys } from "../check.ts";
import { linearScale, logScale, shareScale } from "./axis-scale.ts";
import { checkFields, checkRows } from "./check-data.ts";
import { namedLines } from "./named-lines.ts";
import { type Plot, plotOf, SIZE } from "./plot.ts";

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
  const values = averaged(rows);
  const across = logarithmic ? logScale : linearScale;
  const up = shares ? shareScale : linearScale;
  return plotOf({
    ...SIZE,
    title: axes.title,
    data: { values },
    layer: namedLines(
      values,
      { name: "run", x: "at", y: "value" },
      {
        x: { type: "quantitative", title: axes.at, ...across(values.map(({ at }) => at)).encoding },
        y: { type: "quantitative", title: axes.value },
        scale: up(values.map(({ value }) => value)),
        size: 14,
      },
    ),
  });
}

/** One point of each run at each place, the mean: the places in order, and the runs in that in which they came. */
function averaged(rows: readonly LearningPoint[]): { run: string; at: number; value: number }[] {
  const runs = new Map<string, Map<number, number[]>>();
  for (const { run, at, value } of rows) {
    const places = runs.get(run) ?? new Map<number, number[]>();
    runs.set(run, places.set(at, [...(places.get(at) ?? []), value]));
  }
  return [...runs].flatMap(([run, places]) =>
    [...places]
      .map(([at, values]) => ({ run, at, value: values.reduce((a, b) => a + b, 0) / values.length }))
      .sort((a, b) => a.at - b.at),
  );
}
