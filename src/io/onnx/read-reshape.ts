import { rangeError } from "../../check.ts";
import { fewNumbers } from "./constants.ts";
import { checkSettings, type GraphToRead, markRead, nameOf, takersOf } from "./graph-to-read.ts";
import { ElementType, type OnnxNode } from "./model.ts";
import type { Place } from "./place.ts";
import { findTerm } from "./read-term.ts";

/** Nodes that ask for the number of rows and make the shape of it. */
const MOST_NODES = 5;

/** A shape whose first size is that of the value itself, and its second, as exporters write `x.view(x.size(0), −1)`. */
const keptRows =
  /^Reshape(?:\[allowzero=1\])?\(x,Concat\[axis=0\]\((?:Unsqueeze(?:\[axes=0\])?\(Gather\(Shape\(x\),0\)(?:,0)?\)|Shape\[end=1(?:,start=0)?\]\(x\)),(-1|\d+)\)\)$/;

/**
 * Reads a Reshape that makes one row of each example, or leaves rows as they are, where it is that which a value goes through.
 *
 * @throws RangeError if it makes other rows.
 */
export function readReshape(graph: GraphToRead, { value, width }: Place): Place | undefined {
  const found = findTerm(graph, value, (written) => keptRows.exec(written)?.[1], MOST_NODES);
  if (found !== undefined) {
    for (const node of found.nodes) markRead(graph, node);
    return {
      value: found.output,
      width: widthOf(graph, found.nodes.at(-1)!, [0, Number(found.meaning)], width),
    };
  }
  const [node, another] = takersOf(graph, value);
  if (node?.op !== "Reshape" || node.domain !== "" || another !== undefined || node.inputs[0] !== value)
    return undefined;
  const shape = graph.constants.get(node.inputs[1] ?? "");
  const isShape = shape?.dims.length === 1 && shape.elementType === ElementType.int64;
  const sizes = isShape ? fewNumbers(shape) : undefined;
  if (sizes?.length !== 2)
    throw rangeError(
      graph.action,
      `${nameOf(node)} to (rows, columns)`,
      sizes ? `(${sizes})` : "another shape",
    );
  checkSettings(graph, node, { allowzero: sizes.includes(0) ? [0] : [0, 1] });
  markRead(graph, node);
  return { value: node.outputs[0] ?? "", width: widthOf(graph, node, sizes, width) };
}

/** How wide rows are after a Reshape, once it is sure that each is what it was. */
function widthOf(
  { action, rows }: GraphToRead,
  node: OnnxNode,
  [first = 0, second = 0]: readonly number[],
  width: number | undefined,
): number | undefined {
  const keepsRows = first === 0 || first === rows;
  if (second === width && second > 0) return second; // as many numbers in each row, so as many rows
  if (second === -1 && keepsRows) return width;
  if (second > 0 && width === undefined && keepsRows) return second;
  throw rangeError(
    action,
    `${nameOf(node)} to keep rows of ${width ?? "all"} numbers`,
    `(${first}, ${second})`,
  );
}
