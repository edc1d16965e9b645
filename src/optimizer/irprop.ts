import { checkKeys, checkNumber } from "../check.ts";
import { mapParameters, type Parameters, zerosLike } from "../parameters.ts";
import type { Optimizer } from "./optimizer.ts";

/** Options of `iRpropPlus`. */
export interface IRpropPlusOptions {
  /** Δ₀ > 0, the length of the first step of each parameter. Default 0.0125. */
  readonly initialStep?: number | undefined;
  /** Δ_min ≥ 0, the shortest step, ≤ Δ₀. Default 0. */
  readonly minStep?: number | undefined;
  /** Δ_max > 0, the longest step, ≥ Δ₀. Default 50. */
  readonly maxStep?: number | undefined;
  /** η⁺ > 1, by which a step grows while its gradient keeps its sign. Default 1.2. */
  readonly increase?: number | undefined;
  /** η⁻, in (0, 1), by which a step shrinks when its gradient changes sign. Default 0.5. */
  readonly decrease?: number | undefined;
}

/** What `iRpropPlus` remembers: the last gradients, steps and their lengths, and the last loss. */
export interface IRpropPlusState {
  readonly gradients: Parameters;
  readonly steps: Parameters;
  readonly lengths: Parameters;
  loss: number;
}

/**
 * iRprop⁺, resilient backpropagation with weight backtracking: each parameter steps by a length Δ of its own against
 * the sign of its gradient g; the size of g does not matter. With s = sign(g) · sign(last g):
 *
 * - s > 0: Δ ← min(η⁺·Δ, Δ_max), θ ← θ − sign(g)·Δ;
 * - s < 0: Δ ← max(η⁻·Δ, Δ_min), the last step of θ is taken back if the loss rose, and g counts as 0 next time;
 * - s = 0: θ ← θ − sign(g)·Δ.
 *
 * It is for full batches only: between two batches both the signs and the loss differ by chance. There is no learning
 * rate.
 *
 * @param options - The lengths of the steps and the factors by which they change.
 * @returns An optimizer.
 * @throws RangeError if a number is outside its range.
 * @example
 * iRpropPlus({ initialStep: 0.01 });
 *
 * @see Igel, Hüsken, "Empirical evaluation of the improved Rprop learning algorithms", Neurocomputing 50, 2003,
 * section 2.
 */
export function iRpropPlus(options: IRpropPlusOptions = {}): Optimizer<IRpropPlusState> {
  const action = "create iRpropPlus";
  checkKeys(action, options, ["initialStep", "minStep", "maxStep", "increase", "decrease"]);
  const { initialStep = 0.0125, minStep = 0, maxStep = 50, increase = 1.2, decrease = 0.5 } = options;
  checkNumber(action, "initialStep", initialStep, { above: 0 });
  checkNumber(action, "minStep", minStep, { min: 0, max: initialStep });
  checkNumber(action, "maxStep", maxStep, { min: initialStep });
  checkNumber(action, "increase", increase, { above: 1 });
  checkNumber(action, "decrease", decrease, { above: 0, below: 1 });

  const agreement = (g: number, last: number): number => Math.sign(g) * Math.sign(last);
  const adapt = (length: number, s: number): number => {
    if (s > 0) return Math.min(increase * length, maxStep);
    return s < 0 ? Math.max(decrease * length, minStep) : length;
  };
  const forget = (g: number, s: number): number => (s < 0 ? 0 : g);
  const descend = (g: number, length: number): number => -Math.sign(g) * length;
  const takeBack = (last: number, s: number): number => (s < 0 ? -last : 0);

  return Object.freeze({
    name: "iRpropPlus",
    init: (engine, parameters) => ({
      gradients: zerosLike(engine, parameters),
      steps: zerosLike(engine, parameters),
      lengths: mapParameters(zerosLike(engine, parameters), (zero) =>
        engine.map(() => initialStep, zero, zero),
      ),
      loss: Number.POSITIVE_INFINITY,
    }),
    update(engine, gradients, state, _parameters, { loss }) {
      const lossRose = loss > state.loss;
      state.loss = loss;
      return mapParameters(gradients, (gradient, name) => {
        const last = state.gradients[name]!;
        const step = state.steps[name]!;
        const length = state.lengths[name]!;
        const s = engine.zip(agreement, gradient, last);
        const back = engine.zip(takeBack, step, s);
        engine.zip(adapt, length, s, length);
        engine.zip(forget, gradient, s, last);
        engine.zip(descend, last, length, step); // no step where the sign changed
        return lossRose ? engine.add(step, back) : step;
      });
    },
  } satisfies Optimizer<IRpropPlusState>);
}
