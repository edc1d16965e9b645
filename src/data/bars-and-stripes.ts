import { checkInteger } from "../check.ts";
import { Matrix } from "../matrix/matrix.ts";
import { createDataset } from "./create-dataset.ts";
import type { LabeledDataset } from "./dataset.ts";

/**
 * All images of bars and all images of stripes: each of the 2^size ways to fill whole columns, then each of the
 * 2^size ways to fill whole rows. Blank and full are both, and occur twice.
 *
 * No model gives the set a higher log-likelihood than its own frequencies do: Σ log(copies / rows), which for size 4 is
 * −108.131.
 *
 * @param size - Pixels along each side, from 1 to 16.
 * @returns 2·2^size rows of size² zeros and ones, labelled 0 for bars (columns) and 1 for stripes (rows).
 * @throws RangeError if the size is not an integer from 1 to 16.
 * @example
 * barsAndStripes(4).inputs.rows; // 32
 *
 * @see MacKay, Information Theory, Inference, and Learning Algorithms, 2003, chapter 43; Fischer, Igel, "Training
 * restricted Boltzmann machines: an introduction", Pattern Recognition 47 (2014).
 */
export function barsAndStripes(size: number): LabeledDataset {
  checkInteger("make bars and stripes", "size", size, { min: 1, max: 16 });
  const patterns = 2 ** size;
  const inputs = new Matrix(2 * patterns, size * size);
  for (let pattern = 0; pattern < patterns; pattern++) {
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        inputs.set(pattern, y * size + x, bit(pattern, x));
        inputs.set(patterns + pattern, y * size + x, bit(pattern, y));
      }
    }
  }
  return createDataset({
    name: `bars and stripes ${size}×${size}`,
    inputs,
    labels: Int32Array.from({ length: 2 * patterns }, (_, row) => (row < patterns ? 0 : 1)),
    classes: 2,
    shape: Object.freeze({ height: size, width: size }),
  });
}

function bit(number: number, place: number): number {
  return (number >> place) & 1;
}
