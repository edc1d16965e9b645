import { checkArray, checkNumber } from "../check.ts";
import { shareScale } from "./axis-scale.ts";
import { checkRows, DRAWN } from "./check-data.ts";
import { namedLines } from "./named-lines.ts";
import { type Plot, plotOf, SIZE, styleBy } from "./plot.ts";

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
      error: checkNumber(action, "error", error, DRAWN),
    })),
  );
  const means = rows
    .filter(({ errors }) => errors.length > 0)
    .map(({ arm, depth, errors }) => ({
      ...{ arm, depth },
      error: errors.reduce((sum, error) => sum + error, 0) / errors.length,
    }))
    .sort((a, b) => a.depth - b.depth);
  const x = { type: "ordinal", title: "hidden layers", axis: { labelAngle: 0 } };
  const y = { type: "quantitative", title: "test error" };
  const scale = shareScale(values.map(({ error }) => error));
  const { color } = styleBy(
    "arm",
    means.map(({ arm }) => arm),
  );
  const seeds = {
    mark: { type: "point", filled: true, size: 14, opacity: 0.5 },
    encoding: { x: { field: "depth", ...x }, y: { field: "error", ...y, ...scale.encoding }, color },
  };
  const lines = namedLines(means, { name: "arm", x: "depth", y: "error" }, { x, y, scale });
  return plotOf({
    ...SIZE,
    title: "Test error by depth",
    layer: [{ ...seeds, data: { values } }, ...lines.map((layer) => ({ data: { values: means }, ...layer }))],
  });
}
