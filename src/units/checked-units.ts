import type { Engine } from "../engine/engine.ts";
import { type AbstractMatrix, checkShape } from "../matrix/matrix.ts";
import { checkEnergy } from "./check-energy.ts";
import { requiredOfUnits } from "./required.ts";
import type { Conditional, Units } from "./units.ts";

/**
 * Units that may be somebody's own, which are refused where they give no matrix, or one of another shape, or an energy that they do not
 * have: means and draws are as wide as what they are given, energies are one column.
 */
export function checkedUnits(action: string, units: Units): Units {
  const methods = requiredOfUnits.map((name) => {
    const isEnergy = name === "selfEnergy" || name === "logPartition";
    const what = `${name} of ${units.name} units`;
    const call = (engine: Engine, given: AbstractMatrix & Conditional, ...rest: [never, never]): unknown => {
      if (isEnergy) checkEnergy(action, units);
      const made = units[name](engine, given, ...rest);
      const { rows, columns } = given.means ?? given;
      checkShape(action, what, made, { rows, columns: isEnergy ? 1 : columns });
      return made;
    };
    return [name, call];
  });
  return { ...units, ...(Object.fromEntries(methods) as Units) };
}
