import { checkRecord, typeError } from "../check.ts";
import type { Plot } from "../plots/plot.ts";

/**
 * Draws a plot as SVG, a picture for a page, a file or a notebook that draws no Vega-Lite.
 *
 * Words and lines take the color of the text around them. A screen reader says the title of the plot. Vega, which draws, is loaded at the first call.
 *
 * @param plot - Of `layerwise/plots`, or Vega-Lite of your own.
 * @returns The text of an `<svg>` element.
 * @throws TypeError if `plot` is neither.
 * @example
 * const report = new GradientProbe().measure(network, inputs, labels);
 * const svg = await renderSvg(gradientByLayer({ glorot: report }));
 * @see A. Satyanarayan et al., Vega-Lite: A Grammar of Interactive Graphics, IEEE TVCG 23 (2017).
 */
export async function renderSvg(plot: Plot): Promise<string> {
  const [action, expected] = ["draw a plot", "plot to be one of layerwise/plots, or other Vega-Lite"];
  checkRecord(action, expected, plot);
  const { drawSvg } = await import("./draw-svg.ts");
  try {
    return await drawSvg(plot);
  } catch (error) {
    throw typeError(action, expected, error instanceof Error ? error.message : String(error));
  }
}
