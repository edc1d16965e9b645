import type { GradientReport } from "../probe/gradient-report.ts";

/** ‖update‖ / ‖W‖ of the layer that moved most, in the update where it was greatest, and its median over the reports. */
export function updateRatios(
  reports: readonly GradientReport[],
): { readonly largest: number; readonly median: number } | undefined {
  const ratios = reports
    .flatMap(({ layers }) => {
      const known = layers.flatMap(({ updateToWeightRatio }) => updateToWeightRatio ?? []);
      return known.length === 0 ? [] : [Math.max(...known)];
    })
    .sort((a, b) => a - b);
  if (ratios.length === 0) return undefined;
  return { largest: ratios.at(-1)!, median: ratios[Math.floor(ratios.length / 2)]! };
}
