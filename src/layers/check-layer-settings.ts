import { checkSettings } from "../check/check-settings.ts";
import type { Layer } from "./layer.ts";

/** Refuses layers with settings that JSON cannot hold. */
export function checkLayerSettings(action: string, layers: readonly Layer[]): void {
  for (const [index, layer] of layers.entries()) checkSettings(action, `layer ${index}`, layer.toJSON());
}
