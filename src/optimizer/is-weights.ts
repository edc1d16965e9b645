/** Whether a parameter is the weights of a layer, as `"weights"` and `"0.weights"` are: what weight decay is for. */
export function isWeights(name: string): boolean {
  return name === "weights" || name.endsWith(".weights");
}
