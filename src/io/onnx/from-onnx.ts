import { sigmoid } from "../../activation/sigmoid.ts";
import { causeOf } from "../../check/cause.ts";
import { checkKeys, rangeError, show } from "../../check.ts";
import { type EngineOptions, engineOptionNames, engineOptionsOf } from "../../engine/select.ts";
import { checkHead, targetKindOf } from "../../head/check-head.ts";
import type { Head } from "../../head/head.ts";
import { linear } from "../../head/linear.ts";
import { logistic } from "../../head/logistic.ts";
import { softmax } from "../../head/softmax.ts";
import { zeros } from "../../initializer/zeros.ts";
import { dense } from "../../layers/dense.ts";
import type { AbstractMatrix } from "../../matrix/matrix.ts";
import { Network } from "../../network/network.ts";
import { prefixParameters } from "../../parameters.ts";
import type { Seed } from "../../random/seed.ts";
import { checkBytes, type FileBytes } from "../bytes.ts";
import { kindOfFile } from "../kind-of-file.ts";
import { checkSettings, type GraphToRead, indexGraph, markRead, nameOf, takersOf } from "./graph-to-read.ts";
import { ElementType, type OnnxFile, type OnnxGraph, type OnnxNode, type OnnxValue } from "./model.ts";
import type { Place } from "./place.ts";
import { typeName } from "./read-constants.ts";
import { readOnnxFile } from "./read-file.ts";
import { readLayers } from "./read-layers.ts";
import type { ReadLayer } from "./read-operator.ts";
import { readReshape } from "./read-reshape.ts";

/** Options of `fromOnnx`. */
export interface FromOnnxOptions extends EngineOptions {
  /**
   * What turns the logits into outputs, where the file ends in logits, as a net that PyTorch trained by `CrossEntropyLoss` does, or in
   * LogSoftmax, whose logarithms are logits too: `softmax` makes probabilities of them.
   * Default: as the file ends, in Softmax, in Sigmoid, or else `linear`.
   */
  readonly head?: Head | undefined;
  /** Decides the order of later training. Drawn and kept in `.seed` if not given. */
  readonly seed?: Seed | undefined;
}

/** The versions of the operators whose meaning is known. */
const OPSETS = { first: 7, last: 28 };

/**
 * Reads a dense net that PyTorch exported, or that `toOnnx` wrote of a `Network`: Gemm, or MatMul and Add; the activations of
 * this library, in one operator or in the several that exporters make of GELU, SiLU and softsign; BatchNormalization,
 * LayerNormalization; Flatten or Reshape at the start; ways around some layers; Softmax or Sigmoid at the end. Identity and Dropout are as at
 * prediction: nothing. The numbers are those of the file, float32 exactly. Whatever else stands in the file is refused by its name.
 *
 * An ONNX file has no checksum: where a number in it is damaged, that does not show.
 *
 * @param bytes - The whole file.
 * @param options - `head`, `seed`, `engine` and `threads`.
 * @returns The net. A matrix that PyTorch stores as (outputs, inputs) is turned over.
 * @throws RangeError if it is no such file, if a node is none of a dense net, or if numbers are missing, stand in another file or
 * are not float32 and finite. TypeError if bytes or an option have the wrong type.
 * @example
 * const network = Network.fromSizes([4, 8, 3], { activation: gelu, seed: 1 });
 * fromOnnx(toOnnx(network)).layers[0].activation; // gelu
 *
 * @see ONNX, "ONNX Operators"; PyTorch, `torch.onnx.export`.
 */
export function fromOnnx(bytes: FileBytes, options: FromOnnxOptions = {}): Network {
  const action = "read ONNX";
  checkKeys(action, options, ["head", "seed", ...engineOptionNames]);
  const { head, seed } = options;
  if (head !== undefined) checkHead(action, head);
  const content = checkBytes(action, bytes);
  const { graph, opsets } = readWhole(action, content);
  checkOpset(action, opsets);
  const { layers, head: ending } = readGraph(indexGraph(action, graph, content.length), graph, head);
  const named = (key: "parameters" | "statistics"): Readonly<Record<string, AbstractMatrix>> =>
    Object.assign({}, ...layers.map((each, index) => prefixParameters(index, each[key])));
  const { outputs = 2 } = layers.findLast(({ layer }) => layer.outputs !== undefined)?.layer ?? {};
  checkHead(action, ending, outputs);
  return new Network({
    ...engineOptionsOf(options),
    layers: layers.map(({ layer }) => layer),
    head: ending,
    seed,
    parameters: named("parameters"),
    statistics: named("statistics"),
  });
}

function readWhole(action: string, content: Uint8Array): OnnxFile {
  try {
    return readOnnxFile(content);
  } catch (error) {
    const got = kindOfFile(content, "onnx") ?? `what cannot be read (${causeOf(error)})`;
    throw rangeError(action, "a whole file in ONNX", got);
  }
}

