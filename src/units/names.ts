import { checkNames, ofLibrary } from "../check/own-name.ts";
import { allUnits } from "./all.ts";
import { checkUnitsApart } from "./same-units.ts";
import type { Units } from "./units.ts";

/** The families of units that `layerwise/rbm` has beside those of the core. */
const families = [
  ...["spin", "binomial", "multinomial", "softmax", "mixed", "noisyRectified", "rectifiedGaussian"],
  ...["truncatedExponential", "learnedGaussian"],
];

/**
 * Refuses units of somebody's own under a name of the library's, those outside of the core too: a file would be read with the library's.
 * What is in brackets does not matter, and mixed units have a name that tells those of others.
 */
export function checkUnitsName(action: string, what: string, units: Units): void {
  const isFamily = families.some((family) => units.name === family || units.name.startsWith(`${family}(`));
  checkNames(action, what, [units], isFamily && !units.parts ? [ofLibrary({ name: units.name })] : allUnits);
}

/** The same for the units of a model, and refuses two under one name that are not the same. */
export function checkUnitsNames(action: string, units: readonly Units[]): void {
  for (const each of units) checkUnitsName(action, "units", each);
  checkUnitsApart(action, units);
}
