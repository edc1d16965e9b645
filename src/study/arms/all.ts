import { checkArray, checkMethods, checkOneOf, checkThat, rangeError, show } from "../../check.ts";
import type { Arm } from "../arm.ts";
import { biasesAlone, firstLayerAlone, permuted, shuffledColumns, spectrum } from "./controls.ts";
import { batchNormNet, lecunTanhNet, reluNet, residualNet, tanhNet } from "./cures.ts";
import { lsuv } from "./lsuv.ts";
import { standardized, whitened } from "./prepared-inputs.ts";
import { doses, rbm } from "./pretrained.ts";
import { classical, fourGlorot, glorot, isometric, orthogonalStart, smallNormal } from "./random-starts.ts";

/**
 * Every arm of the study, in the order in which it is reported.
 *
 * @example
 * arms.filter(({ kind }) => kind === "control").map(({ name }) => name);
 */
export const arms: readonly Arm[] = Object.freeze([
  ...[classical, smallNormal, glorot, fourGlorot, orthogonalStart, lsuv, isometric],
  ...[rbm, permuted, spectrum, biasesAlone, firstLayerAlone, shuffledColumns, ...doses],
  ...[tanhNet, lecunTanhNet, reluNet, batchNormNet, residualNet],
  ...[standardized, whitened],
]);

/** The arm of this name, among the study's and those of the caller. */
export function armByName(name: string, own: readonly Arm[] = []): Arm {
  const all = [...arms, ...own];
  const known = all.map((arm) => arm.name);
  return all[known.indexOf(checkOneOf("run a trial", "arm", name, known))]!;
}

/** Returns the arms, without repetitions, if each is the name of an arm or an arm of the caller's own. */
export function checkArms(action: string, chosen: readonly (string | Arm)[]): readonly Arm[] {
  const list = checkArray(action, "arms to be a list of names and arms", chosen);
  if (list.length === 0) throw rangeError(action, "at least one arm", "[]");
  const known = arms.map(({ name }) => name);
  const found = list.map((arm) =>
    typeof arm === "string" ? armByName(checkOneOf(action, "arm", arm, known)) : checkOwnArm(action, arm),
  );
  const names = found.map(({ name }) => name);
  for (const [index, arm] of found.entries()) {
    const other = found[names.indexOf(names[index]!)];
    if (other !== arm) throw rangeError(action, "one arm of each name", show(arm.name));
  }
  return [...new Set(found)];
}

/** Returns arms of the caller's own. */
export function checkOwnArms(action: string, own: readonly Arm[]): readonly Arm[] {
  return checkArray(action, "arms to be a list", own).map((arm) => checkOwnArm(action, arm));
}

function checkOwnArm(action: string, arm: Arm): Arm {
  if (arms.includes(arm)) return arm;
  const expected = "an arm to be a name, or an object with a name and a start";
  checkThat(action, expected, checkMethods(action, expected, arm, "start"), () => arm.name.at(0));
  if (arms.some(({ name }) => name === arm.name)) {
    throw rangeError(action, "a name that no arm of the study has", show(arm.name));
  }
  return arm;
}
