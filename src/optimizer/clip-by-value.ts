import { checkNumber } from "../check.ts";
import { mapParameters } from "../parameters.ts";
import type { GradientTransform } from "./gradient-transform.ts";

/**
 * Cuts off each element of the gradient at a limit: g ← min(max(g, −limit), limit). Unlike `clipByGlobalNorm` it changes the
 * direction.
 *
 * @param limit - The largest magnitude of an element that is let through, > 0.
 * @returns A transform for `chain`.
 * @throws RangeError if the limit is outside its range.
 * @example
 * chain(clipByValue(0.5), sgd({ learningRate: 0.1 }));
 *
 * @see Pascanu, Mikolov, Bengio, "On the difficulty of training recurrent neural networks", ICML 2013, section 3.2, on the
 * clipping that Mikolov proposed.
 */
export function clipByValue(limit: number): GradientTransform {
  checkNumber("create clipByValue", "limit", limit, { above: 0 });
  const clip = (g: number): number => Math.min(Math.max(g, -limit), limit);
  return Object.freeze({
    name: `clipByValue(${limit})`,
    apply: (engine, gradients) => mapParameters(gradients, (gradient) => engine.map(clip, gradient)),
  } satisfies GradientTransform);
}
