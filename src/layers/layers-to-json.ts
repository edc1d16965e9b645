import { checkThat } from "../check.ts";
import type { Layer, LayerJSON } from "./layer.ts";

/** Layers in JSON. One that says it is of another kind, as a copy with other functions may, is refused, inside others too. */
export function layersToJSON(action: string, layers: readonly Layer[], within = ""): readonly LayerJSON[] {
  return layers.map((layer, index) => {
    layersToJSON(action, layer.layers ?? [], `${within}${index}.`);
    const expected = `JSON of kind ${layer.kind} from layer ${within}${index}`;
    return checkThat(action, expected, layer.toJSON(), ({ kind }) => kind === layer.kind);
  });
}
