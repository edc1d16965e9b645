import { checkMethods, checkNumber, rangeError } from "../check.ts";
import type { Engine, EngineKind } from "../engine/engine.ts";
import { readMatrix } from "../engine/read-matrix.ts";
import { referenceKind } from "../engine/reference.ts";
import { withEngine } from "../engine/with-engine.ts";
import { keep } from "../fit/kept.ts";
import { Matrix } from "../matrix/matrix.ts";
import type { Optimizer } from "../optimizer/optimizer.ts";
import { checkLike, loadParameters, mapParameters, type Parameters } from "../parameters.ts";
import { anything, checked, matrices, number } from "./checked.ts";
import { checkingEngine } from "./checking-engine.ts";

const action = "check an optimizer";
const STEPS = 200;

/**
 * Checks that an optimizer is one, on the bowl ½·Σ cᵢ·θᵢ² from a point away from its bottom:
 *
 * * there is an update in the shape of each parameter, and parameters and gradients are left as they are;
 * * what it remembers can be kept in a run: matrices, numbers, texts, lists and records;
 * * it comes to the same bits on an engine with memory of its own, so it remembers nothing from inside a step;
 * * after 200 steps it is lower than where it began.
 *
 * @param optimizer - The optimizer, at a rate that suits the bowl, whose curvatures are 1 to 3.
 * @throws RangeError or TypeError that says which of these does not hold.
 * @example
 * checkOptimizer(sgd({ learningRate: 0.1 }));
 */
export function checkOptimizer(optimizer: Optimizer): void {
  checkMethods(action, "an optimizer such as sgd()", optimizer, "init", "update");
  const own = checked(action, optimizer, { init: anything, update: matrices, learningRateAt: number });
  const [first, other] = [referenceKind, checkingEngine].map((kind) => descend(kind, own));
  if (JSON.stringify(first) !== JSON.stringify(other)) {
    throw rangeError(action, "the same bits on an engine with memory of its own", "others");
  }
  const [before, after] = [first!.losses[0]!, first!.losses.at(-1)!];
  if (!(after < before)) throw rangeError(action, `a loss below ${before} after ${STEPS} steps`, `${after}`);
}

function descend(
  kind: EngineKind,
  optimizer: Optimizer,
): { losses: number[]; values: Record<string, number[]> } {
  return withEngine(kind, (engine: Engine) => {
    const start: Parameters = {
      "0.weights": new Matrix([
        [1, -2],
        [0.5, 3],
      ]),
      "0.bias": new Matrix([[-1, 0.25]]),
    };
    const parameters = loadParameters(action, engine, start);
    const state = optimizer.init(engine, parameters);
    const remembered = (what: string) => keep(action, what, state, (matrix) => readMatrix(engine, matrix));
    remembered("what init returns");
    const losses: number[] = [];
    for (let step = 0; step < STEPS; step++) {
      engine.scope(() => {
        const curvature = (name: string): number => (name === "0.bias" ? 3 : 1);
        const gradients = mapParameters(parameters, (matrix, name) => engine.scale(curvature(name), matrix));
        const loss = Object.entries(parameters).reduce(
          (sum, [name, matrix]) => sum + 0.5 * curvature(name) * engine.sumOfSquares(matrix),
          0,
        );
        losses.push(loss);
        const bits = (): string => JSON.stringify([read(engine, parameters), read(engine, gradients)]);
        const before = bits();
        const moment = { step, epoch: step / 10, loss, progress: {} };
        checkNumber(action, "learningRateAt", optimizer.learningRateAt?.(moment) ?? 0);
        const updates = optimizer.update(engine, gradients, state, parameters, moment);
        checkLike(action, "an update of", updates, parameters);
        if (bits() !== before)
          throw rangeError(action, "parameters and gradients to be left as they are", "others");
        for (const [name, parameter] of Object.entries(parameters))
          engine.add(parameter, updates[name]!, parameter);
      });
    }
    remembered("what it remembers");
    return { losses, values: read(engine, parameters) };
  });
}

function read(engine: Engine, parameters: Parameters): Record<string, number[]> {
  return mapParameters(parameters, (matrix) => Array.from(readMatrix(engine, matrix).to1DArray()));
}
