import type { RandomStream } from "../../src/index.ts";
import type { ArmKind } from "../../src/study/arm.ts";
import { armByName } from "../../src/study/arms/all.ts";
import { type PlannedArm, plannedArm } from "../../src/study/planned-arm.ts";
import type { Setting } from "../../src/study/statistics/evidence.ts";
import type { GradientMoment, TrialResult } from "../../src/study/trial-result.ts";
import { TRIAL_VERSION } from "../../src/study/trial-spec.ts";

/** What is known of an arm: the truth behind its simulated trials. */
export interface Truth {
  /** The share of the error signal that survives per layer, and the part of it that is due to the slopes. */
  readonly survives?: number;
  readonly slopes?: number;
  /** measured / predicted attenuation. */
  readonly overPredicted?: number;
  /** Final test and validation error, and training loss. */
  readonly error?: number;
  readonly loss?: number;
  /** How many times the usual noise there is on the errors. */
  readonly spread?: number;
  readonly frozen?: number;
  readonly pretrainingCost?: number;
}

export const DEPTH = 4;
const EPOCHS = 4;

/** Where a trial stands if nothing else is said. */
const USUAL: Setting = { depth: DEPTH, width: 10, labels: 100, times: 1 };

/** What trains an arm of this name: "rbm + adam". */
const optimizerIn = (arm: string): string => arm.split(" + ")[1] ?? "momentum";

/** Kinds and tags of arms that are not the study's. */
export type OwnArms = Readonly<Record<string, { readonly kind: ArmKind; readonly tags?: readonly string[] }>>;

/** A plan of ten even classes with these arms: those of the study, and others by their kind and tags. */
export function simulatedPlan(
  names: readonly string[],
  own: OwnArms = {},
): { readonly data: object; readonly arms: readonly PlannedArm[] } {
  const arms = names.map((name) => {
    const planned = own[name];
    if (planned === undefined) return plannedArm(armByName(name));
    return { name, kind: planned.kind, tags: planned.tags ?? [], optimizer: optimizerIn(name) };
  });
  return { data: { classes: 10, chance: { validation: 0.9, test: 0.9 } }, arms };
}

/** A trial of an arm whose truth is known, with noise of a standard deviation of 3 % that is its own. */
export function simulatedTrial(
  arm: string,
  truth: Truth,
  seed: number,
  noise: () => number,
  place: Partial<Setting> = {},
): TrialResult {
  const { depth, width, labels, times } = { ...USUAL, ...place };
  const {
    survives = 0.5,
    slopes = 0.5,
    overPredicted = 1,
    error = 0.1,
    loss = 0.1,
    spread = 1,
    pretrainingCost = 0,
  } = truth;
  const wobble = (times = 1): number => Math.exp(0.03 * times * noise());
  const kept = survives * wobble();
  const [finalError, finalValidation] = [error * wobble(spread), error * wobble(spread)];
  const finalLoss = loss * wobble();
  const curve = Array.from({ length: EPOCHS + 1 }, (_, epoch) => {
    const part = epoch / EPOCHS;
    const errorNow = (final: number): number => 0.9 + part * (final - 0.9);
    const lossNow = 2.3 * (finalLoss / 2.3) ** part;
    return {
      ...{ epoch, cost: pretrainingCost + 1000 * epoch },
      ...{ trainLoss: lossNow, trainError: errorNow(finalError) },
      ...{ validationLoss: lossNow, validationError: errorNow(finalValidation) },
      ...{ testLoss: lossNow, testError: errorNow(finalError) },
    };
  });
  return {
    id: `${arm} ${seed} ${depth} ${width} ${labels} ${times}`,
    spec: {
      ...{
        version: TRIAL_VERSION,
        data: "simulated",
        purpose: "compare",
        arm,
        optimizer: optimizerIn(arm),
        ...{ depth, width, labels, times, seed },
      },
      learningRate: 0.1,
      settings: {
        ...{ train: 50_000, validation: 5000, test: 5000, epochs: EPOCHS, batchSize: 10, engine: "wasm" },
        pretraining: { epochs: 1, batchSize: 10, learningRate: 0.1, weightDecay: 0 },
        ...{ probeExamples: 10, jacobianExamples: 1 },
      },
    },
    curve,
    gradients: [momentOf(depth, kept, slopes, kept / (overPredicted * wobble()))],
    frozen: {
      testError: (truth.frozen ?? 0.5) * wobble(),
      validationError: truth.frozen ?? 0.5,
      trainLoss: 1,
    },
    pretrainingCost,
  };
}

function momentOf(depth: number, survives: number, slopes: number, predicted: number): GradientMoment {
  const steps = depth - 1;
  const hidden = Array.from({ length: depth }, (_, layer) => ({
    ...{ path: String(layer), activationMean: 0.5, activationSpread: 0.1 },
    ...{ errorAfterActivation: 1, attenuation: survives, predictedAttenuation: predicted },
  }));
  const logits = { path: String(depth), activationMean: 0, activationSpread: 1, errorAfterActivation: 1 };
  return {
    ...{ epoch: 0, loss: 2.3, survivingPerLayer: survives, surviving: survives ** steps },
    ...{ survivingBySlopes: slopes ** steps, survivingByWeights: (survives / slopes) ** steps },
    layers: [...hidden, logits],
  };
}

/** Trials of these arms over seeds 1 to `seeds`. */
export function simulatedStudy(
  truths: Readonly<Record<string, Truth>>,
  random: RandomStream,
  {
    seeds = 5,
    noise = (): number => random.normal(),
    ...place
  }: { readonly seeds?: number; readonly noise?: () => number } & Partial<Setting> = {},
): TrialResult[] {
  return Object.entries(truths).flatMap(([arm, truth]) =>
    Array.from({ length: seeds }, (_, index) => simulatedTrial(arm, truth, index + 1, noise, place)),
  );
}
