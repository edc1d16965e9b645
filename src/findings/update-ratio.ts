import type { GradientReport } from "../probe/gradient-report.ts";

/** ‖update‖ / ‖W‖ of the layer that moves most, the median over the reports. */
export function updateRatio(reports: readonly GradientReport[]): number | undefined {
  const ratios = reports
    .flatMap(({ layers }) => {
      const known = layers.flatMap(({ updateToWeightRatio }) => updateToWeightRatio ?? []);
      return known.length === 0 ? [] : [Math.max(...known)];
    })
    .sort((a, b) => a - b);
  return ratios[Math.floor(ratios.length / 2)];
}
