import { checkNumber, checkThat } from "../check.ts";
import type { Units } from "./units.ts";

/** Refuses units of somebody's own that do not say what their states lie between, or tell rates a width that is none. */
export function checkRange(action: string, name: string, units: Units): void {
  const { range, width = 1 } = units;
  checkThat(action, `range of ${name} to be { min, max }`, range, () => range.min < range.max);
  checkNumber(action, `width of ${name}`, width, { above: 0 });
}
