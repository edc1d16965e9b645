import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import type { OnnxAttribute, OnnxFile, OnnxGraph, OnnxNode, OnnxTensor, OnnxValue } from "./model.ts";

/**
 * Writes a file in ONNX: a protobuf message of the schema `onnx.proto`, whose numbers of fields stand here.
 *
 * @see ONNX, "Open Neural Network Exchange Intermediate Representation (ONNX IR) Specification", and onnx/onnx.proto.
 */
export function writeOnnxFile(file: OnnxFile): Uint8Array {
  const writer = new BinaryWriter();
  integer(writer, 1, file.irVersion);
  text(writer, 2, file.producer);
  text(writer, 3, file.producerVersion);
  text(writer, 6, file.description);
  message(writer, 7, () => writeGraph(writer, file.graph));
  for (const [domain, version] of Object.entries(file.opsets)) {
    message(writer, 8, () => {
      text(writer, 1, domain);
      integer(writer, 2, version);
    });
  }
  for (const [key, value] of Object.entries(file.metadata)) {
    message(writer, 14, () => {
      text(writer, 1, key);
      text(writer, 2, value);
    });
  }
  return writer.finish();
}

function writeGraph(writer: BinaryWriter, { name, nodes, tensors, inputs, outputs }: OnnxGraph): void {
  for (const node of nodes) message(writer, 1, () => writeNode(writer, node));
  text(writer, 2, name);
  for (const tensor of tensors) message(writer, 5, () => writeTensor(writer, tensor));
  for (const value of inputs) message(writer, 11, () => writeValue(writer, value));
  for (const value of outputs) message(writer, 12, () => writeValue(writer, value));
}

function writeNode(writer: BinaryWriter, node: OnnxNode): void {
  const { name, op, domain, inputs, outputs, attributes } = node;
  for (const input of inputs) text(writer, 1, input);
  for (const output of outputs) text(writer, 2, output);
  text(writer, 3, name);
  text(writer, 4, op);
  for (const [key, attribute] of Object.entries(attributes)) {
    message(writer, 5, () => writeAttribute(writer, key, attribute));
  }
  if (domain !== "") text(writer, 7, domain);
}

/** A number or an integer: no operator that is written here takes another. */
function writeAttribute(writer: BinaryWriter, name: string, { float, integer: whole }: OnnxAttribute): void {
  text(writer, 1, name);
  if (float !== undefined) {
    writer.tag(2, WireType.Bit32).float(float);
    integer(writer, 20, 1);
  }
  if (whole !== undefined) {
    integer(writer, 3, whole);
    integer(writer, 20, 2);
  }
}

function writeTensor(writer: BinaryWriter, { name, dims, elementType, bytes }: OnnxTensor): void {
  for (const size of dims) integer(writer, 1, size);
  integer(writer, 2, elementType);
  text(writer, 8, name);
  writer.tag(9, WireType.LengthDelimited).bytes(bytes);
}

function writeValue(writer: BinaryWriter, { name, elementType, dims }: OnnxValue): void {
  const dimension = (size: number | string | undefined): void => {
    if (typeof size === "number") integer(writer, 1, size);
    if (typeof size === "string") text(writer, 2, size);
  };
  text(writer, 1, name);
  message(writer, 2, () =>
    message(writer, 1, () => {
      integer(writer, 1, elementType);
      message(writer, 2, () => {
        for (const size of dims) message(writer, 1, () => dimension(size));
      });
    }),
  );
}

function integer(writer: BinaryWriter, field: number, value: number): void {
  writer.tag(field, WireType.Varint).int64(value);
}

function text(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value);
}

function message(writer: BinaryWriter, field: number, write: () => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write();
  writer.join();
}
