import { rangeError, show } from "../../check.ts";
import { isDBN, isNetwork, type PipelineModel } from "../../data/pipeline/parts.ts";
import { targetKindOf } from "../../head/check-head.ts";
import type { Head } from "../../head/head.ts";
import type { RBM } from "../../rbm/rbm.ts";
import type { Units } from "../../units/units.ts";
import { addMatrix, addNode, addRow, type GraphInProgress } from "./graph.ts";
import { writeActivation } from "./write-activation.ts";
import { writeLayers } from "./write-layers.ts";

/** What of a model stands in a graph. */
export interface WrittenModel {
  /** What it is called in the file. */
  readonly kind: "network" | "rbm" | "dbn";
  /** The width of what goes in. */
  readonly inputs: number;
  /** The name of what comes out, and its width. */
  readonly outputs: number;
  readonly output: string;
  /** What comes out, in a word. */
  readonly outputName: "probabilities" | "outputs" | "features";
}

/** Adds what a model computes: a net's outputs behind its head, the hidden means of an RBM or of the top of a stack of them. */
export function writeModel(graph: GraphInProgress, model: PipelineModel, inputs: string): WrittenModel {
  if (isNetwork(model)) {
    const { layers, parameters, statistics, head } = model;
    const logits = writeLayers(graph, { layers, values: { ...parameters, ...statistics } }, inputs);
    return {
      kind: "network",
      inputs: model.inputs,
      outputs: model.outputs,
      output: writeHead(graph, head, logits),
      outputName: targetKindOf(head) === "numbers" ? "outputs" : "probabilities",
    };
  }
  const rbms = isDBN(model) ? model.rbms : [model];
  const output = rbms.reduce(
    (value, rbm, layer) => writeHiddenMeans(graph, rbm, isDBN(model) ? `${layer}.` : "", value),
    inputs,
  );
  return {
    kind: isDBN(model) ? "dbn" : "rbm",
    inputs: rbms[0]!.visible,
    outputs: rbms.at(-1)!.hidden,
    output,
    outputName: "features",
  };
}

function writeHead(graph: GraphInProgress, { name }: Head, logits: string): string {
  switch (name) {
    case "softmax":
      return addNode(graph, "head", "Softmax", [logits], { axis: { integer: -1 } });
    case "logistic":
      return addNode(graph, "head", "Sigmoid", [logits]);
    case "linear":
      return logits;
    default: {
      const expected = `a head of the library, softmax, logistic or linear (write a net with the same layers and head: linear, and apply your own to its outputs)`;
      throw rangeError(graph.action, expected, show(name));
    }
  }
}

/** E[h | v] = means(v·W + c). */
function writeHiddenMeans(graph: GraphInProgress, rbm: RBM, prefix: string, v: string): string {
  const { weights, hiddenBias } = rbm.parameters;
  const fields = addNode(graph, `${prefix}hidden`, "Gemm", [
    v,
    addMatrix(graph, `${prefix}weights`, weights),
    addRow(graph, `${prefix}hiddenBias`, hiddenBias),
  ]);
  return writeMeans(graph, `${prefix}hidden`, rbm.hiddenUnits, fields);
}

function writeMeans(
  graph: GraphInProgress,
  path: string,
  { name, activation }: Units,
  fields: string,
): string {
  if (activation) return writeActivation(graph, path, activation, fields);
  const expected = "hidden units whose mean is an activation, as that of bernoulliUnits is";
  throw rangeError(graph.action, expected, show(name));
}
