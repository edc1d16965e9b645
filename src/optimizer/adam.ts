import { checkKeys, checkNumber } from "../check.ts";
import { mapParameters, type Parameters, zerosLike } from "../parameters.ts";
import { checkRate } from "../schedule/check-rate.ts";
import { type Rate, rateAt } from "../schedule/schedule.ts";
import type { Optimizer } from "./optimizer.ts";

/** Options of `adam`. */
export interface AdamOptions {
  /** η, a number > 0 or a schedule. Default 0.001. */
  readonly learningRate?: Rate | undefined;
  /** β₁, in [0, 1): how slowly the mean of the gradients is forgotten. Default 0.9. */
  readonly firstMomentDecay?: number | undefined;
  /** β₂, in [0, 1): how slowly the mean of their squares is forgotten. Default 0.999. */
  readonly secondMomentDecay?: number | undefined;
  /** ε > 0, added to the root of the second moment. Default 1e-8. */
  readonly epsilon?: number | undefined;
}

/** What `adam` remembers: both moments of each gradient, and how many updates they have seen. */
export interface AdamState {
  readonly firstMoment: Parameters;
  readonly secondMoment: Parameters;
  updates: number;
}

/**
 * Adam: m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², θ ← θ − η·m̂ / (√v̂ + ε), with the moments freed of their
 * start at zero, m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ), at the t-th update.
 *
 * @param options - The learning rate, the decays of the two moments and ε.
 * @returns An optimizer.
 * @throws RangeError if a number is outside its range.
 * @example
 * adam({ learningRate: 0.001 });
 *
 * @see Kingma, Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1.
 */
export function adam(options: AdamOptions = {}): Optimizer<AdamState> {
  checkKeys("create adam", options, adamOptionNames);
  const { learningRate, beta1, beta2, epsilon } = readAdamOptions("create adam", options);
  return Object.freeze({
    name: "adam",
    learningRateAt: ({ epoch, progress }) => rateAt(learningRate, epoch, progress),
    init: (engine, parameters) => ({
      firstMoment: zerosLike(engine, parameters),
      secondMoment: zerosLike(engine, parameters),
      updates: 0,
    }),
    update(engine, gradients, state, _parameters, { epoch, progress }) {
      const rate = rateAt(learningRate, epoch, progress);
      state.updates += 1;
      const correction1 = 1 - beta1 ** state.updates;
      const correction2 = 1 - beta2 ** state.updates;
      return mapParameters(gradients, (gradient, name) => {
        const m = state.firstMoment[name]!;
        const v = state.secondMoment[name]!;
        engine.combine(beta1, m, 1 - beta1, gradient, m); // m ← β₁·m + (1 − β₁)·g
        const squares = engine.multiply(gradient, gradient);
        engine.combine(beta2, v, 1 - beta2, squares, v); // v ← β₂·v + (1 − β₂)·g²
        return engine.divideByRoot(-rate / correction1, m, 1 / correction2, v, epsilon, squares); // −η·m̂ / (√v̂ + ε)
      });
    },
  } satisfies Optimizer<AdamState>);
}

/** The names of the options of `adam`. */
export const adamOptionNames: readonly (keyof AdamOptions)[] = Object.freeze([
  "learningRate",
  "firstMomentDecay",
  "secondMomentDecay",
  "epsilon",
] as const);

/** Reads the options of `adam`, under the names they have in its equations. */
export function readAdamOptions(
  action: string,
  options: AdamOptions,
): { learningRate: Rate; beta1: number; beta2: number; epsilon: number } {
  const { learningRate = 0.001, firstMomentDecay = 0.9, secondMomentDecay = 0.999, epsilon = 1e-8 } = options;
  return {
    learningRate: checkRate(action, "learningRate", learningRate, { above: 0 }),
    beta1: checkNumber(action, "firstMomentDecay", firstMomentDecay, { min: 0, below: 1 }),
    beta2: checkNumber(action, "secondMomentDecay", secondMomentDecay, { min: 0, below: 1 }),
    epsilon: checkNumber(action, "epsilon", epsilon, { above: 0 }),
  };
}
