import { checkArray, checkNumber } from "../check.ts";
import { checkRows } from "./check-data.ts";
import { lineBy, type Plot, plotOf, SHARES, SIZE } from "./plot.ts";

/** The test errors of one arm at one depth, one per seed, each in [0, 1]. */
export interface ErrorsAtDepth {
  readonly arm: string;
  readonly depth: number;
  readonly errors: readonly number[];
}

/**
 * The test error against the number of hidden layers, a line per arm through the means, with every seed as a dot: where a line
 * rises to chance, the arm breaks down.
 *
 * @param trials - The errors of each arm at each depth.
 * @returns Vega-Lite.
 * @example
 * errorByDepth([{ arm: "classical", depth: 6, errors: [0.9, 0.91] }]);
 */
export function errorByDepth(trials: readonly ErrorsAtDepth[]): Plot {
  const action = "draw errors by depth";
  const rows = checkRows(action, "trials", trials, { arm: "string", depth: "number" });
  const values = rows.flatMap(({ arm, depth, errors }) =>
    checkArray(action, "errors to be a list", errors).map((error) => ({
      ...{ arm, depth },
      error: checkNumber(action, "error", error),
    })),
  );
  const x = { field: "depth", type: "ordinal", title: "hidden layers", axis: { labelAngle: 0 } };
  const y = { field: "error", type: "quantitative", title: "test error", ...SHARES };
  const line = lineBy(
    "arm",
    values.map(({ arm }) => arm),
  );
  return plotOf({
    ...SIZE,
    title: "Test error by depth",
    data: { values },
    layer: [
      {
        mark: { type: "point", filled: true, size: 18, opacity: 0.5 },
        encoding: { x, y, color: line.color },
      },
      { mark: { type: "line" }, encoding: { x, y: { ...y, aggregate: "mean" }, ...line } },
    ],
  });
}
