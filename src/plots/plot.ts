/** A plot as plain Vega-Lite JSON, with its data inside. Notebooks draw it. */
export interface Plot {
  readonly $schema: string;
  readonly [property: string]: unknown;
}

const SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json";

/** Colors that differ for color-blind eyes too (Okabe and Ito), the most frequent first. */
export const PALETTE: readonly string[] = [
  ...["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c6d31", "#7f7f7f"],
];

/** Everything drawn takes the color of the text around it, so that a plot stands on light and on dark ground. */
const CONFIG = {
  font: "system-ui, sans-serif",
  background: null,
  view: { stroke: null },
  title: { color: "currentColor", fontSize: 14, anchor: "start", subtitleColor: "currentColor" },
  axis: {
    ...{ labelColor: "currentColor", titleColor: "currentColor", domainColor: "currentColor" },
    ...{ tickColor: "currentColor", gridColor: "currentColor", gridOpacity: 0.12 },
    ...{ labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal" },
  },
  legend: {
    ...{ labelColor: "currentColor", titleColor: "currentColor", labelFontSize: 12, title: null },
    ...{ orient: "bottom", columns: 3, symbolStrokeWidth: 3, symbolOpacity: 1 },
  },
  header: { labelColor: "currentColor", titleColor: "currentColor", labelFontSize: 12 },
  range: { category: PALETTE },
};

/** A plot of this specification, which draws itself in notebooks of Deno and Jupyter. */
export function plotOf(spec: Readonly<Record<string, unknown>>): Plot {
  const plot = { $schema: SCHEMA, ...spec, config: CONFIG };
  const bundle = () => ({
    "application/vnd.vegalite.v6+json": plot,
    "application/vnd.vegalite.v5+json": plot,
  });
  Object.defineProperty(plot, Symbol.for("Jupyter.display"), { value: bundle, enumerable: false });
  return Object.freeze(plot);
}

/** The size of one plot. */
export const SIZE = { width: 420, height: 240 };

/** A logarithmic scale with labels as powers of ten. */
export const LOGARITHMIC = { scale: { type: "log" }, axis: { format: "~e", tickCount: 6 } };

/**
 * A scale for shares in [0, 1] in percent: linear below a hundredth and logarithmic above, so that errors of 3 % and 4 % can be told
 * apart beside one of 90 %, and 0 has its place.
 */
export const SHARES: Readonly<Record<string, unknown>> = {
  scale: { type: "symlog", constant: 0.01 },
  axis: { format: "~%", values: [0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1] },
};

/** How many lines are solid. Those that come later are dashed, so that one which lies on another does not hide it. */
const SOLID = 6;

/** The encoding of a line by name: its color, and its dashes where there are many. */
export function lineBy(field: string, names: readonly string[]): Record<string, unknown> {
  const color = { ...colorBy(field, names), legend: { symbolType: "stroke", symbolSize: 300 } };
  const domain = [...new Set(names)];
  if (domain.length <= SOLID) return { color };
  const range = domain.map((_, index) => (index < SOLID ? [1, 0] : [5, 4]));
  return { color, strokeDash: { field, type: "nominal", scale: { domain, range } } };
}

/** An encoding of colors by name, in the order in which the names come. */
export function colorBy(field: string, names: readonly string[]): Record<string, unknown> {
  return { field, type: "nominal", scale: { domain: [...new Set(names)] } };
}
