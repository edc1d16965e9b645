import {
  checkArray,
  checkFunction,
  checkKeys,
  checkMethods,
  checkOneOf,
  checkString,
  checkStrings,
  checkThat,
  holds,
  rangeError,
  show,
} from "../../check.ts";
import type { Arm, ArmKind } from "../arm.ts";
import { onceEach } from "../once-each.ts";
import { checkOptimizer, momentum, optimizers } from "../optimizers/all.ts";
import type { TrialOptimizer } from "../optimizers/trial-optimizer.ts";
import { autoencoder } from "./autoencoder.ts";
import { biasesAlone, firstLayerAlone, permuted, shuffledColumns, spectrum } from "./controls.ts";
import { batchNormNet, lecunTanhNet, reluNet, residualNet, tanhNet } from "./cures.ts";
import { greedySupervised } from "./greedy-supervised.ts";
import { linearNets } from "./linear.ts";
import { lsuv } from "./lsuv.ts";
import { standardized, whitened } from "./prepared-inputs.ts";
import { doses, rbm } from "./pretrained.ts";
import { classical, fourGlorot, glorot, isometric, orthogonalStart, smallNormal } from "./random-starts.ts";
import { principalComponents, randomFeatures, regularized, shallow } from "./rivals.ts";
import { sameSurvival } from "./same-survival.ts";
import { transfer } from "./transfer.ts";

/**
 * Every arm of the study, in the order in which it is reported; each can be had with another optimizer, as `withOptimizer` makes
 * it or by a name such as `"classical + adam"`.
 *
 * @example
 * arms.filter(({ kind }) => kind === "control").map(({ name }) => name);
 */
export const arms: readonly Arm[] = Object.freeze([
  ...[classical, smallNormal, glorot, fourGlorot, orthogonalStart, lsuv, isometric],
  ...[rbm, permuted, spectrum, sameSurvival, biasesAlone, firstLayerAlone, shuffledColumns, ...doses],
  ...[autoencoder, greedySupervised],
  ...[tanhNet, lecunTanhNet, reluNet, batchNormNet, residualNet],
  ...[standardized, whitened],
  ...[shallow, regularized, principalComponents, randomFeatures],
  transfer,
  ...linearNets,
]);

/** Between the name of a start and that of its optimizer. */
const WITH = " + ";

/**
 * The same start under another optimizer.
 *
 * @param arm - An arm of your own, or the name of one of the study's.
 * @param optimizer - An optimizer of your own, or the name of one of the study's: `"momentum"`, which arms have anyway,
 *   `"nesterov"`, `"adam"`, `"rmsprop"`, `"irprop"` or `"layer rates"`.
 * @returns An arm with the name `"<arm> + <optimizer>"`.
 * @throws RangeError if there is no such arm or optimizer, or the arm has an optimizer.
 * @example
 * const plan = await planStudy(digits, { arms: ["classical", withOptimizer("classical", "adam")] });
 */
export function withOptimizer(arm: string | Arm, optimizer: string | TrialOptimizer): Arm {
  const action = "give an arm an optimizer";
  const start = typeof arm === "string" ? armByName(arm, [], action) : checkOwnArm(action, arm);
  return crossed(action, start, checkOptimizer(action, optimizer));
}

function crossed(action: string, arm: Arm, optimizer: TrialOptimizer): Arm {
  if (arm.optimizer !== undefined) {
    throw rangeError(action, "an arm without an optimizer of its own", show(arm.name));
  }
  return Object.freeze({
    ...arm,
    name: `${arm.name}${WITH}${optimizer.name}`,
    description: `${arm.description}; ${optimizer.description}`,
    optimizer,
  });
}

/** Whether an arm is one of the study's, under whatever optimizer. */
export function isOfStudy({ name }: Arm): boolean {
  return arms.some((arm) => name === arm.name || name.startsWith(`${arm.name}${WITH}`));
}

/** The arm of this name, among the study's and those of the caller, or one of these under another optimizer of the study. */
export function armByName(name: string, own: readonly Arm[] = [], action = "run a trial"): Arm {
  const all = [...arms, ...own];
  const known = all.map((arm) => arm.name);
  if (known.includes(name)) return all[known.indexOf(name)]!;
  const at = typeof name === "string" ? name.lastIndexOf(WITH) : -1;
  if (at < 0) return all[known.indexOf(checkOneOf(action, "arm", name, known))]!;
  const names = optimizers.map((optimizer) => optimizer.name);
  const optimizer = checkOneOf(action, "optimizer of an arm", name.slice(at + WITH.length), names);
  return crossed(action, armByName(name.slice(0, at), own, action), checkOptimizer(action, optimizer));
}

/** Returns the arms, without repetitions, if each is the name of an arm or an arm of the caller's own. */
export function checkArms(action: string, chosen: readonly (string | Arm)[]): readonly Arm[] {
  const list = checkArray(action, "arms to be a list of names and arms", chosen);
  if (list.length === 0) throw rangeError(action, "at least one arm", "[]");
  const own = list.filter((arm) => typeof arm !== "string").map((arm) => checkOwnArm(action, arm));
  const found = [...new Set(list)].map((arm) =>
    typeof arm === "string" ? armByName(arm, own, action) : arm,
  );
  return onceEach(action, "arm", found);
}

/** Returns arms of the caller's own. */
export function checkOwnArms(action: string, own: readonly Arm[]): readonly Arm[] {
  return checkArray(action, "arms to be a list", own).map((arm) => checkOwnArm(action, arm));
}

/** The optimizer of an arm. */
export function optimizerOf(action: string, arm: Arm): TrialOptimizer {
  return checkOptimizer(action, arm.optimizer === undefined ? momentum : arm.optimizer);
}

const KEYS = ["name", "description", "kind", "tags", "optimizer", "prepare", "start"];
const KINDS: readonly ArmKind[] = ["random start", "pretrained", "control", "cure", "inputs", "rival"];

function checkOwnArm(action: string, arm: Arm): Arm {
  if (arms.includes(arm)) return arm;
  const expected = "an arm to be a name, or an object with a name and a start";
  checkThat(action, expected, checkMethods(action, expected, arm, "start"), () => arm.name.at(0));
  checkKeys(action, arm, KEYS);
  checkString(action, "description of an arm", arm.description);
  checkOneOf(action, "kind of an arm", arm.kind, KINDS);
  if (arm.tags !== undefined) checkStrings(action, "tags of an arm to be strings", arm.tags);
  if (arm.prepare !== undefined) checkFunction(action, "prepare of an arm", arm.prepare);
  optimizerOf(action, arm);
  if (isTaken(arm)) {
    throw rangeError(action, "a name that no arm of the study has", show(arm.name));
  }
  return arm;
}

/** Whether the study has an arm of this name, under whatever optimizer of its own, that is another. */
function isTaken({ name, start, optimizer }: Arm): boolean {
  return holds(() => {
    const known = armByName(name);
    return arms.includes(known) || known.start !== start || known.optimizer !== optimizer;
  });
}
