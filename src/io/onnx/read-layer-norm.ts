import { checkNumber, rangeError } from "../../check.ts";
import { layerNorm } from "../../layers/layer-norm.ts";
import { type AbstractMatrix, Matrix } from "../../matrix/matrix.ts";
import { type GraphToRead, markRead, nameOf, takersOf } from "./graph-to-read.ts";
import type { OnnxNode } from "./model.ts";
import { countNumbers, readRow } from "./read-constants.ts";
import type { ReadLayer } from "./read-operator.ts";
import { findTerm, term } from "./read-term.ts";

/** Nodes that a normalization is made of at most, before its gain and its bias; some take the mean off twice. */
const MOST_NODES = 9;

/** A mean over each row, as a term: the last axis, which is the first behind the batch, is a setting before opset 18. */
const means: readonly ((of: string) => string)[] = [-1, 1].flatMap((axis) => [
  (of) => term(`ReduceMean[axes=${axis}]`, of),
  (of) => term("ReduceMean", of, axis),
]);

/** The terms of (x − mean)/√(variance + ε) that exporters write. */
function termsOf(mean: (of: string) => string, epsilon: number): readonly string[] {
  const centered = term("Sub", "x", mean("x"));
  const squares = [term("Pow", centered, 2), term("Mul", centered, centered)];
  const deviations = squares.flatMap((square) => {
    const variance = term("Add", mean(square), epsilon);
    return [term("Sqrt", variance), term("Pow", variance, 0.5)];
  });
  return deviations.flatMap((deviation) => [
    term("Div", centered, deviation),
    term("Mul", centered, term("Reciprocal", deviation)),
    term("Mul", centered, term("Div", 1, deviation)),
  ]);
}

/** The ε of a term that is a normalization. */
function epsilonOf(written: string): number | undefined {
  const epsilon = Number(/Add\(([^,()]+),ReduceMean/.exec(written)?.[1]);
  if (Number.isNaN(epsilon)) return undefined;
  return means.some((mean) => termsOf(mean, epsilon).includes(written)) ? epsilon : undefined;
}

/** A layer norm that was found, what comes out of it, and how many numbers that is. */
interface FoundNormalization {
  readonly layer: ReadLayer;
  readonly output: string;
  readonly units: number;
}

/** Reads a layer norm that was taken apart, if all that is done with a value, of so many numbers where that is known, is one. */
export function readLayerNorm(
  graph: GraphToRead,
  value: string,
  width: number | undefined,
): FoundNormalization | undefined {
  const found = findTerm(graph, value, epsilonOf, MOST_NODES);
  if (found === undefined) return undefined;
  const { action } = graph;
  const [first] = found.nodes as [OnnxNode];
  for (const node of found.nodes) markRead(graph, node);
  const gain = readAffine(graph, found.output, "Mul", width);
  const units = gain?.row.columns ?? width;
  if (units === undefined || units < 2) {
    const expected = `the normalization at ${nameOf(first)} to be over a known number of at least 2 units`;
    throw rangeError(action, expected, `${units}`);
  }
  const output = gain?.output ?? found.output;
  const bias = readAffine(graph, output, "Add", units);
  const epsilon = checkNumber(action, `epsilon at ${nameOf(first)}`, found.meaning, { above: 0 });
  if (gain === undefined) countNumbers(graph, units, `the gain at ${nameOf(first)}`);
  const parameters = {
    gain: gain?.row ?? Matrix.ones(1, units),
    bias: bias?.row ?? Matrix.zeros(1, units),
  };
  const layer = { layer: layerNorm({ units, epsilon }), parameters, statistics: {} };
  return { layer, output: bias?.output ?? output, units };
}

/** Reads a factor or an addend for each unit, where that is all that a value goes into. */
function readAffine(
  graph: GraphToRead,
  value: string,
  op: "Mul" | "Add",
  units: number | undefined,
): { readonly row: AbstractMatrix; readonly output: string } | undefined {
  const [node, another] = takersOf(graph, value);
  if (node?.op !== op || node.domain !== "" || another !== undefined) return undefined;
  const at = node.inputs.findIndex((input) => graph.constants.has(input));
  const constant = graph.constants.get(node.inputs[at] ?? "");
  if (constant === undefined || constant.dims.length === 0) return undefined;
  markRead(graph, node);
  return { row: readRow(graph, node, at, units), output: node.outputs[0] ?? "" };
}
