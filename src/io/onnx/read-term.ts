import { fewNumbers } from "./constants.ts";
import { type GraphToRead, takersOf } from "./graph-to-read.ts";
import type { OnnxNode, OnnxTensor } from "./model.ts";

/** Operators whose operands may change places. */
const inAnyOrder: readonly string[] = ["Mul", "Add", "Max"];

/** A function as a term in one value, such as `Mul(Sigmoid(x),x)`. */
export const term = (op: string, ...operands: readonly (string | number)[]): string => {
  const written = operands.map((each) => (typeof each === "number" ? shortest(each) : each));
  return `${op}(${(inAnyOrder.includes(op) ? written.sort() : written).join(",")})`;
};

/** The fewest digits that have the same float32. */
export function shortest(number: number): string {
  const single = Math.fround(number);
  for (let digits = 1; digits < 9; digits++) {
    const rounded = Number(single.toPrecision(digits));
    if (Math.fround(rounded) === single) return String(rounded);
  }
  return String(Number(single.toPrecision(9)));
}

/** What a setting is where it is left out. */
const defaults: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Elu: { alpha: "1" },
  Selu: { alpha: shortest(1.6732632423543772), gamma: shortest(1.0507009873554805) },
  LeakyRelu: { alpha: "0.01" },
  Gelu: { approximate: "none" },
  Swish: { alpha: "1" },
  Gather: { axis: "0" },
  Reshape: { allowzero: "0" },
  ReduceMean: { keepdims: "1", noop_with_empty_axes: "0" },
};

/** What was found behind a value: what it means, the nodes that it is made of, and what comes out. */
export interface Found<Meaning> {
  readonly meaning: Meaning;
  readonly nodes: readonly OnnxNode[];
  readonly output: string;
}

/**
 * Finds a function that a value goes through, if all that is done with the value is that function: the shortest whose term means
 * something, of at most so many nodes.
 */
export function findTerm<Meaning>(
  graph: GraphToRead,
  value: string,
  meaningOf: (term: string) => Meaning | undefined,
  most: number,
): Found<Meaning> | undefined {
  const terms = new Map([[value, "x"]]);
  const nodes = new Set<OnnxNode>();
  for (let found = 0; found < most; found++) {
    const next = nextNode(graph, terms, nodes);
    if (next === undefined) return undefined;
    nodes.add(next.node);
    const [output, ...more] = next.node.outputs;
    if (output === undefined || more.length > 0) return undefined;
    terms.set(output, next.term);
    const meaning = meaningOf(next.term);
    const within = [...terms.keys()].filter((name) => name !== output);
    const isAll = within.every((name) => takersOf(graph, name).every((taker) => nodes.has(taker)));
    if (meaning !== undefined && isAll) return { meaning, nodes: [...nodes], output };
  }
  return undefined;
}

/** A node that takes nothing but what has a term already, and single numbers. */
function nextNode(
  { takers, constants }: GraphToRead,
  terms: ReadonlyMap<string, string>,
  nodes: ReadonlySet<OnnxNode>,
): { readonly node: OnnxNode; readonly term: string } | undefined {
  const operandOf = (input: string): string | number | undefined =>
    terms.get(input) ?? singleNumber(constants.get(input));
  for (const name of terms.keys()) {
    for (const node of takers.get(name) ?? []) {
      if (nodes.has(node) || node.domain !== "") continue;
      const given = node.inputs.slice(0, node.inputs.findLastIndex((input) => input !== "") + 1);
      const operands = given.map(operandOf);
      if (operands.every((each) => each !== undefined)) {
        return { node, term: term(node.op + settingsOf(node), ...operands) };
      }
    }
  }
  return undefined;
}

/** The number that a constant is, where it is a single one. */
function singleNumber(tensor: OnnxTensor | undefined): number | undefined {
  const numbers = tensor && tensor.dims.length <= 2 ? fewNumbers(tensor) : undefined;
  return numbers?.length === 1 ? numbers[0] : undefined;
}

/** The settings of a node that are not as they are by default: `[alpha=0.2]`. */
function settingsOf({ op, attributes }: OnnxNode): string {
  const usual = Object.hasOwn(defaults, op) ? defaults[op]! : {};
  const written = Object.entries(attributes).map(([setting, { float, integer, integers, text }]) => {
    const number = float ?? integer;
    return [setting, number === undefined ? String(integers ?? text) : shortest(number)] as const;
  });
  const unusual = written
    .filter(([setting, value]) => usual[setting] !== value)
    .map((pair) => pair.join("="));
  return unusual.length === 0 ? "" : `[${unusual.sort().join(",")}]`;
}
