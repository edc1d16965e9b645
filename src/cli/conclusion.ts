import { formatNumber, percentCell } from "../display/table.ts";

/** What a start led to: the gradient before training, and the classifier after it. */
export interface Outcome {
  /** rms δ at the first hidden layer over that at the last, before training. */
  readonly surviving: number;
  /** The same per layer. */
  readonly survivingPerLayer: number;
  /** The share of test digits that were classified correctly after training. */
  readonly accuracy: number;
}

/** Differences of accuracy below this are not spoken of. */
const NOTEWORTHY = 0.02;

/** A gradient that is this many times larger or smaller per layer counts as another gradient. */
const ANOTHER_GRADIENT = 1.5;

/** One sentence on what these numbers show, and on no more than that: two runs with one seed. */
export function conclude(random: Outcome, pretrained: Outcome, epochs: number): string {
  const gain = pretrained.accuracy - random.accuracy;
  const factor = pretrained.survivingPerLayer / random.survivingPerLayer;
  const before =
    `Before training, ${percentCell(random.surviving)} of the last hidden layer's error signal reached the first ` +
    `in the random net and ${percentCell(pretrained.surviving)} in the pretrained one ` +
    `(${formatNumber(random.survivingPerLayer, 2)} and ${formatNumber(pretrained.survivingPerLayer, 2)} per layer)`;
  const after =
    `after ${epochs} epochs they classified ${percentCell(random.accuracy)} and ${percentCell(pretrained.accuracy)} ` +
    "of the test digits";
  return `${before}; ${after}: ${verdict(gain, factor)}.`;
}

function verdict(gain: number, factor: number): string {
  const sameGradient = factor < ANOTHER_GRADIENT && factor > 1 / ANOTHER_GRADIENT;
  const gradient = sameGradient
    ? "while the gradient shrinks about as fast per layer in both nets"
    : `and its gradient is ${formatNumber(factor, 2)} times the other's per layer`;
  if (Math.abs(gain) < NOTEWORTHY) return `here pretraining changed the result by less than 2 %, ${gradient}`;
  if (gain < 0) return `here pretraining hurt, ${gradient}`;
  return sameGradient
    ? `here pretraining helped, and not by curing the vanishing gradient, for it shrinks about as fast in both nets`
    : `here pretraining helped, ${gradient}`;
}
