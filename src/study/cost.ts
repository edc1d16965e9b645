import type { Layer } from "../layers/layer.ts";

// The cost of training is counted in multiplications of matrix products, so that it is the same on every machine.

/** An epoch of contrastive divergence with one step: three products up and down, and two of statistics. */
export function rbmEpochCost(examples: number, visible: number, hidden: number): number {
  return 5 * examples * visible * hidden;
}

/** An epoch of backpropagation: a product forward and two back per dense layer, but for the inputs of the first. */
export function networkEpochCost(examples: number, layers: readonly Layer[]): number {
  const weights = weightCounts(layers);
  const all = weights.reduce((sum, count) => sum + count, 0);
  return examples * (3 * all - (weights[0] ?? 0));
}

/** Taking the covariance of the columns, and applying the directions found. */
export function whiteningCost(examples: number, columns: number): number {
  return 2 * examples * columns * columns;
}

function weightCounts(layers: readonly Layer[]): number[] {
  return layers.flatMap((layer) => {
    if (layer.kind === "dense") return [layer.inputs! * layer.outputs!];
    return weightCounts(layer.layers ?? []);
  });
}
