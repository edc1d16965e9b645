import { rangeError, show } from "../check.ts";
import type { LayerValues } from "./layer.ts";

/** Refuses statistics under the name of a parameter: of the two a pass would find one. */
export function checkStatistics(action: string, { parameters, statistics }: LayerValues): void {
  const twice = Object.keys(statistics).find((name) => name in parameters);
  if (twice !== undefined)
    throw rangeError(action, "statistics under other names than parameters", show(twice));
}
