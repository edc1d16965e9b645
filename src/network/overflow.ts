import { notFiniteError } from "../check.ts";
import type { Engine } from "../engine/engine.ts";
import { placeNotFinite } from "../engine/result.ts";
import type { LayerPass } from "../layers/layer.ts";

/** The first layer whose outputs are not finite, the inner ones before the one that they are in; undefined where all are. */
export function findOverflow(
  engine: Engine,
  passes: readonly LayerPass[],
): { readonly layer: string; readonly place: string } | undefined {
  for (const { path, layer, outputs, passes: inner = [] } of passes) {
    const within = findOverflow(engine, inner);
    if (within) return within;
    const place = placeNotFinite(engine, outputs);
    if (place !== undefined) return { layer: `layer ${path} (${layer.kind})`, place };
  }
  return undefined;
}

/** Refuses logits that are not finite: no activation or layer takes a NaN for a number, so it shows in them. */
export function checkLogits(action: string, engine: Engine, passes: readonly LayerPass[]): void {
  if (findOverflow(engine, passes.slice(-1)) === undefined) return;
  const { layer, place } = findOverflow(engine, passes)!;
  throw notFiniteError(action, `${layer} to give finite numbers`, place);
}
