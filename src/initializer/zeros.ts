import { ofLibrary } from "../check/own-name.ts";
import { Matrix } from "../matrix/matrix.ts";
import type { Initializer } from "./initializer.ts";

/**
 * Every weight 0: right for a softmax layer on its own, whose loss is convex; hidden units would stay copies of one
 * another.
 *
 * @example
 * zeros.draw({ inputs: 1, outputs: 2 }, new RandomStream(42, "weights")).weights; // [[0, 0]]
 */
export const zeros: Initializer = ofLibrary({
  name: "zeros",
  draw: ({ inputs, outputs }) => ({ weights: Matrix.zeros(inputs, outputs) }),
} satisfies Initializer);
