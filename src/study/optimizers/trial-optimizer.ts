import type { Optimizer } from "../../optimizer/optimizer.ts";
import type { GradientMoment } from "../trial-result.ts";

/**
 * How the net of an arm is trained. A plain object.
 *
 * @example
 * const plain: TrialOptimizer = {
 *   name: "plain",
 *   description: "gradient descent without momentum",
 *   rates: [0.1, 0.316, 1],
 *   cost: 1,
 *   make: (learningRate) => sgd({ learningRate }),
 * };
 * const arms = ["isometric", withOptimizer("isometric", plain)];
 * const { verdict } = await runStudy(await loadDigits(), { arms, depths: [1], seeds: 1 });
 * verdict.arms.length; // 2
 */
export interface TrialOptimizer {
  /** Names it in arms, specs and reports. */
  readonly name: string;
  /** What it is, in half a sentence. */
  readonly description: string;
  /** The rates that the search for the best begins with, rising by factors of at most √10. */
  readonly rates: readonly number[];
  /** Multiplications for each parameter in each update. */
  readonly cost: number;
  /**
   * Whether each update takes all labelled examples, as methods do that compare one gradient with the next. An update costs an
   * epoch then, so that there are this many times as many epochs. Default: batches.
   */
  readonly fullBatch?: number | undefined;
  /** Makes the optimizer of a rate, for a net whose gradients at the start were these. */
  readonly make: (learningRate: number, start: GradientMoment) => Optimizer;
}
