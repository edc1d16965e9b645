import { checkKeys, checkMethods, checkNumber, rangeError } from "../../check.ts";
import type { Optimizer } from "../../optimizer/optimizer.ts";

/** Options of `maxNorm`. */
export interface MaxNormOptions<State = unknown> {
  /** c, the length that the weight vector of a hidden unit may have, > 0. */
  readonly bound: number;
  /** What makes the updates. */
  readonly optimizer: Optimizer<State>;
}

/**
 * Max-norm: after each update the weights of every hidden unit whose vector is longer than a bound are shortened to it,
 *
 *     wⱼ ← wⱼ·min(1, c/‖wⱼ‖)
 *
 * with wⱼ a column of the weights. Unlike weight decay it leaves shorter vectors alone, so rates may be large. Biases are free.
 *
 * @param options - The bound, and the optimizer.
 * @returns An optimizer for the training of RBMs.
 * @throws RangeError or TypeError if the bound is not above 0 or the optimizer is none.
 * @example
 * await rbm.fit(images, { epochs: 1, optimizer: maxNorm({ bound: 3, optimizer: sgd({ learningRate: 0.1 }) }) });
 *
 * @see Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov, "Dropout: a simple way to prevent neural networks from overfitting",
 * Journal of Machine Learning Research 15 (2014), section 5.1.
 */
export function maxNorm<State>(options: MaxNormOptions<State>): Optimizer<State> {
  const action = "create maxNorm";
  checkKeys(action, options, ["bound", "optimizer"]);
  const { bound, optimizer } = options;
  checkNumber(action, "bound", bound, { above: 0 });
  const expected = "optimizer to be an optimizer such as sgd({ learningRate: 0.1 })";
  checkMethods(action, expected, optimizer, "init", "update");
  return Object.freeze({
    name: `maxNorm(bound=${bound}, optimizer=${optimizer.name})`,
    ...(optimizer.learningRateAt && { learningRateAt: (moment) => optimizer.learningRateAt!(moment) }),
    init(engine, parameters) {
      if (parameters.weights === undefined) {
        const names = Object.keys(parameters).join(", ");
        throw rangeError("bound weights", "the parameters of an RBM, weights among them", names);
      }
      return optimizer.init(engine, parameters);
    },
    update(engine, gradients, state, parameters, moment) {
      const updates = optimizer.update(engine, gradients, state, parameters, moment);
      const { weights } = updates as { readonly weights: typeof parameters.weights };
      const moved = engine.add(parameters.weights!, weights!); // (visible, hidden)
      const squares = engine.columnSums(engine.multiply(moved, moved)); // ‖w‖²: (1, hidden)
      // what is taken off is 0 where the vector is short enough, so the update stays as it is there
      const less = engine.map((square) => Math.min(0, bound / Math.sqrt(square) - 1), squares);
      return { ...updates, weights: engine.add(weights!, engine.multiplyRow(moved, less)) };
    },
  } satisfies Optimizer<State>);
}
