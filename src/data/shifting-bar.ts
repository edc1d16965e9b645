import { checkInteger, checkKeys } from "../check.ts";
import { checkSize } from "../matrix/check-size.ts";
import { Matrix } from "../matrix/matrix.ts";
import { createDataset } from "./create-dataset.ts";
import type { LabeledDataset } from "./dataset.ts";

/** Options of `shiftingBar`. */
export interface ShiftingBarOptions {
  /** Pixels in a row, ≥ 2. */
  readonly length: number;
  /** Ones in a row, from 1 to length − 1. */
  readonly bar: number;
}

/**
 * One bar of ones at each place it can take in a ring of zeros: row r has ones at r, r + 1, … r + bar − 1, modulo the
 * length.
 *
 * No model gives the set a higher log-likelihood than length·log(1 / length): −19.775 for length 9.
 *
 * @param options - The length of the ring and of the bar.
 * @returns As many rows as the ring is long, each labelled with the place where its bar starts.
 * @throws RangeError if the bar does not leave at least one zero.
 * @example
 * shiftingBar({ length: 4, bar: 2 }).inputs.getRow(3); // [1, 0, 0, 1]
 *
 * @see Melchior, Fischer, Wiskott, "How to center deep Boltzmann machines", JMLR 17 (2016).
 */
export function shiftingBar(options: ShiftingBarOptions): LabeledDataset {
  const action = "make a shifting bar";
  checkKeys(action, options, ["length", "bar"]);
  const length = checkInteger(action, "length", options.length, { min: 2 });
  const bar = checkInteger(action, "bar", options.bar, { min: 1, below: length });
  checkSize(action, "the result", length, length);
  const inputs = new Matrix(length, length);
  for (let start = 0; start < length; start++) {
    for (let step = 0; step < bar; step++) inputs.set(start, (start + step) % length, 1);
  }
  return createDataset({
    name: `shifting bar ${bar} of ${length}`,
    inputs,
    labels: Int32Array.from({ length }, (_, start) => start),
    classes: length,
    shape: Object.freeze({ height: 1, width: length }),
  });
}
