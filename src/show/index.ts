export { progress } from "./progress.ts";
export type { ProgressRecord } from "./progress-line.ts";
export type { ProgressElement } from "./progress-view.ts";
export { renderSvg } from "./render-svg.ts";
export { show } from "./show.ts";
