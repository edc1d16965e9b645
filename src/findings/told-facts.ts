import type { AbstractMatrix } from "../matrix/matrix.ts";
import type { Network } from "../network/network.ts";
import type { ToldFacts } from "./evidence.ts";

/**
 * What a net says of examples.
 *
 * @param network - The net, after training.
 * @param inputs - (examples, inputs)
 * @param labels - The classes that are there, where classes are told.
 */
export function measureTold(network: Network, inputs: AbstractMatrix, labels?: ArrayLike<number>): ToldFacts {
  const outputs = network.predict(inputs); // (examples, outputs)
  let squares = 0;
  for (let output = 0; output < outputs.columns; output++) {
    const values = outputs.getColumn(output);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    for (const value of values) squares += (value - mean) ** 2;
  }
  const spread = Math.sqrt(squares / (outputs.rows * outputs.columns));
  if (labels === undefined) return { spread };
  const counts = new Map<number, number>();
  for (const label of network.classify(inputs)) counts.set(label, (counts.get(label) ?? 0) + 1);
  const [[label, count]] = [...counts].sort(([, a], [, b]) => b - a) as [[number, number]];
  const there = [...new Set(Array.from({ length: labels.length }, (_, example) => labels[example]!))];
  return {
    spread,
    commonest: { label, share: count / outputs.rows },
    neverNamed: there.filter((each) => !counts.has(each)).sort((a, b) => a - b),
  };
}
