import { readMatrix } from "../engine/read-matrix.ts";
import { reference } from "../engine/reference.ts";
import { biasFor, checkBias } from "../units/bias-for.ts";
import type { Units } from "../units/units.ts";
import { called } from "./checked.ts";
import { action, trialOf } from "./units-trial.ts";

/** Checks that the biases of `biasFor`, where there is one, lead back to the means that they are for. */
export function checkBaseRate(units: Units, columns: number): void {
  for (const scale of units.biasFor ? [0, 1, 3] : []) {
    const { own, fields } = trialOf(reference, units, columns, scale);
    const means = readMatrix(reference, units.means(reference, fields, own));
    const bias = called(action, "biasFor to compute", () => biasFor(action, units, means, own));
    checkBias(action, units, means, { ...own, bias });
  }
}
