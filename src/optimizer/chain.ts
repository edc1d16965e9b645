import { checkMethods, checkString } from "../check.ts";
import { checkLike } from "../parameters.ts";
import type { GradientTransform } from "./gradient-transform.ts";
import type { Optimizer } from "./optimizer.ts";

/**
 * An optimizer whose gradients go through transforms first, from left to right.
 *
 * The order matters: `chain(clipByGlobalNorm(1), weightDecay(0.01), …)` clips the gradient of the loss alone, and the
 * other way round the decay is clipped with it.
 *
 * @param parts - Any number of transforms, then one optimizer, which may be a chain itself.
 * @returns An optimizer; its state is that of the optimizer in it.
 * @throws TypeError if something else than transforms comes before the optimizer, or none comes last.
 * @example
 * chain(clipByGlobalNorm(1), weightDecay(0.0002), sgd({ learningRate: 0.1, momentum: 0.9 }));
 */
export function chain<State>(...parts: [...GradientTransform[], Optimizer<State>]): Optimizer<State> {
  const action = "create chain";
  const optimizer = parts.at(-1) as Optimizer<State>;
  const transforms = parts.slice(0, -1) as GradientTransform[];
  checkMethods(action, "an optimizer to come last", optimizer, "init", "update");
  for (const transform of transforms) {
    checkMethods(action, "transforms of gradients before the optimizer", transform, "apply");
    checkString(action, "name of a transform", transform.name);
  }
  return Object.freeze({
    name: `chain(${parts.map((part) => part.name).join(", ")})`,
    ...(optimizer.learningRateAt && { learningRateAt: (moment) => optimizer.learningRateAt!(moment) }),
    init: (engine, parameters) => optimizer.init(engine, parameters),
    update(engine, gradients, state, parameters, moment) {
      const transformed = transforms.reduce((before, transform) => {
        const changed = transform.apply(engine, before, parameters, moment);
        checkLike("transform gradients", `a gradient by ${transform.name} of`, changed, before);
        return changed;
      }, gradients);
      return optimizer.update(engine, transformed, state, parameters, moment);
    },
  } satisfies Optimizer<State>);
}
