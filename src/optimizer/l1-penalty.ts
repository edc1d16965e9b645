import { mapParameters } from "../parameters.ts";
import { checkRate } from "../schedule/check-rate.ts";
import { nameOfRate, type Rate, rateAt } from "../schedule/schedule.ts";
import type { GradientTransform } from "./gradient-transform.ts";
import { isWeights } from "./is-weights.ts";

/**
 * Adds the gradient of λ·Σ |θ| to that of the weights: g ← g + λ·sign(θ), where sign(0) = 0. The loss that is reported stays
 * without it. It draws weights that do little to about zero.
 *
 * Only weights are penalized, as layers declare theirs (`"0.weights"`); biases, gains and shifts are not.
 *
 * @param rate - λ, a number ≥ 0 or a schedule.
 * @returns A transform for `chain`.
 * @throws RangeError if the rate is outside its range.
 * @example
 * chain(l1Penalty(0.0001), sgd({ learningRate: 0.1, momentum: 0.9 }));
 *
 * @see Hinton, "A practical guide to training restricted Boltzmann machines", 2010, section 10; Tibshirani, "Regression
 * shrinkage and selection via the lasso", Journal of the Royal Statistical Society B 58 (1996).
 */
export function l1Penalty(rate: Rate): GradientTransform {
  checkRate("create l1Penalty", "rate", rate, { min: 0 });
  return Object.freeze({
    name: `l1Penalty(${nameOfRate(rate)})`,
    apply(engine, gradients, parameters, moment) {
      const penalty = rateAt(rate, moment.epoch, moment.progress);
      return mapParameters(gradients, (gradient, name) =>
        isWeights(name, moment)
          ? engine.zip((g, weight) => g + penalty * Math.sign(weight), gradient, parameters[name]!)
          : gradient,
      );
    },
  } satisfies GradientTransform);
}
