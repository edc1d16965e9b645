import { rangeError, show } from "../../check.ts";
import { type AbstractMatrix, findNotFinite, shapeOf } from "../../matrix/matrix.ts";
import { inNativeOrder } from "../bytes.ts";
import { countOf, matrixOver } from "../tensor.ts";
import { type GraphToRead, nameOf } from "./graph-to-read.ts";
import { ElementType, type OnnxNode, type OnnxTensor } from "./model.ts";

/** The matrix that goes into a node: float32 over memory of its own. */
export function readMatrix(graph: GraphToRead, node: OnnxNode, input: number): AbstractMatrix {
  const { action } = graph;
  const tensor = constantInto(graph, node, input);
  take(graph, tensor);
  const [rows = 0, columns = 0, ...more] = tensor.dims;
  if (rows === 0 || columns === 0 || more.length > 0) {
    throw rangeError(action, `a matrix ${show(tensor.name)} for ${nameOf(node)}`, sizesOf(tensor));
  }
  const [count, numbers] = [tensor.turned ? columns : rows, readNumbers(action, tensor)];
  const matrix = matrixOver(action, show(tensor.name), count, numbers);
  return finite(action, tensor, tensor.turned ? matrix.transpose() : matrix);
}

/** The numbers that go into a node, one for each of its units: (1, units). */
export function readRow(graph: GraphToRead, node: OnnxNode, input: number, units?: number): AbstractMatrix {
  const { action } = graph;
  const tensor = constantInto(graph, node, input);
  take(graph, tensor);
  const numbers = readNumbers(action, tensor);
  const isRow = tensor.dims.length === 1 || (tensor.dims.length === 2 && tensor.dims[0] === 1);
  if (!isRow || numbers.length === 0 || (units !== undefined && numbers.length !== units)) {
    const expected = `a row ${show(tensor.name)} of ${units ?? "some"} numbers for ${nameOf(node)}`;
    throw rangeError(action, expected, sizesOf(tensor));
  }
  return finite(action, tensor, matrixOver(action, show(tensor.name), 1, numbers));
}

function constantInto({ action, constants }: GraphToRead, node: OnnxNode, input: number): OnnxTensor {
  const name = node.inputs[input] ?? "";
  const tensor = constants.get(name);
  if (tensor !== undefined) return tensor;
  throw rangeError(action, `input ${input} of ${nameOf(node)} to be a constant of the file`, show(name));
}

/** Counts the numbers of a constant before they are copied. */
function take(graph: GraphToRead, { name, bytes }: OnnxTensor): void {
  countNumbers(graph, bytes.length / 4, show(name));
}

/** Counts numbers of a layer before there is room made for them. */
export function countNumbers({ action, numbers }: GraphToRead, count: number, name: string): void {
  numbers.left -= count;
  if (numbers.left >= 0) return;
  throw rangeError(action, "no more numbers in all layers than the file has bytes", `more with ${name}`);
}

/** The numbers of a tensor, once it has as many as its sizes say. */
function readNumbers(action: string, tensor: OnnxTensor): Float32Array {
  const name = show(tensor.name);
  if (tensor.external) {
    const advice = "export it with external_data=False, or save it again by onnx.save without external data";
    throw rangeError(action, `the numbers of ${name} in the file (${advice})`, "external data");
  }
  if (tensor.elementType !== ElementType.float32) {
    const type = typeName(tensor.elementType);
    throw rangeError(
      action,
      `float32 numbers in ${name} (model.float() before the export makes them so)`,
      type,
    );
  }
  const count = tensor.dims.every((size) => size >= 0) ? countOf(tensor.dims) : Number.NaN;
  if (tensor.bytes.length !== 4 * count) {
    const expected = `${4 * count} bytes of numbers in ${name} for ${sizesOf(tensor)}`;
    throw rangeError(action, expected, `${tensor.bytes.length}`);
  }
  return new Float32Array(inNativeOrder(tensor.bytes, 4, false).buffer);
}

function finite(action: string, { name }: OnnxTensor, matrix: AbstractMatrix): AbstractMatrix {
  const found = findNotFinite(matrix);
  if (found !== undefined)
    throw rangeError(action, `${show(name)} (${shapeOf(matrix)}) to be finite`, found.place);
  return matrix;
}

const sizesOf = ({ dims }: OnnxTensor): string => `a shape of (${dims.join(", ")})`;

/** What a type of numbers is called. */
export const typeName = (type: number): string => typeNames[type] ?? `type ${type}`;

const typeNames: Readonly<Record<number, string>> = {
  2: "uint8",
  3: "int8",
  6: "int32",
  7: "int64",
  9: "bool",
  10: "float16",
  11: "float64",
  16: "bfloat16",
};
