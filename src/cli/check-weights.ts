import { checkInteger, rangeError } from "../check.ts";

/** A saved model is one text of at most 2²⁹ characters, eleven for a weight; so much memory is there almost everywhere. */
const MOST_WEIGHTS = 40_000_000;
/** What a layer gives for an example is held for all of them. */
const MOST_UNITS = 100_000;

/** Refuses layers of so many units that nothing could hold the weights between them. */
export function checkWeights(action: string, options: string, sizes: readonly number[]): void {
  for (const units of sizes.slice(1)) {
    checkInteger(action, `the units of a layer in ${options}`, units, { min: 1, max: MOST_UNITS });
  }
  const weights = sizes.slice(1).reduce((sum, size, index) => sum + size * sizes[index]!, 0);
  if (weights <= MOST_WEIGHTS) return;
  throw rangeError(
    action,
    `${options} to make at most ${MOST_WEIGHTS} weights`,
    `${weights} in layers of ${sizes.slice(0, 12).join(", ")}${sizes.length > 12 ? ", …" : ""} units`,
  );
}
