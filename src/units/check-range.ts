import { checkThat } from "../check.ts";
import type { Units } from "./units.ts";

/** Refuses units of somebody's own that do not say what their states lie between. */
export function checkRange(action: string, name: string, units: Units): void {
  const { range } = units;
  checkThat(action, `range of ${name} to be { min, max }`, range, () => range.min < range.max);
}
