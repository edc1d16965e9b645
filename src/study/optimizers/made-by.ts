import { checkMethods } from "../../check.ts";
import type { Optimizer } from "../../optimizer/optimizer.ts";
import type { GradientMoment } from "../trial-result.ts";
import type { TrialOptimizer } from "./trial-optimizer.ts";

/** Makes the optimizer of a trial, and refuses what is none: a net would be trained by its default, whatever the rate. */
export function madeBy(optimizer: TrialOptimizer, learningRate: number, start: GradientMoment): Optimizer {
  const action = `train by the optimizer ${optimizer.name}`;
  const expected = "optimizer to be an optimizer such as sgd({ learningRate: 0.1 })";
  return checkMethods(action, expected, optimizer.make(learningRate, start), "init", "update");
}
