import { rangeError } from "../../check.ts";
import { type AbstractMatrix, findNotFinite, Matrix } from "../../matrix/matrix.ts";
import { rowReader } from "../../matrix/storage.ts";
import { ElementType, type OnnxAttribute, type OnnxNode, type OnnxTensor } from "./model.ts";

/** Bytes of constants that a file holds at most: a protobuf message ends at 2 GiB. */
const MOST_BYTES = 2e9;

/** Nodes and constants as they come together. A value is known by its name. */
export interface GraphInProgress {
  /** What is being done, for errors. */
  readonly action: string;
  readonly nodes: OnnxNode[];
  readonly tensors: OnnxTensor[];
}

/** A graph without a node. */
export function startGraph(action: string): GraphInProgress {
  return { action, nodes: [], tensors: [] };
}

/**
 * Adds a node at a place such as `"2.0"`.
 *
 * @returns The name of its output.
 */
export function addNode(
  graph: GraphInProgress,
  path: string,
  op: string,
  inputs: readonly string[],
  attributes: Readonly<Record<string, OnnxAttribute>> = {},
): string {
  for (const [setting, { float }] of Object.entries(attributes)) {
    if (float !== undefined) checkFloat32(graph, `${setting} of ${path}.${op}`, new Matrix([[float]]));
  }
  const name = `${path}.${op}.${graph.nodes.length}`;
  graph.nodes.push({ name, op, domain: "", inputs, outputs: [name], attributes });
  return name;
}

/**
 * Adds a matrix as a constant, its numbers rounded to float32; one that is there already stays.
 *
 * @returns Its name.
 */
export function addMatrix(graph: GraphInProgress, name: string, matrix: AbstractMatrix): string {
  return addTensor(graph, name, matrix, [matrix.rows, matrix.columns]);
}

/** Adds one number for each column: a bias, a mean. */
export function addRow(graph: GraphInProgress, name: string, row: AbstractMatrix): string {
  return addTensor(graph, name, row, [row.columns]);
}

/** Adds a single number, which all nodes that ask for it share. */
export function addNumber(graph: GraphInProgress, value: number): string {
  return addTensor(graph, `number ${value}`, new Matrix([[value]]), []);
}

function addTensor(
  graph: GraphInProgress,
  name: string,
  matrix: AbstractMatrix,
  dims: readonly number[],
): string {
  const { action, tensors } = graph;
  if (tensors.some((tensor) => tensor.name === name)) return name;
  const size = 4 * matrix.rows * matrix.columns;
  const total = tensors.reduce((sum, { bytes }) => sum + bytes.length, size);
  if (total > MOST_BYTES) throw rangeError(action, `at most ${MOST_BYTES} bytes of parameters`, `${total}`);
  checkFloat32(graph, name, matrix);
  const view = new DataView(new ArrayBuffer(size));
  const valuesOf = rowReader(matrix);
  for (let row = 0, place = 0; row < matrix.rows; row++) {
    const values = valuesOf(row);
    for (let column = 0; column < matrix.columns; column++, place += 4) {
      view.setFloat32(place, values[column]!, true);
    }
  }
  const bytes = new Uint8Array(view.buffer);
  tensors.push({ name, dims, elementType: ElementType.float32, bytes, external: false });
  return name;
}

/** Refuses what no float32 holds. */
function checkFloat32({ action }: GraphInProgress, name: string, matrix: AbstractMatrix): void {
  const found = findNotFinite(matrix, "float32");
  if (found !== undefined) throw rangeError(action, `${name} to be finite in float32`, found.place);
}
