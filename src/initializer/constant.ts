import { ofLibrary } from "../check/own-name.ts";
import { checkNumber } from "../check.ts";
import { Matrix } from "../matrix/matrix.ts";
import type { Initializer } from "./initializer.ts";

/**
 * Every weight the same. The units of a layer then stay copies of one another: a control, not a start for training.
 *
 * @param value - The weight, a finite number.
 * @returns An initializer with the name `constant(value)`.
 * @throws TypeError if `value` is not a number; RangeError if it is not finite.
 * @example
 * constant(0.5).draw({ inputs: 1, outputs: 2 }, new RandomStream(42, "weights")).weights; // [[0.5, 0.5]]
 */
export function constant(value: number): Initializer {
  const weight = checkNumber("create constant", "value", value);
  return ofLibrary({
    name: `constant(${weight})`,
    draw: ({ inputs, outputs }) => ({ weights: new Matrix(inputs, outputs).fill(weight) }),
  } satisfies Initializer);
}
