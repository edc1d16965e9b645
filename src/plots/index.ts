export { activationHistogram } from "./activation-histogram.ts";
export { type ErrorsAtDepth, errorByDepth } from "./error-by-depth.ts";
export { type GradientSeries, gradientByLayer } from "./gradient-by-layer.ts";
export { gradientOverTime } from "./gradient-over-time.ts";
export { type ImageGrid, type ImageGridOptions, imageGrid, tileImages } from "./image-grid.ts";
export { type LearningAxes, type LearningPoint, learningCurves } from "./learning-curves.ts";
export type { Plot } from "./plot.ts";
export { type Spectra, spectra } from "./spectra.ts";
export { type Factors, twoFactors } from "./two-factors.ts";
