import { checkOwnParts, partByName } from "../check/part-by-name.ts";
import { bernoulliUnits } from "./bernoulli.ts";
import { gaussianUnits } from "./gaussian.ts";
import { requiredOfUnits } from "./required.ts";
import type { Units } from "./units.ts";

/** Every kind of units, for the tests that cover each of them and for reading a saved RBM. */
export const allUnits: readonly Units[] = Object.freeze([bernoulliUnits, gaussianUnits]);

/**
 * The units with this name, as a saved RBM gives it: one of `custom`, else one of the library's.
 *
 * @param action - What was being done, for the error.
 * @param name - Such as `"bernoulli"`.
 * @param custom - Units of one's own, or with options. Default none.
 * @returns The units.
 * @throws RangeError if no units have this name.
 * @example
 * unitsByName("read an RBM", "gaussian"); // gaussianUnits
 */
export function unitsByName(action: string, name: unknown, custom?: readonly Units[]): Units {
  const own = checkOwnParts(action, "units", custom, allUnits, ...requiredOfUnits);
  return partByName(action, "the name of units", name, [...own, ...allUnits], "units");
}
