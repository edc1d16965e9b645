import { checkKeys, checkNumber } from "../check.ts";
import { mapParameters, type Parameters, zerosLike } from "../parameters.ts";
import { checkRate } from "../schedule/check-rate.ts";
import { type Rate, rateAt } from "../schedule/schedule.ts";
import type { Optimizer } from "./optimizer.ts";

/** Options of `adaGrad`. */
export interface AdaGradOptions {
  /** η, a number > 0 or a schedule. Default 0.01. */
  readonly learningRate?: Rate | undefined;
  /** ε > 0, added to the root of the sum of squares. Default 1e-10. */
  readonly epsilon?: number | undefined;
}

/** What `adaGrad` remembers: the sum of the squares of each gradient. */
export interface AdaGradState {
  readonly sumOfSquares: Parameters;
}

/**
 * AdaGrad: s ← s + g², θ ← θ − η·g / (√s + ε).
 *
 * @param options - The learning rate and ε.
 * @returns An optimizer.
 * @throws RangeError if a number is outside its range.
 * @example
 * adaGrad({ learningRate: 0.01 });
 *
 * @see Duchi, Hazan, Singer, "Adaptive subgradient methods for online learning and stochastic optimization",
 * JMLR 12, 2011, section 1.1, with the diagonal matrix.
 */
export function adaGrad(options: AdaGradOptions = {}): Optimizer<AdaGradState> {
  const action = "create adaGrad";
  checkKeys(action, options, ["learningRate", "epsilon"]);
  const { learningRate = 0.01, epsilon = 1e-10 } = options;
  checkRate(action, "learningRate", learningRate, { above: 0 });
  checkNumber(action, "epsilon", epsilon, { above: 0 });
  return Object.freeze({
    name: "adaGrad",
    learningRateAt: ({ epoch, progress }) => rateAt(learningRate, epoch, progress),
    init: (engine, parameters) => ({ sumOfSquares: zerosLike(engine, parameters) }),
    update(engine, gradients, { sumOfSquares }, _parameters, { epoch, progress }) {
      const rate = rateAt(learningRate, epoch, progress);
      return mapParameters(gradients, (gradient, name) => {
        const s = sumOfSquares[name]!;
        const squares = engine.multiply(gradient, gradient);
        engine.add(s, squares, s); // s ← s + g²
        return engine.divideByRoot(-rate, gradient, 1, s, epsilon, squares); // −η·g / (√s + ε)
      });
    },
  } satisfies Optimizer<AdaGradState>);
}
