import type { Predictions } from "./read-predictions.ts";

/** What the examples of one class, or of one label, weigh. */
export interface Tally {
  /** Those of the class. */
  support: number;
  /** Those that were predicted to be. */
  predicted: number;
  /** Those that are and were predicted to be. */
  right: number;
  /** Whether there is any example of either kind, whatever it weighs. */
  occurs: boolean;
}

/** Tallies of nothing yet, as many as there are classes or labels. */
export function emptyTallies(count: number): Tally[] {
  return Array.from({ length: count }, () => ({ support: 0, predicted: 0, right: 0, occurs: false }));
}

/** Counts for each class what the examples of it and those predicted to be of it weigh. */
export function tallyClasses({ labels, predicted, weights, classes }: Predictions): Tally[] {
  const tallies = emptyTallies(classes);
  for (const [example, weight] of weights.entries()) {
    const actual = tallies[labels[example]!]!;
    const told = tallies[predicted[example]!]!;
    actual.support += weight;
    told.predicted += weight;
    if (actual === told) actual.right += weight;
    actual.occurs = told.occurs = true;
  }
  return tallies;
}
