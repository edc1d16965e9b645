import type { PipelineFromJSONOptions } from "../../../src/data/index.ts";
import * as layerwise from "../../../src/index.ts";

/** A part whose fields are not gone through one by one: parts of one's own that misbehave have a table of their own. */
const part = <Part extends object>(fields: Part): Part => Object.create(fields) as Part;

/** Parts of one's own for `fromJSON` of a net. */
export const networkParts = (): layerwise.FromJSONOptions => ({
  activations: [layerwise.relu],
  heads: [part({ ...layerwise.softmax, name: "own" })],
  layers: [part({ kind: "own", fromJSON: () => layerwise.dropout({ rate: 0.5 }) })],
});

/** Parts of one's own for `fromJSON` of an RBM. */
export const unitParts = (): layerwise.RBMFromJSONOptions => ({
  units: [part({ ...layerwise.bernoulliUnits, name: "own" })],
});

/** Parts of one's own for `fromJSON` of every model. */
export const partOptions = (): PipelineFromJSONOptions => ({
  ...networkParts(),
  ...unitParts(),
  preprocessors: [part({ name: "own", fromJSON: () => layerwise.standardize.fit([[1], [3]]) })],
});
