import type { RandomStream } from "../../src/index.ts";
import type { TrialResult } from "../../src/study/trial-result.ts";
import { type OwnArms, simulatedPlan, simulatedStudy, type Truth } from "./simulated-trials.ts";

/** The truth behind the trials of a study: of each arm where all are compared, and in the sweeps. */
export interface World {
  readonly reference: Readonly<Record<string, Truth>>;
  /** With 20 labels instead of 100. */
  readonly fewLabels?: Readonly<Record<string, Truth>>;
  /** At width 5 instead of 10. */
  readonly narrow?: Readonly<Record<string, Truth>>;
  /** After 20 times the epochs. */
  readonly long?: Readonly<Record<string, Truth>>;
}

const PLACES = { reference: {}, fewLabels: { labels: 20 }, narrow: { width: 5 }, long: { times: 20 } };

/** The plan and the trials of a world. */
export function studyOf(
  world: World,
  random: RandomStream,
  options: { readonly seeds?: number; readonly noise?: () => number; readonly own?: OwnArms } = {},
): { readonly plan: ReturnType<typeof simulatedPlan>; readonly trials: TrialResult[] } {
  const { own = {}, ...more } = options;
  const names = Object.keys(PLACES).flatMap((place) => Object.keys(world[place as keyof World] ?? {}));
  return {
    plan: simulatedPlan([...new Set(names)], own),
    trials: Object.entries(PLACES).flatMap(([name, place]) =>
      simulatedStudy(world[name as keyof World] ?? {}, random, { ...more, ...place }),
    ),
  };
}

/** The world with some truths replaced; one that is undefined is an arm without trials. */
export function changed(world: World, changes: Changes): World {
  const places = Object.keys(PLACES).map((name) => {
    const place = name as keyof World;
    const truths = Object.entries({ ...world[place], ...changes[place] });
    return [place, Object.fromEntries(truths.filter(([, truth]) => truth !== undefined))];
  });
  return Object.fromEntries(places) as unknown as World;
}

/** Truths to replace, and arms to take away. */
export type Changes = {
  readonly [Place in keyof World]?: Readonly<Record<string, Truth | undefined>>;
};

/** A world in which every claim is true. */
export const folklore: World = {
  reference: {
    classical: { survives: 0.14, slopes: 0.24, error: 0.6, loss: 2, frozen: 0.85 },
    isometric: { survives: 0.95, slopes: 0.24, error: 0.08, loss: 0.04, frozen: 0.5 },
    rbm: {
      survives: 0.5,
      slopes: 0.1,
      error: 0.05,
      loss: 0.05,
      frozen: 0.1,
      pretrainingCost: 50_000,
      spread: 0.1,
    },
    "rbm 1 epoch": { error: 0.06, pretrainingCost: 20_000 },
    "rbm permuted": { error: 0.1 },
    "rbm spectrum": { error: 0.1 },
    "same survival": { error: 0.1 },
    relu: { survives: 1, slopes: 0.7, error: 0.05 },
    "classical + adam": { error: 0.05 },
    "classical + layer rates": { error: 0.05 },
    whitened: { error: 0.4 },
    "greedy supervised": { error: 0.08 },
    autoencoder: { error: 0.07 },
    transfer: { error: 0.04 },
  },
  fewLabels: {
    rbm: { error: 0.2 },
    isometric: { error: 0.3 },
    shallow: { error: 0.3 },
    pca: { error: 0.35 },
  },
  narrow: { rbm: { error: 0.3 }, isometric: { error: 0.2 } },
  long: {
    classical: { error: 0.05, loss: 0.005 },
    rbm: { error: 0.03, loss: 0.02 },
    isometric: { error: 0.08, loss: 0.005 },
  },
};

/**
 * A world in which every claim but the first is at its border: one of its effects exactly there, the others clearly beyond. Of the first
 * `equals` is the border.
 */
export const border: World = {
  reference: {
    classical: { survives: 0.5, overPredicted: 0.9, error: 0.4, loss: 0.1, frozen: 0.6 },
    isometric: { survives: 0.8, error: 0.1, loss: 0.1, frozen: 0.3 },
    rbm: { survives: 0.55, error: 0.1, loss: 0.1, frozen: 0.2 },
    "rbm permuted": { error: 0.2 }, // half of the way from .4 to .1 on a logarithmic scale
    "rbm spectrum": { error: 0.2 },
    "same survival": { error: 0.2 },
    relu: { survives: 1, error: 0.11 },
    "classical + adam": { error: 0.11 },
    "classical + layer rates": { error: 0.11 },
    whitened: { error: 0.39 },
    "greedy supervised": { error: 0.1 },
    autoencoder: { error: 0.1 },
    transfer: { error: 0.1 },
  },
  fewLabels: { rbm: { error: 0.3 }, isometric: { error: 0.3 }, shallow: { error: 0.3 } },
  narrow: { rbm: { error: 0.3 }, isometric: { error: 0.3 } },
  long: {
    classical: { error: 0.11, loss: 0.05 },
    rbm: { error: 0.1, loss: 0.2 },
    isometric: { error: 0.1, loss: 0.05 },
  },
};

/** A world in which no arm differs from any other, and every effect that is a difference is none. */
export const equals: World = Object.fromEntries(
  Object.entries(border).map(([place, truths]) => [
    place,
    Object.fromEntries(
      Object.keys(truths).map((arm) => [arm, { survives: 0.9, error: 0.3, loss: 0.3, frozen: 0.3 }]),
    ),
  ]),
) as unknown as World;
