import { checkNames, isOfLibrary } from "../check/own-name.ts";
import type { Units, UnitsPart } from "./units.ts";

/** Refuses two kinds of units under one name: a saved model would find one of them for both. */
export function checkUnitsApart(action: string, units: readonly Units[]): void {
  checkNames(action, "units", units, [], areSame);
}

/** Whether units of one name, which tells the columns of a mixture, are of one kind: the library's, or a mixture of the same kinds. */
function areSame(a: Units, b: Units): boolean {
  const others = b.parts?.(1) ?? [];
  const isSame = ({ units }: UnitsPart, index: number): boolean => {
    const other = others[index]?.units;
    return units === other || (other !== undefined && areSame(units, other));
  };
  return (isOfLibrary(a) && isOfLibrary(b)) || (a.parts?.(1).every(isSame) ?? false);
}
