import { checkKeys, checkNumber } from "../check.ts";
import type { Initializer } from "./initializer.ts";
import { scaledUniform } from "./scaled.ts";

/** Options of `uniform`. */
export interface UniformOptions {
  /** The largest magnitude, > 0. Default 0.1. */
  readonly limit?: number | undefined;
}

/**
 * Weights from U(−limit, limit), with variance limit² / 3, whatever the sizes of the layer.
 *
 * @param options - The limit.
 * @returns An initializer with the name `uniform(limit=0.1)`.
 * @throws TypeError if an option is unknown or not a number; RangeError if the limit is not finite and > 0.
 * @example
 * uniform({ limit: 0.3 });
 */
export function uniform(options: UniformOptions = {}): Initializer {
  checkKeys("create uniform", options, ["limit"]);
  const { limit = 0.1 } = options;
  checkNumber("create uniform", "limit", limit, { above: 0 });
  return scaledUniform(`uniform(limit=${limit})`, () => limit);
}
