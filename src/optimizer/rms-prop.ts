import { checkKeys, checkNumber } from "../check.ts";
import { mapParameters, type Parameters, zerosLike } from "../parameters.ts";
import { checkRate } from "../schedule/check-rate.ts";
import { type Rate, rateAt } from "../schedule/schedule.ts";
import type { Optimizer } from "./optimizer.ts";

/** Options of `rmsProp`. */
export interface RmsPropOptions {
  /** η, a number > 0 or a schedule. Default 0.01. */
  readonly learningRate?: Rate | undefined;
  /** ρ, in [0, 1): how slowly the mean of the squared gradients is forgotten. Default 0.99. */
  readonly decay?: number | undefined;
  /** ε > 0, added to the root of that mean. Default 1e-8. */
  readonly epsilon?: number | undefined;
}

/** What `rmsProp` remembers: the running mean of the squares of each gradient. */
export interface RmsPropState {
  readonly meanSquare: Parameters;
}

/**
 * RMSProp: s ← ρ·s + (1 − ρ)·g², θ ← θ − η·g / (√s + ε). The mean s starts at zero, so the first steps are long:
 * up to η / √(1 − ρ).
 *
 * @param options - The learning rate, the decay and ε.
 * @returns An optimizer.
 * @throws RangeError if a number is outside its range.
 * @example
 * rmsProp({ learningRate: 0.001, decay: 0.9 });
 *
 * @see Hinton, Srivastava, Swersky, "Neural networks for machine learning", Coursera 2012, lecture 6e.
 */
export function rmsProp(options: RmsPropOptions = {}): Optimizer<RmsPropState> {
  const action = "create rmsProp";
  checkKeys(action, options, ["learningRate", "decay", "epsilon"]);
  const { learningRate = 0.01, decay = 0.99, epsilon = 1e-8 } = options;
  checkRate(action, "learningRate", learningRate, { above: 0 });
  checkNumber(action, "decay", decay, { min: 0, below: 1 });
  checkNumber(action, "epsilon", epsilon, { above: 0 });
  return Object.freeze({
    name: "rmsProp",
    learningRateAt: ({ epoch, progress }) => rateAt(learningRate, epoch, progress),
    init: (engine, parameters) => ({ meanSquare: zerosLike(engine, parameters) }),
    update(engine, gradients, { meanSquare }, _parameters, { epoch, progress }) {
      const rate = rateAt(learningRate, epoch, progress);
      return mapParameters(gradients, (gradient, name) => {
        const s = meanSquare[name]!;
        const squares = engine.multiply(gradient, gradient);
        engine.combine(decay, s, 1 - decay, squares, s); // s ← ρ·s + (1 − ρ)·g²
        return engine.divideByRoot(-rate, gradient, 1, s, epsilon, squares); // −η·g / (√s + ε)
      });
    },
  } satisfies Optimizer<RmsPropState>);
}
