import { checkRecord } from "../check.ts";
import { reference } from "../engine/reference.ts";
import { type AbstractMatrix, checkFinite } from "../matrix/matrix.ts";
import { checkLike, mapParameters, type Parameters } from "../parameters.ts";
import { declaredBy } from "./own-parameters.ts";
import type { OwnParameters, Units } from "./units.ts";

/** What units are likeliest to have of their own, beside the bias, if they by themselves gave these data; for kinds that can tell. */
export function ownFor(action: string, units: Units, data: AbstractMatrix): Parameters {
  const expected = `ownFor of ${units.name} units to give matrices by name`;
  return units.ownFor ? checkRecord(action, expected, units.ownFor(data)) : {};
}

/** The same within its bounds, in place of what they have; the rest stays. */
export function fittedOwn(
  action: string,
  units: Units,
  own: OwnParameters,
  data: AbstractMatrix,
): OwnParameters {
  const told = ownFor(action, units, data);
  const declared = declaredBy(action, units, data.columns);
  const what = `ownFor of ${units.name} units to give`;
  const like = Object.entries(own).filter(([name]) => name in told && name in declared);
  checkLike(action, what, told, Object.fromEntries(like));
  const fitted = mapParameters(told, (matrix, name) => {
    const { min = -Infinity, max = Infinity } = declared[name]!;
    const bounded = reference.map((value) => Math.min(Math.max(value, min), max), matrix);
    checkFinite(action, `${name} by ownFor of ${units.name} units`, bounded);
    return bounded;
  });
  return { ...own, ...fitted };
}
