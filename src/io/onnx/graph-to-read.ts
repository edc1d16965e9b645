import { rangeError, show } from "../../check.ts";
import { constantOf } from "./constants.ts";
import type { OnnxGraph, OnnxNode, OnnxTensor } from "./model.ts";

/** A graph, with what a reader of it looks up: constants by name, and which nodes take a value. */
export interface GraphToRead {
  /** What is being done, for errors. */
  readonly action: string;
  readonly constants: ReadonlyMap<string, OnnxTensor>;
  /** The nodes that were not read yet, in order, by each value that goes into them. */
  readonly takers: ReadonlyMap<string, Set<OnnxNode>>;
  /** How many rows the input has, where the file says a number. */
  readonly rows: number | undefined;
  /** How many numbers layers may still take: many of them may share a constant, and each gets a copy. */
  readonly numbers: { left: number };
}

/**
 * Looks through a graph once: its constants, and who takes what. Each value has to come from one place. Its layers get at most so
 * many numbers.
 */
export function indexGraph(
  action: string,
  { nodes, tensors, inputs }: OnnxGraph,
  numbers: number,
): GraphToRead {
  const constants = new Map<string, OnnxTensor>();
  const names = new Set<string>();
  const define = (name: string): void => {
    if (names.has(name))
      throw rangeError(action, "each value to come from one place", `${show(name)} from two`);
    names.add(name);
  };
  for (const tensor of tensors) {
    define(tensor.name);
    constants.set(tensor.name, tensor);
  }
  // Once every constant was an input as well.
  const computed = inputs.filter(({ name }) => !constants.has(name));
  for (const { name } of computed) define(name);
  const rows = computed[0]?.dims[0];

  const takers = new Map<string, Set<OnnxNode>>();
  for (const node of nodes) {
    const used = node.outputs.filter((output) => output !== "");
    for (const output of used) define(output);
    const constant = constantOf(node, constants);
    if (constant && used[0] !== undefined) constants.set(used[0], constant);
    else for (const input of node.inputs) takers.set(input, (takers.get(input) ?? new Set()).add(node));
  }
  const fixed = typeof rows === "number" && rows > 0 ? rows : undefined;
  return { action, constants, takers, rows: fixed, numbers: { left: numbers } };
}

/** The nodes that take a value and were not read yet, in order. */
export function takersOf({ takers }: GraphToRead, value: string): readonly OnnxNode[] {
  return [...(takers.get(value) ?? [])];
}

/** Marks a node as read: nothing meets it again. */
export function markRead({ takers }: GraphToRead, node: OnnxNode): void {
  for (const input of node.inputs) takers.get(input)?.delete(node);
}

/** What a node is called in errors. */
export function nameOf({ name, op, domain, outputs }: OnnxNode): string {
  return `node ${show(name || outputs[0])} (${domain && `${domain}.`}${op})`;
}

/** Refuses settings of a node that are not known or not as they have to be; `allowed` says which values each may have. */
export function checkSettings(
  { action }: GraphToRead,
  node: OnnxNode,
  allowed: Readonly<Record<string, readonly (number | string)[]>>,
): void {
  for (const [setting, { float, integer, integers, text }] of Object.entries(node.attributes)) {
    const values = Object.hasOwn(allowed, setting) ? allowed[setting]! : undefined;
    const value = float ?? integer ?? text;
    if (values === undefined) {
      throw rangeError(action, `${nameOf(node)} without a setting ${show(setting)}`, show(value ?? integers));
    }
    if (value === undefined || (values.length > 0 && !values.includes(value))) {
      const expected = values.length > 0 ? `one of ${values.map(show).join(", ")}` : "a number";
      throw rangeError(action, `${setting} of ${nameOf(node)} to be ${expected}`, show(value));
    }
  }
}

/** The number of a setting that may be left out. */
export function numberOf({ attributes }: OnnxNode, setting: string, other: number): number {
  const { float, integer } = attributes[setting] ?? {};
  return float ?? integer ?? other;
}
