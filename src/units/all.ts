import { checkOneOf } from "../check.ts";
import { bernoulliUnits } from "./bernoulli.ts";
import { gaussianUnits } from "./gaussian.ts";
import type { Units } from "./units.ts";

/** Every kind of units, for the tests that cover each of them and for reading a saved RBM. */
export const allUnits: readonly Units[] = Object.freeze([bernoulliUnits, gaussianUnits]);

/**
 * The units with this name, as a saved RBM gives it.
 *
 * @param action - What was being done, for the error.
 * @param name - Such as `"bernoulli"`.
 * @returns The units.
 * @throws RangeError if no units have this name.
 * @example
 * unitsByName("read an RBM", "gaussian"); // gaussianUnits
 */
export function unitsByName(action: string, name: unknown): Units {
  const names = allUnits.map((units) => units.name);
  const known = checkOneOf(action, "the name of units", name, names);
  return allUnits.find((units) => units.name === known)!;
}
