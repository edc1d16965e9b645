import { ofLibrary } from "../check/own-name.ts";
import { normalQuantile } from "../random/normal-quantile.ts";
import { biasEnergy, drawEach, HALF_STEP, sumEach } from "./elementwise.ts";
import type { Units } from "./units.ts";
import { hazard, logUpperTail } from "./upper-tail.ts";

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * Rectified units with an energy: a state is drawn from N(field, 1) under the condition that it is not negative.
 *
 * selfEnergy(s) = Σ ½s² − s·b for s ≥ 0 and logPartition = Σ field²/2 + log(√(2π)·Φ(field)), over the units of a row. The mean is
 * field + φ(field)/Φ(field).
 *
 * @example
 * new RBM({ visible: 784, hidden: 100, hiddenUnits: rectifiedGaussianUnits });
 *
 * @see Tubiana, Cocco, Monasson, "Learning protein constitutive motifs from sequence data", eLife 8 (2019), methods, "ReLU".
 */
export const rectifiedGaussianUnits: Units = ofLibrary({
  name: "rectifiedGaussian",
  states: undefined,
  range: Object.freeze({ min: 0, max: Number.POSITIVE_INFINITY }),
  means: (engine, fields) => engine.map(meanAt, fields),
  sample: (engine, { fields }, _own, random) => drawEach(engine, fields, random, quantile),
  selfEnergy: (engine, states, { bias }) =>
    engine.add(
      sumEach(engine, (s) => 0.5 * s * s, states),
      biasEnergy(engine, states, bias),
    ),
  logPartition: (engine, fields) =>
    sumEach(engine, (f) => 0.5 * f * f + HALF_LOG_TWO_PI + logUpperTail(-f), fields),
} satisfies Units);

/** f + φ(f)/Φ(f), which is never negative. */
function meanAt(field: number): number {
  return Math.max(0, field + hazard(-field));
}

/** The state above which a share u of the draws lies: 1 − Φ(s − f) = u·Φ(f). */
function quantile(field: number, uniform: number): number {
  const share = uniform + HALF_STEP; // in (0, 1)
  if (field > -3) {
    const tail = share * Math.exp(logUpperTail(-field));
    return Math.max(0, field - normalQuantile(tail));
  }
  const target = logUpperTail(-field) + Math.log(share);
  let state = -Math.log(share) / -field; // as the exponential that the tail is nearly
  for (let step = 0; step < 4; step++) {
    state += (logUpperTail(state - field) - target) / hazard(state - field); // Newton
  }
  return Math.max(0, state);
}
