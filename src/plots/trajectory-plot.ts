import { readSafely } from "../check.ts";
import { checkRows } from "./check-data.ts";
import { type Plot, plotOf, styleBy } from "./plot.ts";

/** Trajectories as far as the plot looks at them: `functionTrajectories` of `layerwise/study` makes them. */
export interface TrajectoryPlotData {
  /** The share of the variance along each axis. */
  readonly shares: readonly [number, number];
  readonly runs: readonly {
    readonly arm: string;
    readonly seed: number;
    readonly points: readonly { readonly epoch: number; readonly first: number; readonly second: number }[];
  }[];
}

/**
 * The ways of nets through the space of functions, a line per net: a dot at each look, a ring where it ends.
 *
 * @param trajectories - Runs, with the two coordinates of each look.
 * @returns Vega-Lite.
 * @throws TypeError or RangeError if the trajectories have other fields.
 * @example
 * const points = [0, 1].map((epoch) => ({ epoch, first: epoch, second: 0 }));
 * trajectoryPlot({ shares: [0.6, 0.3], runs: [{ arm: "rbm", seed: 1, points }] });
 */
export function trajectoryPlot(trajectories: TrajectoryPlotData): Plot {
  const action = "draw trajectories";
  const { shares, runs } = readSafely(action, "shares and runs", () => ({ ...trajectories }));
  const [firstShare, secondShare] = checkRows(
    action,
    "shares",
    readSafely(action, "shares to be two numbers", () => [0, 1].map((axis) => ({ share: shares[axis] }))),
    { share: "number" },
  ).map(({ share }) => `${Math.round(100 * share!)} %`);
  const rows = checkRows(action, "runs", runs, { arm: "string", seed: "number" });
  const fields = { epoch: "number", first: "number", second: "number" } as const;
  const values = rows.flatMap(({ arm, seed, points }, index) =>
    checkRows(action, `points of runs[${index}]`, points, fields).map((point, look) => ({
      ...{ arm, run: `${arm}, ${seed}`, epoch: point.epoch, first: point.first, second: point.second },
      last: look === points.length - 1,
    })),
  );
  const axis = (field: string, title: string) => ({
    ...{ field, type: "quantitative", title, axis: { grid: false }, scale: { zero: false } },
  });
  const x = axis("first", `first principal axis (${firstShare} of the variance)`);
  const y = axis("second", `second principal axis (${secondShare})`);
  const styles = styleBy(
    "arm",
    rows.map(({ arm }) => arm),
  );
  const color = { ...styles.color, legend: { symbolType: "circle" } };
  return plotOf({
    width: 520,
    height: 400,
    title: "Where nets go while they learn",
    data: { values },
    layer: [
      {
        mark: { type: "line", strokeWidth: 1.2, opacity: 0.7 },
        encoding: { x, y, color, detail: { field: "run" }, order: { field: "epoch" } },
      },
      {
        mark: { type: "point", filled: true, size: 14, opacity: 0.8 },
        encoding: { x, y, color },
      },
      {
        transform: [{ filter: "datum.last" }],
        mark: { type: "point", size: 90, strokeWidth: 2.5, opacity: 1 },
        encoding: { x, y, color },
      },
    ],
  });
}
