import { ofLibrary } from "../check/own-name.ts";
import { checkKeys, checkNumber } from "../check.ts";
import { Matrix } from "../matrix/matrix.ts";
import type { Initializer } from "./initializer.ts";
import { drawOrthogonal } from "./orthogonal.ts";

/** Options of `isometricLogistic`. */
export interface IsometricLogisticOptions {
  /** The gain of the orthogonal weights of the tanh net, > 0. Default 1. */
  readonly gain?: number | undefined;
}

/**
 * Makes layers of `sigmoid` compute (1 + t)/2, layer by layer, where t are the outputs of the tanh net with weights
 * W = `orthogonal({ gain })` and biases 0. So they keep their gradients at any depth, although the logistic's slope is
 * at most a quarter: the weights, four times those of tanh, make up for it.
 *
 * Since σ(2z) = (1 + tanh z)/2, the first layer needs 2z = x·2W: weights 2W, biases 0.
 * A later one receives y = (1 + t)/2, and t = 2y − 1 gives 2z = 2t·W = y·4W − 2·(1·W): weights 4W, biases −2 times the
 * sums of W's columns.
 *
 * A layer with an activation other than `sigmoid` on top of such layers gets what it gets here, 4W and those biases:
 * then twice the tanh net's weighted input.
 *
 * @param options - The gain.
 * @returns An initializer with the name `isometricLogistic(gain=1)`.
 * @throws TypeError if an option is unknown or not a number; RangeError if the gain is not finite and > 0.
 * @example
 * isometricLogistic().draw({ inputs: 64, outputs: 30 }, new RandomStream(42, "weights"), "later").bias; // (1, 30)
 *
 * @see Saxe, McClelland, Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear neural
 * networks", ICLR 2014, for the orthogonal weights; carried to the logistic by the identity above.
 */
export function isometricLogistic(options: IsometricLogisticOptions = {}): Initializer {
  checkKeys("create isometricLogistic", options, ["gain"]);
  const { gain = 1 } = options;
  checkNumber("create isometricLogistic", "gain", gain, { above: 0 });
  return ofLibrary({
    name: `isometricLogistic(gain=${gain})`,
    draw(fan, random, position = "first") {
      const w = drawOrthogonal(fan, gain, random); // (inputs, outputs)
      if (position === "first") return { weights: Matrix.mul(w, 2) };
      const columnSums = Matrix.rowVector(w.sum("column")); // (1, outputs)
      return { weights: Matrix.mul(w, 4), bias: Matrix.mul(columnSums, -2) };
    },
  } satisfies Initializer);
}
