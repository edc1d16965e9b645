import { rbmEpochCost } from "layerwise/study";
import type { GroundFacts } from "./experiment/frame.ts";
import type { Settings } from "./settings.ts";

// Cost is counted in multiplications, so that it is the same on every machine.

/** An epoch of a net with these widths: one way forward and two back, but for the inputs of the first layer. */
export function netEpochCost(examples: number, widths: readonly number[]): number {
  const sizes = widths.slice(1).map((outputs, layer) => outputs * widths[layer]!);
  return examples * (3 * sizes.reduce((sum, size) => sum + size, 0) - sizes[0]!);
}

/** The widths of a net, from the inputs to the classes. */
export function widthsOf(
  { depth, width }: Settings,
  { inputs, classNames }: Pick<GroundFacts, "inputs" | "classNames">,
): readonly number[] {
  return [inputs, ...Array.from({ length: depth }, () => width), classNames.length];
}

/** What the dearer of both nets costs in all. */
export function wholeCost(settings: Settings, facts: GroundFacts): number {
  const { left, right, pretraining, epochs } = settings;
  const widths = widthsOf(settings, facts);
  const stack = widths
    .slice(1, -1)
    .reduce((sum, hidden, layer) => sum + rbmEpochCost(facts.training, widths[layer]!, hidden), 0);
  const isPretrained = left === "pretrained" || right === "pretrained";
  return epochs * netEpochCost(facts.training, widths) + (isPretrained ? pretraining * stack : 0);
}
