import { checkActivations } from "../../activation/check-activation.ts";
import { checkOwnParts } from "../../check/part-by-name.ts";
import { checkFormat, checkKeys, checkThat, readSafely, show, typeError } from "../../check.ts";
import { DBN } from "../../dbn/dbn.ts";
import type { DBNJSON } from "../../dbn/dbn-json.ts";
import { type EngineOptions, engineOptionNames, engineOptionsOf } from "../../engine/select.ts";
import { heads } from "../../head/all.ts";
import { checkLayerSettings } from "../../layers/check-layer-settings.ts";
import { libraryKinds } from "../../layers/kinds.ts";
import { Network } from "../../network/network.ts";
import type { FromJSONOptions, NetworkJSON } from "../../network/network-json.ts";
import {
  libraryPreprocessors,
  type PreprocessorReader,
  preprocessorFromJSON,
} from "../../preprocess/from-json.ts";
import { preparationToJSON } from "../../preprocess/preparation-to-json.ts";
import type { PreprocessorJSON } from "../../preprocess/preprocessor.ts";
import { RBM } from "../../rbm/rbm.ts";
import type { RBMFromJSONOptions, RBMJSON } from "../../rbm/rbm-json.ts";
import { allUnits } from "../../units/all.ts";
import { requiredOfUnits } from "../../units/required.ts";
import { tableEncodingFromJSON } from "../table/encoding.ts";
import type { TableEncodingJSON } from "../table-encoding.ts";
import { isNetwork, type PipelineModel, type PipelineParts } from "./parts.ts";

/** Options of `Pipeline.fromJSON`, and of everything else that reads a model of any kind. */
export interface PipelineFromJSONOptions extends FromJSONOptions, RBMFromJSONOptions {
  /** Preprocessors of your own, found by their names. */
  readonly preprocessors?: readonly PreprocessorReader[] | undefined;
}

/** Refuses options of another name, and what is no part of one's own, whether the model has it or not. */
export function checkPartOptions(action: string, options: PipelineFromJSONOptions): void {
  const kinds = ["activations", "heads", "layers", "preprocessors", "units"];
  checkKeys(action, options, [...kinds, ...engineOptionNames]);
  checkActivations(action, options.activations);
  checkOwnParts(action, "heads", options.heads, heads, "apply");
  checkOwnParts(action, "layers", options.layers, libraryKinds, "fromJSON");
  checkOwnParts(action, "preprocessors", options.preprocessors, libraryPreprocessors(), "fromJSON");
  checkOwnParts(action, "units", options.units, allUnits, ...requiredOfUnits);
}

/** The options among these that a net reads. */
export function networkPartsOf(options: PipelineFromJSONOptions): FromJSONOptions {
  const { activations, heads, layers } = options;
  return { ...engineOptionsOf(options), activations, heads, layers };
}

/** The options among these that an RBM reads. */
export function unitsOf(options: PipelineFromJSONOptions): EngineOptions & Pick<RBMFromJSONOptions, "units"> {
  return { ...engineOptionsOf(options), units: options.units };
}

/** A pipeline in JSON. Its numbers are exact to the bit; what it does not have is left out. */
export interface PipelineJSON {
  readonly format: "layerwise/pipeline";
  readonly version: 1;
  readonly model: NetworkJSON | RBMJSON | DBNJSON;
  readonly preparation?: PreprocessorJSON;
  readonly targetScaling?: PreprocessorJSON;
  readonly columnNames?: readonly string[];
  readonly classNames?: readonly string[];
  readonly targetNames?: readonly string[];
  readonly encoding?: TableEncodingJSON;
}

/** Writes a pipeline as JSON. */
export function pipelineToJSON(parts: PipelineParts): PipelineJSON {
  const action = "save the pipeline";
  const { model, preparation, targetScaling, columnNames, classNames, targetNames, encoding } = parts;
  if (isNetwork(model)) checkLayerSettings(action, model.layers);
  return {
    format: "layerwise/pipeline",
    version: 1,
    model: model.toJSON(),
    ...(preparation && { preparation: preparationToJSON(action, "preparation", preparation) }),
    ...(targetScaling && { targetScaling: preparationToJSON(action, "targetScaling", targetScaling) }),
    ...(columnNames && { columnNames }),
    ...(classNames && { classNames }),
    ...(targetNames && { targetNames }),
    ...(encoding && { encoding: encoding.toJSON() }),
  };
}

/** Reads what `pipelineToJSON` wrote, as the parts of a new pipeline. */
export function partsFromJSON(json: PipelineJSON, options: PipelineFromJSONOptions): PipelineParts {
  const action = "read a pipeline from JSON";
  checkPartOptions(action, options);
  checkFormat(action, json, "layerwise/pipeline", [
    ...[
      "model",
      "preparation?",
      "targetScaling?",
      "columnNames?",
      "classNames?",
      "targetNames?",
      "encoding?",
    ],
  ]);
  const { model, preparation, targetScaling, columnNames, classNames, targetNames, encoding } = readSafely(
    action,
    "a pipeline as toJSON writes it",
    () => ({ ...json }),
  );
  return {
    model: modelFromJSON(action, model, options),
    ...(preparation !== undefined && {
      preparation: preprocessorFromJSON(preparation, options.preprocessors),
    }),
    ...(targetScaling !== undefined && {
      targetScaling: preprocessorFromJSON(targetScaling, options.preprocessors),
    }),
    columnNames,
    classNames,
    targetNames,
    ...(encoding !== undefined && { encoding: tableEncodingFromJSON(encoding) }),
  };
}

function modelFromJSON(
  action: string,
  json: PipelineJSON["model"],
  options: PipelineFromJSONOptions,
): PipelineModel {
  checkThat(action, "model to be a Network, an RBM or a DBN", json, () => json.format);
  switch (json.format) {
    case "layerwise/network":
      return Network.fromJSON(json, networkPartsOf(options));
    case "layerwise/rbm":
      return RBM.fromJSON(json, unitsOf(options));
    case "layerwise/dbn":
      return DBN.fromJSON(json, unitsOf(options));
    default:
      throw typeError(action, "model to be a Network, an RBM or a DBN", show(json));
  }
}
