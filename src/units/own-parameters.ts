import { checkBoolean, checkNumber, checkRecord, checkThat } from "../check.ts";
import { isMatrix, type Matrix } from "../matrix/matrix.ts";
import { storedRange } from "./stored.ts";
import type { OwnParameter, Units } from "./units.ts";

/** What so many units declare beside their bias; refuses names, first values and bounds that no RBM can have. */
export function declaredBy(
  action: string,
  units: Units,
  columns: number,
): Readonly<Record<string, OwnParameter>> {
  const what = `ownParameters of ${units.name} units`;
  const declared = checkRecord(action, what, units.ownParameters?.(columns) ?? {});
  for (const [name, parameter] of Object.entries(declared)) {
    // an RBM calls "precision" "visiblePrecision", and reads that back
    checkThat(action, `names of ${what} to begin with a to z and not to be bias`, name, () =>
      /^(?!bias$)[a-z]/.test(name),
    );
    checkThat(action, `${name} to be { initial }, a row`, parameter, isRow);
    const { initial, decays = false, ...limits } = parameter;
    checkBoolean(action, "decays", decays);
    checkWithin(action, `initial ${name}`, initial, limits);
  }
  return declared;
}

const isRow = ({ initial }: OwnParameter): boolean => isMatrix(initial) && initial.rows === 1;

/** Refuses numbers out of bounds, whose ends may be those that float32 stores. */
export function checkWithin(
  action: string,
  name: string,
  values: Matrix,
  limits: Pick<OwnParameter, "min" | "max">,
): void {
  const { min, max } = storedRange(limits);
  for (const value of values.to1DArray())
    if (!(min <= value && value <= max)) checkNumber(action, `each of ${name}`, value, limits);
}
