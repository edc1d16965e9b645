import type { Activation } from "../../activation/activation.ts";
import { elu } from "../../activation/elu.ts";
import { gelu } from "../../activation/gelu.ts";
import { hardTanh } from "../../activation/hard-tanh.ts";
import { leakyRelu } from "../../activation/leaky-relu.ts";
import { lecunTanh } from "../../activation/lecun-tanh.ts";
import { relu } from "../../activation/relu.ts";
import { selu } from "../../activation/selu.ts";
import { sigmoid } from "../../activation/sigmoid.ts";
import { silu } from "../../activation/silu.ts";
import { softplus } from "../../activation/softplus.ts";
import { softsign } from "../../activation/softsign.ts";
import { tanh } from "../../activation/tanh.ts";
import { type GraphToRead, takersOf } from "./graph-to-read.ts";
import type { OnnxNode } from "./model.ts";
import { singleNumber } from "./read-constants.ts";

/** A function as a term in one value, such as `Mul(Sigmoid(x),x)`. */
const term = (op: string, ...operands: readonly (string | number)[]): string => {
  const written = operands.map((each) => (typeof each === "number" ? shortest(each) : each));
  return `${op}(${(op === "Mul" || op === "Add" ? written.sort() : written).join(",")})`;
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

/** The three orders in which z·(1 + erf(z/√2))/2 is multiplied. */
function geluTerms(scaled: string): string[] {
  const twice = term("Add", term("Erf", scaled), 1);
  return [
    term("Mul", term("Mul", "x", twice), 0.5),
    term("Mul", term("Mul", twice, 0.5), "x"),
    term("Mul", term("Mul", "x", 0.5), twice),
  ];
}

/** Each activation of the library, in the terms that exporters write it in. */
const known: ReadonlyMap<string, Activation> = new Map<string, Activation>([
  [term("Sigmoid", "x"), sigmoid],
  [term("Tanh", "x"), tanh],
  [term("Relu", "x"), relu],
  [term("Elu", "x"), elu],
  [term("Selu", "x"), selu],
  [term("Softplus", "x"), softplus],
  [term("Softsign", "x"), softsign],
  [term("Div", "x", term("Add", term("Abs", "x"), 1)), softsign],
  [term("Clip", "x", -1, 1), hardTanh],
  [term("Clip[max=1,min=-1]", "x"), hardTanh], // before opset 11
  [term("Mul", "x", term("Sigmoid", "x")), silu],
  [term("Mul", term("Tanh", term("Mul", "x", 2 / 3)), 1.7159), lecunTanh],
  [term("Gelu", "x"), gelu],
  ...[term("Div", "x", Math.SQRT2), term("Mul", "x", Math.SQRT1_2)]
    .flatMap(geluTerms)
    .map((each): [string, Activation] => [each, gelu]),
]);

/** What a setting is where it is left out. */
const defaults: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Elu: { alpha: "1" },
  Selu: { alpha: shortest(1.6732632423543772), gamma: shortest(1.0507009873554805) },
  LeakyRelu: { alpha: "0.01" },
  Gelu: { approximate: "none" },
};

/** An activation that was found behind a value: the nodes that it is made of, and what comes out. */
export interface FoundActivation {
  readonly activation: Activation;
  readonly nodes: readonly OnnxNode[];
  readonly output: string;
}

/** Nodes that an activation is made of at most. */
const MOST_NODES = 5;

/** Finds the activation that a value goes through, if all that is done with the value is one: the shortest that is known. */
export function findActivation(graph: GraphToRead, value: string): FoundActivation | undefined {
  const terms = new Map([[value, "x"]]);
  const nodes = new Set<OnnxNode>();
  for (let found = 0; found < MOST_NODES; found++) {
    const next = nextNode(graph, terms, nodes);
    if (next === undefined) return undefined;
    nodes.add(next.node);
    const [output, ...more] = next.node.outputs;
    if (output === undefined || more.length > 0) return undefined;
    terms.set(output, next.term);
    const activation = activationOf(next.term);
    const within = [...terms.keys()].filter((name) => name !== output);
    const isAll = within.every((name) => takersOf(graph, name).every((taker) => nodes.has(taker)));
    if (activation && isAll) return { activation, nodes: [...nodes], output };
  }
  return undefined;
}

/** A node that takes nothing but what has a term already, and single numbers. */
function nextNode(
  { takers, constants, action }: GraphToRead,
  terms: ReadonlyMap<string, string>,
  nodes: ReadonlySet<OnnxNode>,
): { readonly node: OnnxNode; readonly term: string } | undefined {
  const operandOf = (input: string): string | number | undefined =>
    terms.get(input) ?? singleNumber(action, constants.get(input));
  for (const name of terms.keys()) {
    for (const node of takers.get(name) ?? []) {
      if (nodes.has(node) || node.domain !== "") continue;
      const operands = node.inputs.map(operandOf);
      if (operands.every((each) => each !== undefined)) {
        return { node, term: term(node.op + settingsOf(node), ...operands) };
      }
    }
  }
  return undefined;
}

/** The settings of a node that are not as they are by default: `[alpha=0.2]`. */
function settingsOf({ op, attributes }: OnnxNode): string {
  const usual = Object.hasOwn(defaults, op) ? defaults[op]! : {};
  const written = Object.entries(attributes).map(([setting, { float, integer, text }]) => {
    const number = float ?? integer;
    return [setting, number === undefined ? String(text) : shortest(number)] as const;
  });
  const unusual = written
    .filter(([setting, value]) => usual[setting] !== value)
    .map((pair) => pair.join("="));
  return unusual.length === 0 ? "" : `[${unusual.sort().join(",")}]`;
}

function activationOf(written: string): Activation | undefined {
  if (written === "LeakyRelu(x)") return leakyRelu();
  const slope = Number(/^LeakyRelu\[alpha=([^,\]]+)\]\(x\)$/.exec(written)?.[1]);
  return slope >= 0 && slope < Number.POSITIVE_INFINITY ? leakyRelu(slope) : known.get(written);
}
