import { hostname } from "node:os";
import { hashOf } from "../../src/study/hash.ts";
import type { TrialResult } from "../../src/study/trial-result.ts";
import { simulatedTrial } from "./simulated-trials.ts";

/** The line that a result is in a file. */
export const lineOf = (result: unknown): string => `${JSON.stringify(result)}\n`;

/** Results in the order in which a file has those of other plans. */
export const byId = (results: readonly TrialResult[]): TrialResult[] =>
  results.toSorted((a, b) => (a.id < b.id ? -1 : 1));

/** A machine's process that has ended: numbers of processes are below 2²². */
export const ended = (number: number): string =>
  `${hostname().replaceAll(/\W/g, "_").slice(0, 40)}-${2 ** 22 + number}-abc`;

/** Six results with all that is told of a trial that compares. */
export function sixTrials(): Promise<TrialResult[]> {
  const movement = [{ path: "0", relativeChange: 0.1, cosine: 0.9, alignment: 1 }];
  const layers = [{ path: "0", name: "sigmoid", largest: 2, mean: 1, smallest: 0.5, meanSquare: 1 }];
  return Promise.all(
    [1, 2, 3, 4, 5, 6].map(async (seed) => {
      const trial = simulatedTrial("classical", {}, seed, () => seed / 7);
      return { ...trial, id: await hashOf(trial.spec), movement, jacobians: { layers } };
    }),
  );
}
