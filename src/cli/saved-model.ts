import { rangeError } from "../check.ts";
import type { Dataset } from "../data/dataset.ts";
import { intoUnitInterval } from "../data/into-unit-interval.ts";
import { isDBN, isNetwork, type PipelineParts } from "../data/pipeline/parts.ts";
import { Pipeline } from "../data/pipeline/pipeline.ts";
import { DBN } from "../dbn/dbn.ts";
import { linear } from "../head/linear.ts";
import { isPipeline } from "../io/model/model.ts";
import { standardize } from "../preprocess/standardize.ts";
import { readModelFile } from "./model-file.ts";

/** A net with its preparation, ready for data. */
export interface SavedModel {
  readonly pipeline: Pipeline;
  /** What is to be said where no preparation was saved. */
  readonly note?: string;
}

/**
 * Reads a pipeline, a net or a stack of RBMs. RBMs are given an untrained last layer for what the data tell. Where there is
 * only the model, the data are prepared by the rule of `layerwise pretrain`.
 */
export function readModel(action: string, file: string, dataset: Dataset): SavedModel {
  const saved = parse(action, file);
  const { columns } = dataset.inputs;
  if (saved.columns !== columns) {
    throw rangeError(action, `data of ${saved.columns} columns, as the net takes`, `${columns}`);
  }
  if (saved.isWhole) return { pipeline: new Pipeline(withNetwork(saved.parts, dataset)) };
  const preparation = intoUnitInterval(dataset);
  return {
    pipeline: new Pipeline({ ...withNetwork(saved.parts, dataset), preparation }),
    note: `no preparation was saved with this model: ${preparation ? "columns are scaled to [0, 1] by their range in these data" : "images stay as they are"}`,
  };
}

function parse(
  action: string,
  file: string,
): { readonly parts: PipelineParts; readonly columns: number; readonly isWhole: boolean } {
  const expected = "safetensors or the JSON of a Pipeline, a Network or a DBN";
  const { model } = readModelFile(action, file, expected);
  if (!isPipeline(model)) {
    return { parts: { model }, columns: new Pipeline({ model }).columns, isWhole: false };
  }
  const { columns, preparation, columnNames, classNames, targetNames, targetScaling } = model;
  const parts = { model: model.model, preparation, columnNames, classNames, targetNames, targetScaling };
  return { parts, columns, isWhole: true };
}

/** Parts whose model is a net: on top of RBMs comes a layer for the classes or the targets of the data. */
function withNetwork(parts: PipelineParts, { labels, classes, targets }: Dataset): PipelineParts {
  const { model, classNames } = parts;
  if (isNetwork(model)) return parts;
  const dbn = isDBN(model) ? model : new DBN({ rbms: [model], seed: model.seed });
  if (labels) return { ...parts, model: dbn.toNetwork({ outputs: classNames?.length ?? classes! }) };
  const network = dbn.toNetwork({ outputs: targets!.columns, head: linear });
  return { ...parts, model: network, classNames: undefined, targetScaling: standardize.fit(targets!) };
}
