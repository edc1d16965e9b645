import type { Moment } from "./optimizer.ts";

/**
 * Whether a parameter is the weights of a layer, which weight decay is for: as the model declares it, and where none does, those that
 * are called so, as `"weights"` and `"0.weights"` are.
 */
export function isWeights(name: string, { weights }: Pick<Moment, "weights"> = {}): boolean {
  return weights ? weights.has(name) : name === "weights" || name.endsWith(".weights");
}
