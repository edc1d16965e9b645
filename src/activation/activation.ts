import type { ElementwiseFunction } from "../engine/engine.ts";

/**
 * An activation: the function a unit applies to its weighted input, with its derivative.
 *
 * A plain frozen object. Its `name` is all that is saved of it, so a name carries its arguments: `leakyRelu(0.01)`.
 */
export interface Activation extends ElementwiseFunction {
  /** The supremum of |f′|: 0.25 for the logistic. The probe measures slopes against it. */
  readonly maxSlope: number;
  /** Where f′ or one of its derivatives jumps, in any order: 0 of ReLU. Default none, as of a smooth function. */
  readonly kinks?: readonly number[];
}
