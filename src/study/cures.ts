import {
  armsLike,
  bestArm,
  bestLike,
  bestPoint,
  type Evidence,
  meanOf,
  testErrorOf,
} from "./statistics/evidence.ts";
import type { TrialResult } from "./trial-result.ts";
import type { Cure } from "./verdict.ts";

/** The remedy that the question is about, and none. */
export const PRETRAINING = "pretraining with RBMs";
export const NOTHING = "nothing: the classical start";

/** What draws the weights otherwise than the classical start does. */
export const RANDOM_WEIGHTS = "other random weights";

/** What each remedy that was tried makes of the classical start: the best arm of its kind, the least test error first. */
export function curesOf(evidence: Evidence): Cure[] {
  const classical = bestLike(evidence, { tag: "classical" });
  if (classical === undefined) return [];
  const longest = Math.max(1, ...evidence.trials.map(({ spec }) => spec.times));
  const long = { ...evidence.reference, times: longest };
  const randomStarts = armsLike(evidence, { kind: "random start" }).filter((arm) => arm !== classical);
  const optimizers = armsLike(evidence, { tag: "classical", optimizer: null });
  const isLayerRates = (arm: string): boolean => arm.endsWith("layer rates");
  const best = (arms: readonly string[]): string | undefined =>
    bestArm(evidence, arms, (trial) => bestPoint(trial).validationError);
  const found: readonly (readonly [string, string | undefined])[] = [
    [PRETRAINING, bestLike(evidence, { tag: "rbm" })],
    ["pretraining with autoencoders", bestLike(evidence, { tag: "autoencoder" })],
    ["pretraining with labels, layer by layer", bestLike(evidence, { tag: "supervised" })],
    ["a body trained on another task", bestLike(evidence, { tag: "transfer" })],
    [RANDOM_WEIGHTS, best(randomStarts)],
    ["another activation", bestLike(evidence, { tag: "activation" })],
    ["normalized layers", bestLike(evidence, { tag: "normalization" })],
    ["a way around each layer", bestLike(evidence, { tag: "paths" })],
    ["another optimizer", best(optimizers.filter((arm) => !isLayerRates(arm)))],
    ["a rate for each layer", best(optimizers.filter(isLayerRates))],
    ["prepared inputs", bestLike(evidence, { kind: "inputs" })],
  ];
  const base = costOf([...evidence.of(classical).values()]);
  const cure = (what: string, arm: string, trials: readonly TrialResult[]): Cure => ({
    ...{ what, arm, optimizer: trials[0]!.spec.optimizer, times: trials[0]!.spec.times },
    testError: meanOf(trials.map(testErrorOf)),
    cost: costOf(trials) / base,
  });
  const at = (arm: string, setting = evidence.reference): readonly TrialResult[] => [
    ...evidence.of(arm, setting).values(),
  ];
  const longer = longest > 1 && at(classical, long).length > 0;
  return [
    cure(NOTHING, classical, at(classical)),
    ...found.flatMap(([what, arm]) => (arm === undefined ? [] : [cure(what, arm, at(arm))])),
    ...(longer ? [cure("more time", classical, at(classical, long))] : []),
  ].sort((a, b) => a.testError - b.testError || a.cost - b.cost);
}

/** Multiplications in the mean, pretraining included. */
const costOf = (trials: readonly TrialResult[]): number =>
  meanOf(trials.map(({ curve }) => curve.at(-1)!.cost));
