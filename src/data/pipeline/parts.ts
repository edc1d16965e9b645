import { causeOf } from "../../check/cause.ts";
import { checkMethods, checkStrings, checkThat, rangeError, show } from "../../check.ts";
import type { DBN } from "../../dbn/dbn.ts";
import type { History, NetworkHistory } from "../../fit/history.ts";
import { Matrix } from "../../matrix/matrix.ts";
import type { Network } from "../../network/network.ts";
import { checkFitted } from "../../preprocess/check-preprocessor.ts";
import type { Preprocessor } from "../../preprocess/preprocessor.ts";
import type { RBM } from "../../rbm/rbm.ts";
import type { TableEncoding } from "../dataset.ts";

/** What a pipeline may have at its end: what takes prepared inputs. */
export type PipelineModel = Network | RBM | DBN;

/** What a pipeline is made of. */
export interface PipelineParts {
  /** A net, an RBM or a stack of RBMs, which takes what the preparation makes of rows. */
  readonly model: PipelineModel;
  /** How raw rows become inputs of the model. Default: they are inputs as they come. */
  readonly preparation?: Preprocessor | undefined;
  /** What the columns of raw rows are called. Default: as the encoding names them. */
  readonly columnNames?: readonly string[] | undefined;
  /** What the classes are called, in the order of the outputs. */
  readonly classNames?: readonly string[] | undefined;
  /** What the numbers that the net tells are called, in the order of the outputs. */
  readonly targetNames?: readonly string[] | undefined;
  /** How targets were scaled for the training of the net; its inverse gives predictions in their own units. */
  readonly targetScaling?: Preprocessor | undefined;
  /** How the table becomes numbers that the rows came from. */
  readonly encoding?: TableEncoding | undefined;
  /** The record of the training. It is not saved. */
  readonly history?: NetworkHistory | undefined;
  /** The record of the pretraining. It is not saved. */
  readonly pretrainingHistory?: History | undefined;
}

/** The names of those parts. */
export const partNames: readonly (keyof PipelineParts)[] = [
  "model",
  "preparation",
  "columnNames",
  "classNames",
  "targetNames",
  "targetScaling",
  "encoding",
  "history",
  "pretrainingHistory",
];

/** Whether the model of a pipeline is a net. */
export function isNetwork(model: PipelineModel): model is Network {
  return "layers" in model;
}

/** Whether the model of a pipeline is a stack of RBMs. */
export function isDBN(model: PipelineModel): model is DBN {
  return "rbms" in model;
}

/** Refuses parts that do not fit each other, and returns how many columns raw rows have. */
export function checkParts(action: string, parts: PipelineParts): number {
  const { model, preparation, targetScaling, encoding } = parts;
  const columns = columnsBefore(action, "preparation", preparation, inputsOf(action, model));
  checkNames(action, "columnNames", parts.columnNames, columns);
  checkNames(action, "targetNames", parts.targetNames, isNetwork(model) ? model.outputs : undefined);
  checkNames(
    action,
    "classNames",
    parts.classNames,
    isNetwork(model) ? Math.max(2, model.outputs) : undefined,
  );
  const twice = parts.classNames?.find((name, index, all) => all.indexOf(name) < index);
  if (twice !== undefined)
    throw rangeError(action, "classNames to be different words", `${show(twice)} twice`);
  const { history, pretrainingHistory } = parts;
  for (const [name, record] of Object.entries({ history, pretrainingHistory })) {
    if (record === undefined) continue;
    const expected = `${name} to be the history of a training`;
    checkThat(action, expected, record, () => Array.isArray(record.epochs) && record.settings);
  }
  if (targetScaling !== undefined) {
    if (!isNetwork(model) || model.head.targets !== "numbers") {
      throw rangeError(action, "targetScaling with a net that has a linear head", "another model");
    }
    const targets = columnsBefore(action, "targetScaling", targetScaling, model.outputs);
    if (targets !== model.outputs) {
      throw rangeError(action, `targetScaling of ${model.outputs} targets, as the net tells`, `${targets}`);
    }
  }
  if (encoding !== undefined) {
    const expected = "encoding to be that of a dataset, as datasetFromCsv gives it";
    checkMethods(action, expected, encoding, "read", "encode", "toJSON");
    checkNames(action, "the columnNames of encoding", encoding.columnNames, columns);
    const { columnNames } = parts;
    const place = encoding.columnNames.findIndex((name, index) => name !== (columnNames?.[index] ?? name));
    if (place >= 0) {
      const expected = `columnNames to have ${show(encoding.columnNames[place])} in place ${place}, as the encoding has it`;
      throw rangeError(action, expected, show(columnNames![place]));
    }
  }
  return columns;
}

function inputsOf(action: string, model: PipelineModel): number {
  checkMethods(action, "model to be a Network, an RBM or a DBN", model, "toJSON");
  const inputs = (): number | undefined => {
    if (isNetwork(model)) return model.inputs;
    return isDBN(model) ? model.rbms[0]?.visible : model.visible;
  };
  checkThat(action, "model to be a Network, an RBM or a DBN", model, () => typeof inputs() === "number");
  return inputs()!;
}

/** How many columns a preparation takes, of which it makes so many: its inverse tells. */
function columnsBefore(
  action: string,
  name: string,
  preparation: Preprocessor | undefined,
  prepared: number,
): number {
  if (preparation === undefined) return prepared;
  checkFitted(action, name, preparation);
  try {
    return preparation.inverse(Matrix.zeros(1, prepared)).columns;
  } catch (error) {
    throw rangeError(
      action,
      `${name} to give the ${prepared} columns that the model takes`,
      `“${causeOf(error)}”`,
    );
  }
}

function checkNames(
  action: string,
  name: string,
  names: readonly string[] | undefined,
  count?: number,
): void {
  if (names === undefined) return;
  checkStrings(action, `${name} to be strings`, names);
  if (count !== undefined && names.length !== count) {
    throw rangeError(action, `${name} to be ${count}, as the model has it`, `${names.length}`);
  }
}
