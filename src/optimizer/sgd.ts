import { checkBoolean, checkKeys } from "../check.ts";
import { mapParameters, type Parameters, zerosLike } from "../parameters.ts";
import { checkRate } from "../schedule/check-rate.ts";
import { type Rate, rateAt } from "../schedule/schedule.ts";
import type { Optimizer } from "./optimizer.ts";

/** Options of `sgd`. */
export interface SgdOptions {
  /** η, a number > 0 or a schedule. Default 0.1. */
  readonly learningRate?: Rate | undefined;
  /** μ, a number in [0, 1) or a schedule. Default 0. */
  readonly momentum?: Rate | undefined;
  /** Whether the step is taken from where the velocity leads. Default false. */
  readonly nesterov?: boolean | undefined;
}

const momentumLimits = { min: 0, below: 1 } as const;

/** What `sgd` remembers: the velocity v of each parameter. */
export interface SgdState {
  readonly velocity: Parameters;
}

/**
 * Stochastic gradient descent with momentum: v ← μ·v − η·g, θ ← θ + v; with Nesterov's momentum θ ← θ + μ·v − η·g
 * with the new v. The rate multiplies the gradient alone, so a change of the rate leaves the velocity as it is.
 *
 * PyTorch multiplies the whole velocity by the rate. While the rate is constant both take the same steps.
 *
 * @param options - The learning rate, the momentum and whether it is Nesterov's.
 * @returns An optimizer.
 * @throws RangeError if a number is outside its range.
 * @example
 * sgd({ learningRate: 0.1, momentum: 0.9 });
 *
 * @see Sutskever, Martens, Dahl, Hinton, "On the importance of initialization and momentum in deep learning",
 * ICML 2013, equations 1 to 4.
 */
export function sgd(options: SgdOptions = {}): Optimizer<SgdState> {
  const action = "create sgd";
  checkKeys(action, options, ["learningRate", "momentum", "nesterov"]);
  const { learningRate = 0.1, momentum = 0, nesterov = false } = options;
  checkRate(action, "learningRate", learningRate, { above: 0 });
  checkRate(action, "momentum", momentum, momentumLimits);
  checkBoolean(action, "nesterov", nesterov);
  return Object.freeze({
    name: "sgd",
    learningRateAt: ({ epoch, progress }) => rateAt(learningRate, epoch, progress),
    init: (engine, parameters) => ({ velocity: zerosLike(engine, parameters) }),
    update(engine, gradients, { velocity }, _parameters, { epoch, progress }) {
      const rate = rateAt(learningRate, epoch, progress);
      const decay = rateAt(momentum, epoch, progress, momentumLimits);
      return mapParameters(gradients, (gradient, name) => {
        const v = engine.combine(decay, velocity[name]!, -rate, gradient, velocity[name]!); // v ← μ·v − η·g
        return nesterov ? engine.combine(decay, v, -rate, gradient) : v;
      });
    },
  } satisfies Optimizer<SgdState>);
}
