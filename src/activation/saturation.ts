import type { Engine } from "../engine/engine.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";
import type { Activation } from "./activation.ts";

/** A unit counts as saturated where its slope is below this share of the largest slope its activation has. */
const SATURATED_BELOW = 0.1;

/**
 * The share of units and examples with |f′(z)| below a tenth of the largest slope; for the logistic, those whose
 * output is below 0.026 or above 0.974.
 *
 * @param slope - f′(z): (batch, units)
 */
export function saturatedShare(engine: Engine, activation: Activation, slope: AbstractMatrix): number {
  return countSaturated(engine, activation, slope) / (slope.rows * slope.columns);
}

/** How many of them. */
export function countSaturated(engine: Engine, activation: Activation, slope: AbstractMatrix): number {
  const limit = SATURATED_BELOW * activation.maxSlope;
  return engine.sum(engine.map((f) => (Math.abs(f) < limit ? 1 : 0), slope));
}
