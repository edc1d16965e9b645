import { ofLibrary } from "../check/own-name.ts";
import { checkInteger, checkKeys, checkNumber, rangeError } from "../check.ts";
import { Matrix } from "../matrix/matrix.ts";
import type { Initializer } from "./initializer.ts";

/** Options of `sparse`. */
export interface SparseOptions {
  /** Weights of each unit that are not zero, an integer ≥ 1. Default 15. */
  readonly connections?: number | undefined;
  /** The standard deviation of those, > 0. Default 1. */
  readonly std?: number | undefined;
}

/**
 * Each unit gets `connections` incoming weights from N(0, std²), from inputs chosen at random; the rest are 0. So the
 * units differ from one another, and how much a unit receives does not depend on how many inputs there are.
 *
 * @param options - How many connections a unit has, and the standard deviation of their weights.
 * @returns An initializer with the name `sparse(connections=15, std=1)`. Its `draw` throws a RangeError for a layer
 * with fewer inputs than connections.
 * @throws TypeError if an option is unknown or not a number; RangeError if it is outside its range.
 * @example
 * sparse({ connections: 10 });
 *
 * @see Martens, "Deep learning via Hessian-free optimization", ICML 2010, on "sparse initialization".
 */
export function sparse(options: SparseOptions = {}): Initializer {
  checkKeys("create sparse", options, ["connections", "std"]);
  const { connections = 15, std = 1 } = options;
  checkInteger("create sparse", "connections", connections, { min: 1 });
  checkNumber("create sparse", "std", std, { above: 0 });
  return ofLibrary({
    name: `sparse(connections=${connections}, std=${std})`,
    draw({ inputs, outputs }, random) {
      if (inputs < connections) {
        throw rangeError("draw sparse weights", `at least ${connections} inputs`, String(inputs));
      }
      const weights = Matrix.zeros(inputs, outputs);
      for (let unit = 0; unit < outputs; unit++) {
        const connected = random.permutation(inputs).subarray(0, connections);
        for (const input of connected) weights.set(input, unit, std * random.normal());
      }
      return { weights };
    },
  } satisfies Initializer);
}