function checkOpset(action: string, opsets: OnnxFile["opsets"]): void {
  const version = opsets[""] ?? opsets["ai.onnx"];
  const { first, last } = OPSETS;
  if (version !== undefined && version >= first && version <= last) return;
  throw rangeError(action, `operators of ONNX in version ${first} to ${last}`, show(version));
}

/** Reads what stands between the one input and the one output. */
function readGraph(
  graph: GraphToRead,
  { nodes, inputs, outputs }: OnnxGraph,
  wanted: Head | undefined,
): { readonly layers: readonly ReadLayer[]; readonly head: Head } {
  const { action, constants } = graph;
  const [input, ...others] = inputs.filter(({ name }) => !constants.has(name));
  const [output, ...more] = outputs;
  if (input === undefined || output === undefined || others.length + more.length > 0) {
    const names = (values: readonly OnnxValue[]): string => show(values.map(({ name }) => name));
    const got = `inputs ${names(inputs)} and outputs ${names(outputs)}`;
    throw rangeError(action, "a graph of one input and one output", got);
  }
  const from = checkInput(graph, input);
  const { logits, isSoftmax } = readEnding(graph, nodes, output.name, wanted);
  const { layers } = readLayers(graph, from, logits);
  const left = nodes.find((node) => node.inputs.some((name) => takersOf(graph, name).includes(node)));
  if (left !== undefined) throw rangeError(action, "nodes between the input and the output", nameOf(left));
  if (isSoftmax) return { layers, head: wanted ?? softmax };
  const isLogistic =
    layers.at(-1)?.layer.activation === sigmoid && targetKindOf(wanted ?? logistic) === "probabilities";
  return isLogistic
    ? { layers: withoutSigmoid(layers), head: wanted ?? logistic }
    : { layers, head: wanted ?? linear };
}

/** Reads backwards what the file ends in, and finds the value before it. */
function readEnding(
  graph: GraphToRead,
  nodes: readonly OnnxNode[],
  output: string,
  wanted: Head | undefined,
): { readonly logits: string; readonly isSoftmax: boolean } {
  const { action } = graph;
  const producers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const before = (node: OnnxNode): string => {
    markRead(graph, node);
    return node.inputs[0] ?? "";
  };
  const isUnread = (node: OnnxNode): boolean => takersOf(graph, node.inputs[0] ?? "").includes(node);
  let name = output;
  let ending = producers.get(name);
  for (; ending?.op === "Identity" && isUnread(ending); ending = producers.get(name)) name = before(ending);
  const isLogarithm = ending?.op === "LogSoftmax";
  if (ending?.domain !== "" || ending.outputs.length !== 1 || !(isLogarithm || ending.op === "Softmax"))
    return { logits: name, isSoftmax: false };
  const isDistribution = wanted !== undefined && targetKindOf(wanted) === "distribution";
  if (!isDistribution && (isLogarithm || wanted !== undefined)) {
    const reason = isLogarithm ? `since ${nameOf(ending)} ends the file` : "as the file ends";
    throw rangeError(
      action,
      `head to be softmax, ${reason}`,
      wanted === undefined ? "none" : show(wanted.name),
    );
  }
  checkSettings(graph, ending, { axis: [1, -1] });
  return { logits: before(ending), isSoftmax: true };
}

/** Where the reading starts, once the input is float32 and one row for each example, or is made so first. */
function checkInput(graph: GraphToRead, { name, elementType, dims }: OnnxValue): Place {
  const { action } = graph;
  if (elementType !== ElementType.float32) {
    throw rangeError(action, `the input ${show(name)} to be float32`, typeName(elementType));
  }
  const [, ...sizes] = dims;
  const [first] = takersOf(graph, name);
  const width = sizes.reduce<number>(
    (product, size) => product * (typeof size === "number" ? size : Number.NaN),
    1,
  );
  const place = { value: name, width: sizes.length > 0 && width > 0 ? width : undefined };
  if (dims.length !== 1 && (sizes.length < 2 || first?.op === "Flatten")) return place;
  const flattened = dims.length === 1 ? undefined : readReshape(graph, place);
  if (flattened !== undefined) return flattened;
  const expected = `the input ${show(name)} to be (batch, columns), or to be flattened first, as by nn.Flatten`;
  throw rangeError(action, expected, `(${dims.map((size) => size ?? "?").join(", ")})`);
}

/** The same layers up to the sigmoid at their end, which is the head's. */
function withoutSigmoid(layers: readonly ReadLayer[]): readonly ReadLayer[] {
  const [last, before] = [layers.at(-1)!, layers.slice(0, -1)];
  const { inputs, outputs } = last.layer;
  if (inputs === undefined || outputs === undefined) return before;
  return [...before, { ...last, layer: dense({ inputs, outputs, initializer: zeros }) }];
}
