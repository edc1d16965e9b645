import { checkThat } from "../check.ts";
import type { Units, UnitsPart } from "./units.ts";

/** The kinds that a layer of so many columns has, in their order, where there are several; refuses a list that is none. */
export function partsOf(action: string, units: Units, columns: number): readonly UnitsPart[] | undefined {
  const expected = `parts of ${units.name} units to be a list of { units, start, columns }, ${columns} columns in all`;
  return (
    units.parts &&
    checkThat(action, expected, units.parts(columns), (parts) => {
      const end = parts.reduce((at, part) => (part.start === at ? at + part.columns : Number.NaN), 0);
      return end === columns && parts.every((part) => part.units.range);
    })
  );
}
