import { checkKeys, checkNumber } from "../check.ts";
import type { Initializer } from "./initializer.ts";
import { scaledNormal } from "./scaled.ts";

/** Options of `normal`. */
export interface NormalOptions {
  /** The standard deviation, > 0. Default 0.01. */
  readonly std?: number | undefined;
  /** The mean, a finite number. Default 0. */
  readonly mean?: number | undefined;
}

/**
 * Weights from N(mean, std²), whatever the sizes of the layer.
 *
 * @param options - The standard deviation and the mean; the defaults are those that Hinton advises for an RBM.
 * @returns An initializer with the name `normal(std=0.01)`, or `normal(std=0.01, mean=1)` where the mean is not 0.
 * @throws TypeError if an option is unknown or not a number; RangeError if it is outside its range.
 * @example
 * normal({ std: 0.1 });
 *
 * @see Hinton, "A practical guide to training restricted Boltzmann machines", 2010, section 8.
 */
export function normal(options: NormalOptions = {}): Initializer {
  checkKeys("create normal", options, ["std", "mean"]);
  const { std = 0.01, mean = 0 } = options;
  checkNumber("create normal", "std", std, { above: 0 });
  checkNumber("create normal", "mean", mean);
  const name = mean === 0 ? `normal(std=${std})` : `normal(std=${std}, mean=${mean})`;
  return scaledNormal(name, () => std, mean);
}
