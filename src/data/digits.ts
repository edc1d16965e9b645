import { Matrix } from "../matrix/matrix.ts";
import { createDataset } from "./create-dataset.ts";
import type { LabeledDataset } from "./dataset.ts";
import { decompress } from "./decompress.ts";
import { DIGITS } from "./digits-data.ts";

const EXAMPLES = 1797;
const PIXELS = 64;

/**
 * Loads the 1,797 handwritten digits of 8×8 pixels that come with the package: no file and no network is needed.
 *
 * Each pixel counts the dark dots among 16 of a scan and is divided by 16, so inputs lie in [0, 1]. They are the test
 * set of "Optical Recognition of Handwritten Digits", in its order, 174 to 183 of each class; scikit-learn has the
 * same set as `load_digits`.
 *
 * @returns The digits: inputs (1797, 64), labels 0 to 9, the shape of an image, and whom to name. Each call makes its
 * own copy.
 * @example
 * const digits = await loadDigits();
 * const { train, test } = split(digits, { trainCount: 1000, seed: 1 });
 *
 * @see E. Alpaydin, C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, 1998,
 * https://doi.org/10.24432/C50P49, licensed CC BY 4.0.
 */
export async function loadDigits(): Promise<LabeledDataset> {
  const packed = Uint8Array.from(atob(DIGITS), (character) => character.charCodeAt(0));
  const bytes = new Uint8Array(EXAMPLES * (PIXELS + 1)); // the pixels of all, then their labels
  let place = 0;
  for await (const piece of decompress("load the digits", "the packed digits", "deflate-raw", packed)) {
    bytes.set(piece, place);
    place += piece.length;
  }
  const inputs = new Matrix(EXAMPLES, PIXELS);
  for (let example = 0; example < EXAMPLES; example++) {
    for (let pixel = 0; pixel < PIXELS; pixel++) {
      inputs.set(example, pixel, bytes[example * PIXELS + pixel]! / 16);
    }
  }
  return createDataset({
    name: "digits",
    inputs,
    labels: Int32Array.from(bytes.subarray(EXAMPLES * PIXELS)),
    classes: 10,
    shape: Object.freeze({ height: 8, width: 8 }),
    attribution:
      "E. Alpaydin, C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, 1998, " +
      "https://doi.org/10.24432/C50P49, CC BY 4.0",
  });
}
