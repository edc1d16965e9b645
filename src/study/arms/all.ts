import { checkOneOf, rangeError, show } from "../../check.ts";
import type { Arm } from "../arm.ts";
import { biasesAlone, firstLayerAlone, permuted, shuffledColumns, spectrum } from "./controls.ts";
import { batchNormNet, lecunTanhNet, reluNet, residualNet, tanhNet } from "./cures.ts";
import { lsuv } from "./lsuv.ts";
import { standardized, whitened } from "./prepared-inputs.ts";
import { doses, rbm } from "./pretrained.ts";
import { classical, fourGlorot, glorot, isometric, orthogonalStart, smallNormal } from "./random-starts.ts";

/** Every arm of the study, in the order in which it is reported. */
export const arms: readonly Arm[] = Object.freeze([
  ...[classical, smallNormal, glorot, fourGlorot, orthogonalStart, lsuv, isometric],
  ...[rbm, permuted, spectrum, biasesAlone, firstLayerAlone, shuffledColumns, ...doses],
  ...[tanhNet, lecunTanhNet, reluNet, batchNormNet, residualNet],
  ...[standardized, whitened],
]);

/** The arm of this name. */
export function armByName(name: string): Arm {
  return arms.find((arm) => arm.name === name)!;
}

/** Returns the names if each is one of an arm, without repetitions. */
export function checkArms(action: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) throw rangeError(action, "at least one arm", show(names));
  const known = arms.map(({ name }) => name);
  return [...new Set(names.map((name) => checkOneOf(action, "arm", name, known)))];
}
