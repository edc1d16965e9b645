import { checkList, checkNumber, rangeError, readSafely } from "../../check.ts";

/** What every metric takes. */
export interface MetricOptions {
  /** How much each example counts: one number ≥ 0 per example, not all 0. Default 1 each. */
  readonly sampleWeights?: ArrayLike<number> | undefined;
}

/** The weights of examples, and their sum. */
export interface SampleWeights {
  readonly weights: Float64Array;
  readonly total: number;
}

/** Reads the weights of so many examples. */
export function readWeights(
  action: string,
  { sampleWeights }: MetricOptions,
  examples: number,
): SampleWeights {
  if (sampleWeights === undefined) return { weights: new Float64Array(examples).fill(1), total: examples };
  const expected = "sampleWeights to be numbers, one per example";
  checkList(action, expected, sampleWeights);
  if (sampleWeights.length !== examples) {
    throw rangeError(
      action,
      `one number in sampleWeights for each of ${examples} examples`,
      `${sampleWeights.length}`,
    );
  }
  const weights = readSafely(action, expected, () =>
    Float64Array.from({ length: examples }, (_, example) =>
      checkNumber(action, `sampleWeights[${example}]`, sampleWeights[example], { min: 0 }),
    ),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  checkNumber(action, "the sum of sampleWeights", total, { above: 0, max: 1e300 }); // twice it is a number too
  return { weights, total };
}
