import { checkArray, checkFormat, checkThat, readSafely, show, typeError } from "../../check.ts";
import type { PipelineModel } from "../../data/pipeline/parts.ts";
import { Pipeline } from "../../data/pipeline/pipeline.ts";
import type { PipelineFromJSONOptions } from "../../data/pipeline/pipeline-json.ts";
import { tableEncodingFromJSON } from "../../data/table/encoding.ts";
import type { TableEncodingJSON } from "../../data/table-encoding.ts";
import { DBN } from "../../dbn/dbn.ts";
import { engineOptionsOf } from "../../engine/select.ts";
import { headByName } from "../../head/by-name.ts";
import { layerFromJSON } from "../../layers/from-json.ts";
import type { LayerJSON } from "../../layers/layer.ts";
import type { AbstractMatrix } from "../../matrix/matrix.ts";
import { Network } from "../../network/network.ts";
import { preprocessorFromJSON } from "../../preprocess/from-json.ts";
import type { Preprocessor, PreprocessorJSON } from "../../preprocess/preprocessor.ts";
import type { AutoencoderJSON } from "../../pretraining/autoencoder-json.ts";
import { DenoisingAutoencoder } from "../../pretraining/denoising-autoencoder.ts";
import type { StackedAutoencodersJSON } from "../../pretraining/stack-json.ts";
import { StackedAutoencoders } from "../../pretraining/stacked-autoencoders.ts";
import { type Seed, toSeed } from "../../random/seed.ts";
import { addedParameters } from "../../rbm/machine/parameters.ts";
import { RBM } from "../../rbm/rbm.ts";
import { unitsByName } from "../../units/all.ts";
import { autoencoderPartsOf } from "./autoencoder-parts.ts";
import { layerValues } from "./layer-values.ts";
import { withMatrices } from "./lifted.ts";
import { MODELS, type SavedModel } from "./model.ts";
import type { StoredValues } from "./stored-values.ts";
import type { Description } from "./take-apart.ts";

/** Puts a model together from its description and its numbers; no number is made before the description claims what is there. */
export function putTogether(
  action: string,
  description: Description,
  values: StoredValues,
  options: PipelineFromJSONOptions,
): SavedModel {
  return readSafely(action, "the description of a model as layerwise writes it", () => {
    const model = read(action, description, values, options);
    values.finish();
    return model;
  });
}

function read(
  action: string,
  description: Description,
  values: StoredValues,
  options: PipelineFromJSONOptions,
): SavedModel {
  switch (description.format) {
    case "layerwise/pipeline":
      return pipelineOf(action, description, values, options);
    case "layerwise/denoising-autoencoder":
      return DenoisingAutoencoder.fromJSON(
        jsonOf(action, description, values) as AutoencoderJSON,
        autoencoderPartsOf(options),
      );
    case "layerwise/stacked-autoencoders":
      return StackedAutoencoders.fromJSON(
        jsonOf(action, description, values) as StackedAutoencodersJSON,
        autoencoderPartsOf(options),
      );
    default:
      return modelOf(action, description, values, options);
  }
}

function jsonOf(action: string, description: Description, values: StoredValues): unknown {
  return withMatrices(action, description, values.double);
}

function modelOf(
  action: string,
  description: Description,
  values: StoredValues,
  options: PipelineFromJSONOptions,
): PipelineModel {
  const expected = `the description of ${MODELS}`;
  checkThat(action, expected, description, () => description.format);
  switch (description.format) {
    case "layerwise/network":
      return networkOf(action, description, values, options);
    case "layerwise/rbm":
      return rbmOf(action, description, values, options);
    case "layerwise/dbn": {
      checkFormat(action, description, description.format, ["seed", "rbms"]);
      const given = checkArray(action, "rbms to be a list", description.rbms as readonly Description[]);
      const rbms = given.map((rbm, index) => rbmOf(action, rbm, values, options, `rbms.${index}.`));
      return new DBN({ rbms, seed: seedOf(action, description) });
    }
    default:
      throw typeError(action, expected, show(description.format));
  }
}

function networkOf(
  action: string,
  description: Description,
  values: StoredValues,
  options: PipelineFromJSONOptions,
): Network {
  checkFormat(action, description, "layerwise/network", ["seed", "head", "layers", "frozen"]);
  const layers = checkArray(action, "layers to be a list", description.layers as readonly LayerJSON[]).map(
    (layer) => layerFromJSON(action, layer, options),
  );
  const frozen = checkArray(action, "frozen to be a list", description.frozen as readonly number[]);
  const read = { parameters: {}, statistics: {} } as Record<string, Record<string, AbstractMatrix>>;
  for (const { name, group, shape } of layerValues(action, layers)) {
    read[group]![name] = values.matrix(`layers.${name}`, shape);
  }
  const head = headByName(action, description.head, options.heads);
  const seed = seedOf(action, description);
  return new Network({ ...engineOptionsOf(options), layers, head, seed, ...read }).freeze(...frozen);
}

function rbmOf(
  action: string,
  description: Description,
  values: StoredValues,
  options: PipelineFromJSONOptions,
  prefix = "",
): RBM {
  checkFormat(action, description, "layerwise/rbm", ["seed", "visibleUnits", "hiddenUnits"]);
  const [visible = 0, hidden = 1] = values.shapeOf(`${prefix}weights`);
  const visibleUnits = unitsByName(action, description.visibleUnits, options.units);
  const hiddenUnits = unitsByName(action, description.hiddenUnits, options.units);
  const sized = { visible, hidden, visibleUnits, hiddenUnits };
  const added = Object.entries(addedParameters(sized)).map(([name, { initial }]) => [
    name,
    values.matrix(`${prefix}${name}`, [initial.columns]),
  ]);
  return new RBM({
    ...engineOptionsOf(options),
    ...sized,
    parameters: {
      ...Object.fromEntries(added),
      weights: values.matrix(`${prefix}weights`, [visible, hidden]),
      visibleBias: values.matrix(`${prefix}visibleBias`, [visible]),
      hiddenBias: values.matrix(`${prefix}hiddenBias`, [hidden]),
    },
    seed: seedOf(action, description),
  });
}

function pipelineOf(
  action: string,
  description: Description,
  values: StoredValues,
  options: PipelineFromJSONOptions,
): Pipeline {
  checkFormat(action, description, "layerwise/pipeline", [
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
  const preprocessor = (json: unknown): Preprocessor | undefined =>
    json === undefined
      ? undefined
      : preprocessorFromJSON(
          withMatrices(action, json, values.double) as PreprocessorJSON,
          options.preprocessors,
        );
  const names = (field: string) => description[field] as readonly string[] | undefined;
  const encoding = description.encoding as TableEncodingJSON | undefined;
  return new Pipeline({
    model: modelOf(action, description.model as Description, values, options),
    preparation: preprocessor(description.preparation),
    targetScaling: preprocessor(description.targetScaling),
    columnNames: names("columnNames"),
    classNames: names("classNames"),
    targetNames: names("targetNames"),
    encoding: encoding && tableEncodingFromJSON(encoding),
  });
}

function seedOf(action: string, { seed }: Description): Seed {
  const expected = "seed to be a finite number or a string";
  return toSeed(
    action,
    checkThat(action, expected, seed as Seed, (given) => given !== undefined),
  );
}
