import { checkKeys } from "../check.ts";
import { mapParameters } from "../parameters.ts";
import { checkRate } from "../schedule/check-rate.ts";
import { type Rate, rateAt } from "../schedule/schedule.ts";
import { type AdamOptions, type AdamState, adam, adamOptionNames, readAdamOptions } from "./adam.ts";
import { isWeights } from "./is-weights.ts";
import type { Optimizer } from "./optimizer.ts";

/** Options of `adamW`. */
export interface AdamWOptions extends AdamOptions {
  /** λ, a number ≥ 0 or a schedule. Default 0.01. */
  readonly weightDecay?: Rate | undefined;
}

/**
 * Adam with decoupled weight decay: θ ← θ − η·m̂ / (√v̂ + ε) − η·λ·θ. The decay stays out of the moments.
 *
 * Only weights decay, as layers declare theirs (`"0.weights"`); biases, gains and shifts do not.
 *
 * @param options - Those of `adam`, and the weight decay.
 * @returns An optimizer.
 * @throws RangeError if a number is outside its range.
 * @example
 * adamW({ learningRate: 0.001, weightDecay: 0.01 });
 *
 * @see Loshchilov, Hutter, "Decoupled weight decay regularization", ICLR 2019, algorithm 2; with λ multiplied by
 * the learning rate, as PyTorch has it.
 */
export function adamW(options: AdamWOptions = {}): Optimizer<AdamState> {
  const action = "create adamW";
  checkKeys(action, options, [...adamOptionNames, "weightDecay"]);
  const { weightDecay = 0.01, ...rest } = options;
  const { learningRate } = readAdamOptions(action, rest);
  const decay = checkRate(action, "weightDecay", weightDecay, { min: 0 });
  const inner = adam(rest);
  return Object.freeze({
    name: "adamW",
    learningRateAt: inner.learningRateAt!,
    init: inner.init,
    update(engine, gradients, state, parameters, moment) {
      const { epoch, progress } = moment;
      const shrinkage = rateAt(learningRate, epoch, progress) * rateAt(decay, epoch, progress); // η·λ
      const updates = inner.update(engine, gradients, state, parameters, moment);
      return mapParameters(updates, (update, name) =>
        isWeights(name, moment) ? engine.combine(1, update, -shrinkage, parameters[name]!, update) : update,
      );
    },
  } satisfies Optimizer<AdamState>);
}
