import { isDBN, isNetwork, type PipelineModel } from "../../data/pipeline/parts.ts";
import type { DBN } from "../../dbn/dbn.ts";
import { checkLayerSettings } from "../../layers/check-layer-settings.ts";
import { layersToJSON } from "../../layers/layers-to-json.ts";
import { type AbstractMatrix, checkFinite } from "../../matrix/matrix.ts";
import type { Network } from "../../network/network.ts";
import { isLibraryPreprocessor, preprocessorFromJSON } from "../../preprocess/from-json.ts";
import { preparationToJSON } from "../../preprocess/preparation-to-json.ts";
import type { Preprocessor, PreprocessorJSON } from "../../preprocess/preprocessor.ts";
import type { RBM } from "../../rbm/rbm.ts";
import { checkUnitsNames } from "../../units/names.ts";
import { narrowest } from "../container.ts";
import { type Tensor, valuesOf } from "../tensor.ts";
import { layerValues } from "./layer-values.ts";
import { withoutMatrices } from "./lifted.ts";
import { isAutoencoders, isPipeline, type SavedModel } from "./model.ts";

/** A model in JSON without its numbers. */
export interface Description {
  readonly format: string;
  readonly version: number;
  readonly [field: string]: unknown;
}

/** A model as its description and its numbers, by names that tell their place. */
export interface ModelParts {
  readonly description: Description;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/** Takes a model apart, and refuses one that nobody could load. */
export function takeApart(action: string, model: SavedModel): ModelParts {
  const tensors = new Map<string, Tensor>();
  const take = (name: string, matrix: AbstractMatrix, shape = [matrix.rows, matrix.columns]): void => {
    checkFinite(action, name, matrix);
    tensors.set(name, { shape, values: narrowest(valuesOf(matrix)) });
  };
  const ofNetwork = ({ seed, head, layers, frozen, parameters, statistics }: Network): Description => {
    checkLayerSettings(action, layers);
    for (const { name, group, shape } of layerValues(action, layers)) {
      take(`layers.${name}`, { parameters, statistics }[group][name]!, [...shape]);
    }
    return {
      format: "layerwise/network",
      version: 1,
      seed,
      head: head.name,
      layers: layersToJSON(action, layers),
      frozen: [...frozen],
    };
  };
  const ofRBM = ({ seed, visibleUnits, hiddenUnits, parameters }: RBM, prefix: string): Description => {
    const { weights, ...rows } = parameters;
    take(`${prefix}weights`, weights);
    for (const [name, row] of Object.entries(rows)) take(`${prefix}${name}`, row, [row.columns]);
    checkUnitsNames(action, [visibleUnits, hiddenUnits]);
    const units = { visibleUnits: visibleUnits.name, hiddenUnits: hiddenUnits.name };
    return { format: "layerwise/rbm", version: 1, seed, ...units };
  };
  const ofDBN = ({ seed, rbms }: DBN): Description => {
    checkUnitsNames(
      action,
      rbms.flatMap(({ visibleUnits, hiddenUnits }) => [visibleUnits, hiddenUnits]),
    );
    const json = rbms.map((rbm, index) => ofRBM(rbm, `rbms.${index}.`));
    return { format: "layerwise/dbn", version: 1, seed, rbms: json };
  };
  const ofModel = (part: PipelineModel): Description => {
    if (isNetwork(part)) return ofNetwork(part);
    return isDBN(part) ? ofDBN(part) : ofRBM(part, "");
  };
  if (isAutoencoders(model)) {
    const { format, version, ...json } = model.toJSON();
    const lifted = Object.entries(json).map(([name, part]) => [
      name,
      withoutMatrices(action, part, name, take),
    ]);
    return { description: { format, version, ...Object.fromEntries(lifted) }, tensors };
  }
  if (!isPipeline(model)) return { description: ofModel(model), tensors };
  const { preparation, targetScaling, columnNames, classNames, targetNames, encoding } = model;
  const lifted = Object.entries({ preparation, targetScaling }).map(([name, part]) => [
    name,
    part && withoutMatrices(action, rereadable(action, name, part), name, take),
  ]);
  const description = {
    format: "layerwise/pipeline",
    version: 1,
    model: ofModel(model.model),
    ...Object.fromEntries(lifted),
    ...{ columnNames, classNames, targetNames, encoding: encoding?.toJSON() },
  };
  return { description, tensors };
}

/** A preparation in JSON; what the library reads later is read now, around steps of somebody's own, which stay as they are. */
function rereadable(action: string, what: string, preparation: Preprocessor): PreprocessorJSON {
  const json = preparationToJSON(action, what, preparation);
  if (!isLibraryPreprocessor(json)) return json;
  const own = [...new Set(ownNamesIn(json))];
  const asItIs = (step: PreprocessorJSON): Preprocessor => ({
    ...preparation,
    name: step.name,
    toJSON: () => step,
  });
  return preprocessorFromJSON(
    json,
    own.map((name) => ({ name, fromJSON: asItIs })),
  ).toJSON();
}

/** The names of steps of somebody's own in what the library reads. */
function ownNamesIn(json: PreprocessorJSON): readonly string[] {
  if (!isLibraryPreprocessor(json)) return [json.name];
  return Array.isArray(json.steps) ? json.steps.flatMap(ownNamesIn) : [];
}
