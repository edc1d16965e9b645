import { escapeHtml } from "../display/table.ts";

/** A plot as plain Vega-Lite JSON, with its data inside. Notebooks draw it. */
export interface Plot {
  readonly $schema: string;
  readonly [property: string]: unknown;
}

const SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json";

/**
 * Colors for categories. The first five are as far apart as can be (27 in CIELAB) for every kind of color vision, by a search among
 * those that stand out on light and on dark ground; a test repeats the measurement.
 */
export const PALETTE: readonly string[] = [
  ...["#5555ff", "#cc6600", "#119999", "#cc66dd", "#778855", "#56b4e9", "#8c6d31", "#7f7f7f"],
];

/** Everything drawn takes the color of the text around it, so that a plot stands on light and on dark ground. */
const CONFIG = {
  font: "system-ui, sans-serif",
  background: null,
  view: { stroke: null },
  title: { color: "currentColor", fontSize: 15, anchor: "start", subtitleColor: "currentColor" },
  axis: {
    ...{ labelColor: "currentColor", titleColor: "currentColor", domainColor: "currentColor" },
    ...{ tickColor: "currentColor", gridColor: "currentColor", gridOpacity: 0.12 },
    ...{ labelFontSize: 13, titleFontSize: 13, titleFontWeight: "normal" },
  },
  legend: {
    ...{ labelColor: "currentColor", titleColor: "currentColor", labelFontSize: 13, title: null },
    ...{ orient: "bottom", columns: 3, symbolStrokeWidth: 3, symbolOpacity: 1 },
  },
  header: { labelColor: "currentColor", titleColor: "currentColor", labelFontSize: 13 },
  range: { category: PALETTE },
};

/** A plot of this specification, which draws itself in notebooks of Deno. */
export function plotOf(spec: Readonly<Record<string, unknown>>): Plot {
  const plot: Plot = { $schema: SCHEMA, ...spec, config: CONFIG };
  const text = (): string => `${describePlot(plot)}: show and renderSvg of layerwise/show draw it`;
  return Object.freeze(
    Object.defineProperties(plot, {
      [Symbol.for("Jupyter.display")]: { value: () => notebookBundle(plot) },
      [Symbol.for("nodejs.util.inspect.custom")]: { value: text },
    }),
  );
}

/** The part that draws. It is named where no bundler looks, since it is large, and a page that draws plots has a way of its own. */
const DRAWING = "layerwise/show";

/** A gray that can be read on light and on dark ground: a picture does not know the page that it comes to stand in. */
const GRAY = "#777777";

/** A plot for notebooks that draw Vega-Lite, for those that show pictures, as pages made of notebooks do, and for text. */
async function notebookBundle(plot: Plot): Promise<Readonly<Record<string, unknown>>> {
  const words = describePlot(plot);
  const svg = await pictureOf(plot);
  const url = svg && `data:image/svg+xml;base64,${btoa(binaryOf(svg))}`; // pages made of notebooks empty an svg element
  return {
    "application/vnd.vegalite.v6+json": plot,
    "application/vnd.vegalite.v5+json": plot,
    ...(svg && {
      "text/html": `<img alt="${escapeHtml(words).replaceAll('"', "&quot;")}" src="${url}">`,
      "image/svg+xml": svg,
    }),
    "text/plain": words,
  };
}

async function pictureOf(plot: Plot): Promise<string | undefined> {
  try {
    const { renderSvg } = await import(/* @vite-ignore */ /* webpackIgnore: true */ DRAWING);
    return (await renderSvg(plot)).replace("<svg ", `<svg color="${GRAY}" `);
  } catch {
    return undefined; // built into a program that has no such part
  }
}

/** The bytes of a text in UTF-8, a character each, as `btoa` wants them. */
function binaryOf(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join("");
}

/** What a plot is called where it is not drawn. */
export function describePlot({ title }: Plot): string {
  const words = typeof title === "string" ? title : (title as { readonly text?: string } | undefined)?.text;
  return words ? `Plot "${words}"` : "Plot";
}

/** The size of one plot: its words can be read where it is as wide as a phone. */
export const SIZE = { width: 280, height: 220 };

/** Words beside what they name. */
export const LABEL = { type: "text", align: "left", color: "currentColor", fontSize: 13 } as const;

const DASHES = [
  [1, 0],
  [6, 3],
  [2, 2],
  [9, 3, 2, 3],
  [12, 4],
  [4, 4],
  [1, 3],
  [8, 2, 2, 2, 2, 2],
];
const SHAPES = ["circle", "square", "diamond", "triangle-up", "cross", "triangle-down", "stroke", "arrow"];

/** The encodings of a name: a color, and for those who see few of these a shape and a dash. */
export function styleBy(
  field: string,
  names: readonly string[],
): Readonly<Record<"color" | "shape" | "strokeDash", Readonly<Record<string, unknown>>>> {
  const domain = [...new Set(names)];
  const among = (range: readonly unknown[]): Readonly<Record<string, unknown>> => ({
    ...{ field, type: "nominal", legend: null },
    scale: { domain, range: domain.map((_, index) => range[index % range.length]) },
  });
  return { color: among(PALETTE), shape: among(SHAPES), strokeDash: among(DASHES) };
}
