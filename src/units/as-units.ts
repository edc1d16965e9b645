import { isPlain } from "../check/is-plain.ts";
import { checkNames } from "../check/own-name.ts";
import { checkMethods, checkThat } from "../check.ts";
import { allUnits } from "./all.ts";
import { checkRange } from "./check-range.ts";
import { requiredOfUnits } from "./required.ts";
import type { Units } from "./units.ts";

/** Returns `units` if they are units. */
export function asUnits(action: string, name: string, units: Units): Units {
  const expected = `${name} to be units such as bernoulliUnits`;
  checkMethods(action, expected, units, ...requiredOfUnits);
  checkThat(action, `${name} to be a plain object`, units, isPlain); // of a class they would lose what its prototype has
  checkRange(action, name, units);
  checkNames(action, name, [units], allUnits);
  return units;
}
