import { mapParameters } from "../parameters.ts";
import { checkRate } from "../schedule/check-rate.ts";
import { nameOfRate, type Rate, rateAt } from "../schedule/schedule.ts";
import type { GradientTransform } from "./gradient-transform.ts";
import { isWeights } from "./is-weights.ts";

/**
 * Adds the gradient of λ/2·Σ θ² to that of the weights: g ← g + λ·θ. The loss that is reported stays without it.
 *
 * Only weights decay, as layers declare theirs (`"0.weights"`); biases, gains and shifts do not. In an adaptive optimizer
 * the decay is divided like the rest of the gradient: `adamW` keeps it apart.
 *
 * @param rate - λ, a number ≥ 0 or a schedule: the weight cost of an RBM, 0.0002 as Hinton has it.
 * @returns A transform for `chain`.
 * @throws RangeError if the rate is outside its range.
 * @example
 * chain(weightDecay(0.0002), sgd({ learningRate: 0.1, momentum: 0.9 }));
 *
 * @see Hinton, "A practical guide to training restricted Boltzmann machines", 2010, section 10.
 */
export function weightDecay(rate: Rate): GradientTransform {
  checkRate("create weightDecay", "rate", rate, { min: 0 });
  return Object.freeze({
    name: `weightDecay(${nameOfRate(rate)})`,
    apply(engine, gradients, parameters, moment) {
      const decay = rateAt(rate, moment.epoch, moment.progress);
      return mapParameters(gradients, (gradient, name) =>
        isWeights(name, moment) ? engine.combine(1, gradient, decay, parameters[name]!) : gradient,
      );
    },
  } satisfies GradientTransform);
}
