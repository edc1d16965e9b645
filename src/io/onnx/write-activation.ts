import type { Activation } from "../../activation/activation.ts";
import { rangeError, show } from "../../check.ts";
import { addNode, addNumber, type GraphInProgress } from "./graph.ts";
import type { OnnxAttribute } from "./model.ts";

/** Adds the nodes of a function to a graph. */
type Write = (graph: GraphInProgress, path: string, z: string) => string;

/** A function that is one operator. */
const operator =
  (op: string, attributes: Readonly<Record<string, OnnxAttribute>> = {}): Write =>
  (graph, path, z) =>
    addNode(graph, path, op, [z], attributes);

const times = (graph: GraphInProgress, path: string, z: string, factor: number): string =>
  addNode(graph, path, "Mul", [z, addNumber(graph, factor)]);

/** Every activation of the library in the operators of ONNX, by its name. */
const writers: Readonly<Record<string, Write>> = {
  identity: (_graph, _path, z) => z,
  sigmoid: operator("Sigmoid"),
  tanh: operator("Tanh"),
  relu: operator("Relu"),
  elu: operator("Elu", { alpha: { float: 1 } }),
  selu: operator("Selu", { alpha: { float: 1.6732632423543772 }, gamma: { float: 1.0507009873554805 } }),
  softplus: operator("Softplus"),
  softsign: operator("Softsign"),
  hardTanh: (graph, path, z) => addNode(graph, path, "Clip", [z, addNumber(graph, -1), addNumber(graph, 1)]),
  lecunTanh: (graph, path, z) =>
    times(graph, path, addNode(graph, path, "Tanh", [times(graph, path, z, 2 / 3)]), 1.7159),
  silu: (graph, path, z) => addNode(graph, path, "Mul", [z, addNode(graph, path, "Sigmoid", [z])]),
  // z·(1 + erf(z/√2))/2, in the order that runtimes look for
  gelu: (graph, path, z) => {
    const scaled = addNode(graph, path, "Div", [z, addNumber(graph, Math.SQRT2)]);
    const erf = addNode(graph, path, "Erf", [scaled]);
    const twice = addNode(graph, path, "Add", [erf, addNumber(graph, 1)]);
    return times(graph, path, addNode(graph, path, "Mul", [z, twice]), 0.5);
  },
};

/** Adds f(z) to a graph, and refuses an activation of somebody's own. */
export function writeActivation(
  graph: GraphInProgress,
  path: string,
  { name }: Activation,
  z: string,
): string {
  const slope = /^leakyRelu\((.+)\)$/.exec(name)?.[1];
  if (slope !== undefined) return operator("LeakyRelu", { alpha: { float: Number(slope) } })(graph, path, z);
  const write = Object.hasOwn(writers, name) ? writers[name] : undefined;
  if (write !== undefined) return write(graph, path, z);
  const expected = `layer ${path} to have an activation of the library (ONNX has no function of one's own; train with one of the library's, or end the net before that layer)`;
  throw rangeError(graph.action, expected, show(name));
}
