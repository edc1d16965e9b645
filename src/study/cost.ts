import { checkInteger, checkNumber } from "../check.ts";
import { countParameters } from "../fit/model-line.ts";
import type { Layer } from "../layers/layer.ts";
import { weightNames } from "../layers/weight-names.ts";
import type { Network } from "../network/network.ts";

// The cost of training is counted in multiplications, so that it is the same on every machine.

/**
 * The cost of an epoch of contrastive divergence with one step, in multiplications: three products up and down, and two of
 * statistics, so 5·examples·visible·hidden.
 *
 * @param examples - How many examples, ≥ 0.
 * @param visible - How many visible units, ≥ 0.
 * @param hidden - How many hidden units, ≥ 0.
 * @returns Multiplications.
 * @throws TypeError or RangeError if one of them is not such an integer.
 * @example
 * rbmEpochCost(1000, 784, 500); // 1.96e9
 */
export function rbmEpochCost(examples: number, visible: number, hidden: number): number {
  const counts = Object.entries({ examples, visible, hidden });
  return counts.reduce(
    (product, [name, count]) => product * checkInteger("count an epoch", name, count, { min: 0 }),
    5,
  );
}

/** What the training of a net costs. */
export interface TrainingCost {
  /** Multiplications of products for one example: one way forward and two back, but for the inputs of the first layer. */
  readonly example: number;
  /** Multiplications of one update. */
  readonly update: number;
}

/** @param perParameter - Multiplications of the optimizer for each parameter. */
export function trainingCost(network: Network, perParameter: number): TrainingCost {
  const counts = network.layers.map((layer, index) => multiplications(layer, network, `${index}.`));
  const all = counts.reduce((sum, count) => sum + count, 0);
  return { example: 3 * all - (counts[0] ?? 0), update: perParameter * countParameters(network.parameters) };
}

/** Multiplications of an epoch of so many examples in batches of this size. */
export function epochCost(
  network: Network,
  perParameter: number,
  { examples, batchSize }: { readonly examples: number; readonly batchSize: number },
): number {
  const { example, update } = trainingCost(network, perParameter);
  return examples * example + Math.ceil(examples / batchSize) * update;
}

/** Multiplications of one example's way forward through a layer: what it says itself, or one for each weight, and for each number of other parameters of more than one row. */
function multiplications(layer: Layer, network: Network, path: string): number {
  if (layer.multiplications !== undefined)
    return checkNumber(
      "count the cost",
      `multiplications of layers of kind ${layer.kind}`,
      layer.multiplications,
      { min: 0 },
    );
  if (layer.layers !== undefined) {
    return layer.layers.reduce(
      (sum, inner, index) => sum + multiplications(inner, network, `${path}${index}.`),
      0,
    );
  }
  const weights = weightNames(layer).map((name) => path + name);
  return Object.entries(network.parameters)
    .filter(([name]) => name.startsWith(path))
    .filter(([name, { rows }]) => rows > 1 || weights.includes(name))
    .reduce((sum, [, { rows, columns }]) => sum + rows * columns, 0);
}

/** Taking the covariance of the columns, and applying the directions found. */
export function whiteningCost(examples: number, columns: number): number {
  return 2 * examples * columns * columns;
}
