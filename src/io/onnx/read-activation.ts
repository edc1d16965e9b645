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
import type { GraphToRead } from "./graph-to-read.ts";
import { type Found, findTerm, term } from "./read-term.ts";

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
  [term("Clip", "x", 0), relu],
  [term("Clip[min=0]", "x"), relu], // before opset 11
  [term("Max", "x", 0), relu],
  [term("Elu", "x"), elu],
  [term("Selu", "x"), selu],
  [term("Softplus", "x"), softplus],
  [term("Softsign", "x"), softsign],
  [term("Div", "x", term("Add", term("Abs", "x"), 1)), softsign],
  [term("Clip", "x", -1, 1), hardTanh],
  [term("Clip[max=1,min=-1]", "x"), hardTanh], // before opset 11
  [term("Mul", "x", term("Sigmoid", "x")), silu],
  [term("Swish", "x"), silu],
  [term("Mul", term("Tanh", term("Mul", "x", 2 / 3)), 1.7159), lecunTanh],
  [term("Gelu", "x"), gelu],
  ...[term("Div", "x", Math.SQRT2), term("Mul", "x", Math.SQRT1_2)]
    .flatMap(geluTerms)
    .map((each): [string, Activation] => [each, gelu]),
]);

/** Nodes that an activation is made of at most. */
const MOST_NODES = 5;

/** Finds the activation that a value goes through, if all that is done with the value is one: the shortest that is known. */
export function findActivation(graph: GraphToRead, value: string): Found<Activation> | undefined {
  return findTerm(graph, value, activationOf, MOST_NODES);
}

function activationOf(written: string): Activation | undefined {
  if (written === "LeakyRelu(x)") return leakyRelu();
  const slope = Number(/^LeakyRelu\[alpha=([^,\]]+)\]\(x\)$/.exec(written)?.[1]);
  return slope >= 0 && slope < Number.POSITIVE_INFINITY ? leakyRelu(slope) : known.get(written);
}
