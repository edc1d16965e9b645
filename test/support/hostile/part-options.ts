import type { PipelineFromJSONOptions } from "../../../src/data/index.ts";
import * as layerwise from "../../../src/index.ts";

/** Parts of one's own for `fromJSON` of every model. */
export const partOptions = (): PipelineFromJSONOptions => ({
  activations: [layerwise.relu],
  heads: [{ ...layerwise.softmax, name: "own" }],
  layers: [{ kind: "own", fromJSON: () => layerwise.dropout({ rate: 0.5 }) }],
  preprocessors: [{ name: "own", fromJSON: () => layerwise.standardize.fit([[1], [3]]) }],
  units: [{ ...layerwise.bernoulliUnits, name: "own" }],
});
