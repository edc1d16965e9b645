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
  const limit = SATURATED_BELOW * activation.maxSlope;
  const saturated = engine.map((f) => (Math.abs(f) < limit ? 1 : 0), slope); // (batch, units)
  return engine.sum(saturated) / (slope.rows * slope.columns);
}
