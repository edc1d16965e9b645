import { checkNumber, rangeError } from "../../check.ts";
import { zeros } from "../../initializer/zeros.ts";
import { batchNorm } from "../../layers/batch-norm.ts";
import { dense } from "../../layers/dense.ts";
import type { Layer } from "../../layers/layer.ts";
import { layerNorm } from "../../layers/layer-norm.ts";
import { type AbstractMatrix, Matrix } from "../../matrix/matrix.ts";
import { fewNumbers } from "./constants.ts";
import { checkSettings, type GraphToRead, markRead, nameOf, numberOf, takersOf } from "./graph-to-read.ts";
import { ElementType, type OnnxNode } from "./model.ts";
import { readMatrix, readRow } from "./read-constants.ts";
import { shortest } from "./read-term.ts";

/** A layer with its values by name: `weights`, or `0.weights` of the first layer inside a residual one. */
export interface ReadLayer {
  readonly layer: Layer;
  readonly parameters: Readonly<Record<string, AbstractMatrix>>;
  readonly statistics: Readonly<Record<string, AbstractMatrix>>;
}

/** What an operator came to: a layer, or none where it leaves a row as it is, and the value behind it. */
interface Step {
  readonly output: string;
  readonly layer?: ReadLayer;
}

/** Operators that may follow each other in a dense net, each with its reader. */
const readers: Readonly<
  Record<string, (graph: GraphToRead, node: OnnxNode) => Omit<Step, "output"> & Partial<Step>>
> = {
  Identity: (graph, node) => unchanged(graph, node, {}),
  Flatten: (graph, node) => unchanged(graph, node, { axis: [1] }),
  Cast: (graph, node) => unchanged(graph, node, { to: [ElementType.float32], saturate: [] }),
  Dropout: (graph, node) => unchanged(graph, node, { ratio: [], seed: [] }),

  Gemm(graph, node) {
    checkSettings(graph, node, { alpha: [1], beta: [1], transA: [0], transB: [0, 1] });
    const given = readMatrix(graph, node, 1);
    const weights = numberOf(node, "transB", 0) === 1 ? given.transpose() : given;
    return denseLayer(weights, node.inputs[2] ? readRow(graph, node, 2, weights.columns) : undefined);
  },

  MatMul(graph, node) {
    checkSettings(graph, node, {});
    const weights = readMatrix(graph, node, 1);
    const [product = ""] = node.outputs;
    const [add, another] = takersOf(graph, product);
    const biasAt = add?.inputs.findIndex((input) => graph.constants.has(input)) ?? -1;
    if (add?.op !== "Add" || add.domain !== "" || another !== undefined || biasAt < 0)
      return denseLayer(weights);
    markRead(graph, add);
    return {
      ...denseLayer(weights, readRow(graph, add, biasAt, weights.columns)),
      output: add.outputs[0] ?? "",
    };
  },

  BatchNormalization(graph, node) {
    checkSettings(graph, node, { epsilon: [], momentum: [], training_mode: [0], spatial: [1] });
    const gain = readRow(graph, node, 1);
    const units = gain.columns;
    const row = (input: number): AbstractMatrix => readRow(graph, node, input, units);
    const [bias, runningMean, runningVariance] = [row(2), row(3), row(4)];
    const least = runningVariance.min();
    if (least < 0) throw rangeError(graph.action, `variances of ${nameOf(node)} to be ≥ 0`, `${least}`);
    const kept = numberOf(node, "momentum", 0.9); // the share of the old, where this library counts that of the new
    const momentum = Number((1 - kept).toPrecision(6));
    checkNumber(graph.action, `1 - momentum of ${nameOf(node)}`, momentum, { above: 0, max: 1 });
    const layer = batchNorm({ units, momentum, epsilon: epsilonOf(graph, node) });
    return { layer: { layer, parameters: { gain, bias }, statistics: { runningMean, runningVariance } } };
  },

  LayerNormalization(graph, node) {
    checkSettings(graph, node, { axis: [-1, 1], epsilon: [], stash_type: [1] });
    const gain = readRow(graph, node, 1);
    const units = gain.columns;
    if (units === 1) throw rangeError(graph.action, `${nameOf(node)} over at least 2 units`, "1");
    const bias = node.inputs[2] ? readRow(graph, node, 2, units) : Matrix.zeros(1, units);
    const layer = layerNorm({ units, epsilon: epsilonOf(graph, node) });
    return { layer: { layer, parameters: { gain, bias }, statistics: {} } };
  },
};

/** Reads a node that is an operator of a dense net; undefined where it is none. */
export function readOperator(graph: GraphToRead, node: OnnxNode): Step | undefined {
  const { op, domain, outputs } = node;
  if (domain !== "" || !Object.hasOwn(readers, op)) return undefined;
  markRead(graph, node);
  const other = outputs.slice(1).find((output) => takersOf(graph, output).length > 0);
  if (other !== undefined)
    throw rangeError(graph.action, `one output of ${nameOf(node)}`, `"${other}" as well`);
  return { output: outputs[0] ?? "", ...readers[op]!(graph, node) };
}

/** What leaves a row as it is, at least at prediction. */
function unchanged(
  graph: GraphToRead,
  node: OnnxNode,
  settings: Parameters<typeof checkSettings>[2],
): object {
  checkSettings(graph, node, settings);
  const [, , training = ""] = node.inputs;
  const given = graph.constants.get(training);
  if (training === "" || (given && fewNumbers(given)?.[0] === 0)) return {};
  const advice = "export the net after model.eval()";
  throw rangeError(graph.action, `${nameOf(node)} as at prediction (${advice})`, "a switch to training");
}

function denseLayer(weights: AbstractMatrix, bias?: AbstractMatrix): { readonly layer: ReadLayer } {
  const { rows: inputs, columns: outputs } = weights;
  const layer = dense({ inputs, outputs, initializer: zeros });
  return {
    layer: { layer, parameters: { weights, bias: bias ?? Matrix.zeros(1, outputs) }, statistics: {} },
  };
}

function epsilonOf({ action }: GraphToRead, node: OnnxNode): number {
  const epsilon = Number(shortest(numberOf(node, "epsilon", 1e-5)));
  return checkNumber(action, `epsilon of ${nameOf(node)}`, epsilon, { above: 0 });
}
