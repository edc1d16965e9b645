import type { GradientReport } from "../probe/gradient-report.ts";
import type { LayerGradient } from "../probe/layer-gradient.ts";

/** The layers of a report that end in an activation, without that of the logits. */
export function hiddenLayers(report: GradientReport | undefined): readonly LayerGradient[] {
  const layers = report?.layers ?? [];
  return layers.filter(({ slopeFactor, path }) => slopeFactor !== undefined && path !== layers.at(-1)?.path);
}

/** The layer where a figure is greatest, with that figure. */
export function most(
  layers: readonly LayerGradient[],
  figureOf: (layer: LayerGradient) => number | undefined,
): { readonly layer: LayerGradient; readonly figure: number } | undefined {
  let found: { layer: LayerGradient; figure: number } | undefined;
  for (const layer of layers) {
    const figure = figureOf(layer);
    if (figure !== undefined && !(figure <= (found?.figure ?? Number.NEGATIVE_INFINITY)))
      found = { layer, figure };
  }
  return found;
}
