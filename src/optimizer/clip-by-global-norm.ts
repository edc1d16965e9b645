import { checkNumber } from "../check.ts";
import { globalNorm, mapParameters } from "../parameters.ts";
import type { GradientTransform } from "./gradient-transform.ts";

/**
 * Shortens the gradient where it is longer than a limit and keeps its direction: g ← g·min(1, limit / ‖g‖), where
 * ‖g‖ is the Euclidean norm of the gradients of all parameters taken as one vector.
 *
 * @param limit - The longest norm that is let through, > 0.
 * @returns A transform for `chain`.
 * @throws RangeError if the limit is outside its range.
 * @example
 * chain(clipByGlobalNorm(1), sgd({ learningRate: 0.1 }));
 *
 * @see Pascanu, Mikolov, Bengio, "On the difficulty of training recurrent neural networks", ICML 2013,
 * algorithm 1.
 */
export function clipByGlobalNorm(limit: number): GradientTransform {
  checkNumber("create clipByGlobalNorm", "limit", limit, { above: 0 });
  return Object.freeze({
    name: `clipByGlobalNorm(${limit})`,
    apply(engine, gradients) {
      const norm = globalNorm(engine, gradients);
      if (norm <= limit) return gradients;
      return mapParameters(gradients, (gradient) => engine.scale(limit / norm, gradient));
    },
  } satisfies GradientTransform);
}
