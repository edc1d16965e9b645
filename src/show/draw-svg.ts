import * as vega from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile, type TopLevelSpec } from "vega-lite";
import { escapeHtml } from "../display/table.ts";
import { describePlot, type Plot } from "../plots/plot.ts";

/** Coordinates to a tenth of a pixel: nobody sees more, and it halves the file. Words between the tags stay as they are. */
const TAGS = /<[^>]*>/g;
const DECIMALS = /(\d+\.\d)\d+/g;

/** Vega names every mark, hundreds of them, and some that are empty. To who hears it, the picture is one thing with one name. */
const ROLES = / (?:role|aria-[a-z]+)="[^"]*"/g;

/** Without a canvas Vega takes a letter to be 0.8 of its height wide, and leaves so much room that plots shrink. */
const LETTER = 0.6;
type MeasureText = (item: { readonly fontSize?: number }, text: string) => number;
const { textMetrics } = vega as unknown as { readonly textMetrics: { width: MeasureText } };
textMetrics.width = ({ fontSize = 11 }, text) => LETTER * fontSize * text.length;

/**
 * Draws a plot as SVG, without a browser; in a file of its own, since Vega is large. Expressions of the plot are walked through as trees:
 * compiled ones would be refused by a page whose policy lets no text become a program.
 */
export async function drawSvg(plot: Plot): Promise<string> {
  const { spec } = compile(plot as unknown as TopLevelSpec);
  const view = new vega.View(vega.parse(spec, undefined, { ast: true }), {
    renderer: "none",
    expr: expressionInterpreter,
  });
  const svg = await view.toSVG();
  view.finalize();
  const name = escapeHtml(describePlot(plot)).replaceAll('"', "&quot;");
  return svg
    .replaceAll(TAGS, (tag) => tag.replaceAll(ROLES, "").replaceAll(DECIMALS, "$1"))
    .replace("<svg", () => `<svg role="img" aria-label="${name}"`);
}
