import { checkNumber } from "../check.ts";
import type { Activation } from "./activation.ts";

/**
 * A rectifier that lets a little through: f(z) = z for z > 0, else slope·z. Its slope is 1 for z > 0 and `slope`
 * elsewhere, the kink included, as in PyTorch.
 *
 * @param slope - The slope on the negative side, a finite number ≥ 0. Default 0.01.
 * @returns An activation with the name `leakyRelu(slope)`.
 * @throws TypeError if `slope` is not a number; RangeError if it is negative or not finite.
 * @example
 * leakyRelu(0.2).apply(-1); // -0.2
 *
 * @see Maas, Hannun, Ng, "Rectifier nonlinearities improve neural network acoustic models", ICML 2013 workshop on
 * deep learning for audio, speech and language processing, section 2.
 */
export function leakyRelu(slope = 0.01): Activation {
  const leak = checkNumber("create leakyRelu", "slope", slope, { min: 0 });
  return Object.freeze({
    name: `leakyRelu(${leak})`,
    maxSlope: Math.max(1, leak),
    kinks: [0],
    apply: (z: number): number => (z > 0 ? z : leak * z),
    slope: (z: number): number => (z > 0 ? 1 : leak),
  });
}
