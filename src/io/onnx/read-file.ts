import { joined } from "../bytes.ts";
import { bytesOf } from "./constants.ts";
import {
  bytesField,
  floatField,
  floatsField,
  integerField,
  integersField,
  numbersField,
  readFields,
  textField,
} from "./fields.ts";
import type { OnnxAttribute, OnnxFile, OnnxGraph, OnnxNode, OnnxTensor, OnnxValue } from "./model.ts";

type Mutable<Kind> = { -readonly [Key in keyof Kind]: Kind[Key] };

/**
 * Reads a file in ONNX: a protobuf message of the schema `onnx.proto`, whose numbers of fields stand here. What stands in it is
 * not checked. Numbers of tensors stay where they are in the file.
 *
 * @throws Error where it is no such message or ends too early.
 * @see ONNX, "Open Neural Network Exchange Intermediate Representation (ONNX IR) Specification", and onnx/onnx.proto.
 */
export function readOnnxFile(bytes: Uint8Array): OnnxFile {
  const opsets = new Map<string, number>();
  const metadata = new Map<string, string>();
  const graphs: OnnxGraph[] = [];
  const file = { irVersion: 0, producer: "", producerVersion: "", description: "" };
  readFields(bytes, {
    1: integerField((version) => (file.irVersion = version)),
    2: textField((producer) => (file.producer = producer)),
    3: textField((version) => (file.producerVersion = version)),
    6: textField((description) => (file.description = description)),
    7: bytesField((graph) => graphs.push(readGraph(graph))),
    8: bytesField((opset) => {
      const { domain, version } = readOpset(opset);
      opsets.set(domain, version);
    }),
    14: bytesField((entry) => {
      const { key, value } = readEntry(entry);
      metadata.set(key, value);
    }),
  });
  if (graphs.length !== 1) throw new Error(`${graphs.length} graphs`);
  return {
    ...file,
    graph: graphs[0]!,
    opsets: Object.fromEntries(opsets),
    metadata: Object.fromEntries(metadata),
  };
}

function readOpset(bytes: Uint8Array): { readonly domain: string; readonly version: number } {
  const opset = { domain: "", version: 0 };
  readFields(bytes, {
    1: textField((domain) => (opset.domain = domain)),
    2: integerField((version) => (opset.version = version)),
  });
  return opset;
}

function readEntry(bytes: Uint8Array): { readonly key: string; readonly value: string } {
  const entry = { key: "", value: "" };
  readFields(bytes, {
    1: textField((key) => (entry.key = key)),
    2: textField((value) => (entry.value = value)),
  });
  return entry;
}

function readGraph(bytes: Uint8Array): OnnxGraph {
  const [nodes, tensors, inputs, outputs]: [OnnxNode[], OnnxTensor[], OnnxValue[], OnnxValue[]] = [
    [],
    [],
    [],
    [],
  ];
  let name = "";
  readFields(bytes, {
    1: bytesField((node) => nodes.push(readNode(node))),
    2: textField((text) => (name = text)),
    5: bytesField((tensor) => tensors.push(readTensor(tensor))),
    11: bytesField((value) => inputs.push(readValue(value))),
    12: bytesField((value) => outputs.push(readValue(value))),
  });
  return { name, nodes, tensors, inputs, outputs };
}

function readNode(bytes: Uint8Array): OnnxNode {
  const [inputs, outputs]: [string[], string[]] = [[], []];
  const attributes = new Map<string, OnnxAttribute>();
  const node = { name: "", op: "", domain: "" };
  readFields(bytes, {
    1: textField((input) => inputs.push(input)),
    2: textField((output) => outputs.push(output)),
    3: textField((name) => (node.name = name)),
    4: textField((op) => (node.op = op)),
    5: bytesField((attribute) => attributes.set(...readAttribute(attribute))),
    7: textField((domain) => (node.domain = domain === "ai.onnx" ? "" : domain)),
  });
  return { ...node, inputs, outputs, attributes: Object.fromEntries(attributes) };
}

/** What an attribute of each type is where its value is left out. */
const empty: Readonly<Record<number, OnnxAttribute>> = {
  1: { float: 0 },
  2: { integer: 0 },
  3: { text: "" },
};

function readAttribute(bytes: Uint8Array): [string, OnnxAttribute] {
  const attribute: Mutable<OnnxAttribute> = {};
  const integers: number[] = [];
  const floats: Uint8Array[] = [];
  let [name, type] = ["", 0];
  readFields(bytes, {
    1: textField((text) => (name = text)),
    2: floatField((float) => (attribute.float = float)),
    3: integerField((integer) => (attribute.integer = integer)),
    4: textField((text) => (attribute.text = text)),
    5: bytesField((tensor) => (attribute.tensor = readTensor(tensor))),
    7: floatsField((piece) => floats.push(piece)),
    8: integersField((integer) => integers.push(integer)),
    20: integerField((integer) => (type = integer)),
  });
  return [
    name,
    {
      ...empty[type],
      ...attribute,
      ...(integers.length > 0 && { integers }),
      ...(floats.length > 0 && { floats: joined(floats) }),
    },
  ];
}

function readTensor(bytes: Uint8Array): OnnxTensor {
  const dims: number[] = [];
  const integers: number[] = [];
  const pieces: Uint8Array[] = [];
  const tensor = { name: "", elementType: 0, external: false };
  readFields(bytes, {
    1: integersField((size) => dims.push(size)),
    2: integerField((type) => (tensor.elementType = type)),
    4: floatsField((piece) => pieces.push(piece)),
    5: numbersField((integer) => integers.push(integer)),
    7: numbersField((integer) => integers.push(integer)),
    8: textField((name) => (tensor.name = name)),
    9: bytesField((raw) => pieces.push(raw)),
    13: bytesField(() => (tensor.external = true)),
    14: integerField((location) => (tensor.external ||= location !== 0)),
  });
  if (integers.length > 0) pieces.push(bytesOf(tensor.elementType, integers));
  return { ...tensor, dims, bytes: pieces.length === 1 ? pieces[0]! : joined(pieces) };
}

function readValue(bytes: Uint8Array): OnnxValue {
  const dims: OnnxValue["dims"][number][] = [];
  const value = { name: "", elementType: 0 };
  const dimension = bytesField((piece) => {
    let size: number | string | undefined;
    readFields(piece, {
      1: integerField((integer) => (size = integer)),
      2: textField((name) => (size = name)),
    });
    dims.push(size);
  });
  const shape = bytesField((piece) => readFields(piece, { 1: dimension }));
  const tensorType = bytesField((piece) =>
    readFields(piece, { 1: integerField((type) => (value.elementType = type)), 2: shape }),
  );
  readFields(bytes, {
    1: textField((name) => (value.name = name)),
    2: bytesField((type) => readFields(type, { 1: tensorType })),
  });
  return { ...value, dims };
}
