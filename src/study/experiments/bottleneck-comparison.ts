import { estimateOf, type Interval, intervalOf } from "../statistics/interval.ts";

/** A start beside a random one, seed by seed, with as many units on top. */
export interface BottleneckComparison {
  readonly top: number;
  readonly arm: string;
  /** The random start that it is compared with. */
  readonly over: string;
  /** Whether no other random start did better on the seed of the rates. */
  readonly overBest: boolean;
  /** How many times as large the training loss is, the geometric mean; absent where a loss is 0. */
  readonly trainLoss?: Interval;
  /** By how much the training error is larger, as a share. */
  readonly trainError: Interval;
  /** By how much the test error is larger, as a share. */
  readonly testError: Interval;
}

/** What is compared: figures by seed. */
export interface Compared {
  readonly arm: string;
  readonly trainLosses: readonly number[];
  readonly trainErrors: readonly number[];
  readonly testErrors: readonly number[];
}

/** On either side of an interval of 95 %. */
const TAILS = { below: 0.025, above: 0.025 };

/** Compares two starts. Errors are known to one example, and taken to spread no less. */
export function comparedWith(
  over: Compared,
  start: Compared,
  examples: { readonly train: number; readonly test: number },
): Omit<BottleneckComparison, "top" | "overBest"> {
  const logarithms = start.trainLosses.map(
    (loss, seed) => Math.log(loss) - Math.log(over.trainLosses[seed]!),
  );
  const difference = (name: "trainErrors" | "testErrors", count: number): Interval =>
    intervalOver(
      start[name].map((error, seed) => error - over[name][seed]!),
      1 / count,
    );
  return {
    ...{ arm: start.arm, over: over.arm },
    ...(logarithms.every(Number.isFinite) && { trainLoss: asRatio(intervalOver(logarithms)) }),
    trainError: difference("trainErrors", examples.train),
    testError: difference("testErrors", examples.test),
  };
}

function intervalOver(values: readonly number[], resolution = 0): Interval {
  return intervalOf(estimateOf(values, { resolution }), TAILS);
}

function asRatio({ mean, low, high }: Interval): Interval {
  const ratio = (logarithm: number | null): number | null =>
    logarithm === null ? null : Math.exp(logarithm);
  return { mean: Math.exp(mean), low: ratio(low), high: ratio(high) };
}
