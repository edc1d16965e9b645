import { logScale } from "./axis-scale.ts";
import { checkRows } from "./check-data.ts";
import { LABEL, type Plot, plotOf, SIZE, styleBy } from "./plot.ts";

/** The two factors of a start, the geometric means over its layers. */
export interface Factors {
  readonly start: string;
  /** rms δ / rms ∂E/∂y: what the slopes leave. */
  readonly slopes: number;
  /** rms ∂E/∂x / rms δ: what the weights make of it. */
  readonly weights: number;
}

/**
 * What the slopes leave of the error signal against what the weights make of it, a point per start. On the dashed line their
 * product is 1 and the gradient neither vanishes nor explodes; below it, it vanishes.
 *
 * @param factors - One entry per start.
 * @returns Vega-Lite.
 * @example
 * twoFactors([{ start: "glorot", slopes: 0.236, weights: 1 }]);
 */
export function twoFactors(factors: readonly Factors[]): Plot {
  const rows = checkRows("draw two factors", "factors", factors, {
    start: "string",
    slopes: "number",
    weights: "number",
  });
  const all = [1, ...rows.flatMap(({ slopes, weights }) => [slopes, 1 / weights])].filter(
    (value) => value > 1e-100 && value < 1e100,
  );
  const even = [Math.min(...all), Math.max(...all)].map((slopes) => ({ slopes, weights: 1 / slopes }));
  const [low, high] = even.map(({ slopes }) => slopes) as [number, number];
  const across = logScale([low * (low / high) ** ROOM, high]);
  const up = logScale([...even, ...rows].map(({ weights }) => weights));
  const x = { field: "slopes", type: "quantitative", title: "slope factor", ...across.encoding };
  const y = { field: "weights", type: "quantitative", title: "weight factor", ...up.encoding };
  const { color, shape } = styleBy(
    "start",
    rows.map(({ start }) => start),
  );
  const heights = labelHeights(
    rows.map(({ slopes, weights }) => [across.place(slopes), up.place(weights)] as const),
  );
  const labels = rows.map((row, index) => ({ ...row, label: up.valueAt(heights[index]!) }));
  return plotOf({
    ...SIZE,
    title: "The two factors per layer",
    layer: [
      {
        data: { values: even },
        mark: { type: "line", strokeDash: [5, 4], color: "currentColor", opacity: 0.6 },
        encoding: { x, y },
      },
      {
        data: { values: rows },
        mark: { type: "point", size: 90, strokeWidth: 2.5, opacity: 1 },
        encoding: { x, y, color, shape },
      },
      {
        data: { values: labels },
        mark: { ...LABEL, align: "right", dx: -10 },
        encoding: { x, y: { ...y, field: "label" }, text: { field: "start" } },
      },
    ],
  });
}

/** What the labels on the left of the points take of the width, in widths of what is drawn. */
const ROOM = 0.5;

/** How far a label reaches, as a share of the width, and how high it is. */
const LABEL_SIZE = [0.35, 15 / SIZE.height] as const;

/** The heights of labels beside their points, the upper ones first, each below those it would lie on. */
function labelHeights(points: readonly (readonly [across: number, up: number])[]): number[] {
  const [wide, high] = LABEL_SIZE;
  const order = points.map((_, index) => index).sort((a, b) => points[b]![1] - points[a]![1] || a - b);
  const heights = points.map(() => Number.POSITIVE_INFINITY);
  for (const index of order) {
    const [across, up] = points[index]!;
    const near = heights.filter((_, other) => Math.abs(points[other]![0] - across) < wide);
    heights[index] = Math.min(up, ...near.map((height) => height - high));
  }
  return heights;
}
