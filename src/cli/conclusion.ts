import { formatNumber, percentCell } from "../display/table.ts";
import type { Survival } from "../probe/survival.ts";

/** What a start led to. */
export interface Outcome {
  /** What is left of the error signal at the first hidden layer, before training. */
  readonly survival: Survival;
  /** The share of test digits that were classified correctly after training. */
  readonly accuracy: number;
}

/** Differences of accuracy below this are not called a difference. */
const NOTEWORTHY = 0.02;

/** One sentence on what these numbers show, and on no more than that: one run of each start. */
export function conclude(random: Outcome, pretrained: Outcome, epochs: number): string {
  const ratio = (figure: keyof Survival): string =>
    formatNumber(pretrained.survival[figure] / random.survival[figure], 2);
  return (
    `In this run pretraining ${effect(pretrained.accuracy - random.accuracy)}: after ${epochs} epochs of the same ` +
    `backpropagation the pretrained net classifies ${percentCell(pretrained.accuracy)} of the test digits and the ` +
    `random one ${percentCell(random.accuracy)}; at the start ${ratio("surviving")} times as much of the error signal ` +
    `came down to the first layer of the pretrained net, where the weights passed on ${ratio("survivingByWeights")} ` +
    `times and the slopes ${ratio("survivingBySlopes")} times as much as in the random one.`
  );
}

function effect(gain: number): string {
  if (Math.abs(gain) < NOTEWORTHY) return "made little difference";
  return gain > 0 ? "helped" : "hurt";
}
