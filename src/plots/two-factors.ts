import { checkRows } from "./check-data.ts";
import { colorBy, type Plot, plotOf, SIZE } from "./plot.ts";

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
  const all = rows.flatMap(({ slopes, weights }) => [slopes, 1 / weights]);
  const [low, high] = [Math.min(...all) / 1.3, Math.max(1, ...all) * 1.3];
  const starts = rows.map(({ start }) => start);
  const even = [low, high].map((slopes) => ({ slopes, weights: 1 / slopes }));
  const x = { field: "slopes", type: "quantitative", scale: { type: "log", domain: [low, high] } };
  const y = { field: "weights", type: "quantitative", scale: { type: "log" } };
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
        mark: { type: "point", size: 110, strokeWidth: 2.5, opacity: 1 },
        encoding: {
          x: { ...x, title: "slope factor", axis: { format: "~g" } },
          y: { ...y, title: "weight factor", axis: { format: "~g" } },
          color: colorBy("start", starts),
          shape: colorBy("start", starts),
        },
      },
    ],
  });
}
