import { identity } from "../../activation/identity.ts";
import { rangeError, show } from "../../check.ts";
import { few } from "../../display/table.ts";
import { zeros } from "../../initializer/zeros.ts";
import { activate } from "../../layers/activate.ts";
import { dense } from "../../layers/dense.ts";
import { residual } from "../../layers/residual.ts";
import { prefixParameters } from "../../parameters.ts";
import { type GraphToRead, markRead, nameOf, takersOf } from "./graph-to-read.ts";
import type { OnnxNode } from "./model.ts";
import type { Place } from "./place.ts";
import { findActivation } from "./read-activation.ts";
import { readLayerNorm } from "./read-layer-norm.ts";
import { type ReadLayer, readOperator } from "./read-operator.ts";
import { readReshape } from "./read-reshape.ts";
import { shortest } from "./read-term.ts";

/** What stands between two values. */
export interface ReadLayers {
  readonly layers: readonly ReadLayer[];
  /** The second value. */
  readonly at: Place;
}

/** How deep residual layers may stand inside each other. */
const DEEPEST = 32;

/** Reads the layers that a value goes through, one after the other, until it is the value at the end. */
export function readLayers(graph: GraphToRead, from: Place, end: string, depth = 0): ReadLayers {
  const layers: ReadLayer[] = [];
  let at = from;
  while (at.value !== end) {
    const takers = takersOf(graph, at.value);
    const [node, another] = takers;
    if (node === undefined) {
      const expected = "the input to go through layers in a row to the output";
      throw rangeError(graph.action, expected, `${show(at.value)}, which no node takes on`);
    }
    const residue = takers.findLast((taker) => joins(graph, taker));
    if (readActivation(graph, at.value, layers, (value) => (at = { ...at, value }))) continue;
    const reshaped = readReshape(graph, at);
    const normalized = reshaped ? undefined : readLayerNorm(graph, at.value, at.width);
    if (reshaped !== undefined) at = reshaped;
    else if (normalized !== undefined) {
      layers.push(normalized.layer);
      at = { value: normalized.output, width: normalized.units };
    } else if (residue !== undefined) at = readResidual(graph, at, residue, layers, depth);
    else if (another === undefined) at = readNode(graph, at, node, layers);
    else throw refuseNode(graph, takers);
  }
  return { layers, at };
}

/** Reads an activation, into the dense layer before it where there is one. */
function readActivation(
  graph: GraphToRead,
  value: string,
  layers: ReadLayer[],
  goOn: (value: string) => void,
): boolean {
  const found = findActivation(graph, value);
  if (found === undefined) return false;
  const { meaning: activation, nodes, output } = found;
  for (const node of nodes) markRead(graph, node);
  const before = layers.at(-1);
  const { inputs, outputs } = before?.layer ?? {};
  if (before?.layer.activation === identity && inputs !== undefined && outputs !== undefined) {
    const layer = dense({ inputs, outputs, activation, initializer: zeros });
    layers.splice(-1, 1, { ...before, layer });
  } else {
    layers.push({ layer: activate(activation), parameters: {}, statistics: {} });
  }
  goOn(output);
  return true;
}

function readNode(graph: GraphToRead, { value, width }: Place, node: OnnxNode, layers: ReadLayer[]): Place {
  const step = node.inputs[0] === value ? readOperator(graph, node) : undefined;
  if (step === undefined) throw refuseNode(graph, [node]);
  const { output, layer } = step;
  if (layer === undefined) return { value: output, width };
  layers.push(layer);
  const { inputs, outputs } = layer.layer;
  if (width !== undefined && inputs !== width) {
    throw rangeError(
      graph.action,
      `${nameOf(node)} to take ${width} numbers, as come before it`,
      `${inputs}`,
    );
  }
  return { value: output, width: outputs };
}

/** Whether a node adds up two values that are computed. */
function joins({ constants }: GraphToRead, { op, domain, inputs }: OnnxNode): boolean {
  return (
    op === "Add" && domain === "" && inputs.length === 2 && !inputs.some((input) => constants.has(input))
  );
}

/** Reads x + F(x), from the node that adds. */
function readResidual(
  graph: GraphToRead,
  from: Place,
  add: OnnxNode,
  layers: ReadLayer[],
  depth: number,
): Place {
  const { action } = graph;
  if (depth === DEEPEST)
    throw rangeError(action, `at most ${DEEPEST} ways around each other`, `more at ${nameOf(add)}`);
  markRead(graph, add);
  const [first, second] = add.inputs as [string, string];
  const inner = readLayers(graph, from, first === from.value ? second : first, depth + 1);
  if (inner.layers.length === 0 || inner.at.width !== (from.width ?? inner.at.width)) {
    throw rangeError(
      action,
      `layers that give as many numbers as they take beside ${nameOf(add)}`,
      `${inner.at.width}`,
    );
  }
  const named = (key: "parameters" | "statistics") =>
    Object.assign({}, ...inner.layers.map((each, index) => prefixParameters(index, each[key])));
  layers.push({
    layer: residual(inner.layers.map(({ layer }) => layer)),
    parameters: named("parameters"),
    statistics: named("statistics"),
  });
  return { value: add.outputs[0] ?? "", width: inner.at.width };
}

/** A node with its settings, which may be what is in the way. */
function describe(node: OnnxNode): string {
  const settings = Object.entries(node.attributes).flatMap(([setting, { float, integer, text }]) => {
    const value = float ?? integer ?? text;
    return value === undefined ? [] : `${setting} ${typeof value === "number" ? shortest(value) : value}`;
  });
  return settings.length === 0 ? nameOf(node) : `${nameOf(node)} with ${few(settings, ", ")}`;
}

/** What is no layer here. */
function refuseNode({ action }: GraphToRead, nodes: readonly OnnxNode[]): RangeError {
  const expected =
    "a dense net: Gemm or MatMul, an activation of the library, BatchNormalization, LayerNormalization, Flatten, Identity, Dropout, a way around some of them, and Softmax at the end";
  return rangeError(action, expected, nodes.slice(0, 3).map(describe).join(" and "));
}
