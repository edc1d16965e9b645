import { rangeError } from "../check.ts";
import type { Units } from "./units.ts";

/** Refuses units that have no energy, and says why they have none. */
export function checkEnergy(action: string, { name, improper }: Units): void {
  if (improper) throw rangeError(action, "units that have an energy", `${name} units: ${improper}`);
}
