import { checkArray, checkInteger, checkNumber, checkRecord, rangeError, show } from "../check.ts";
import { checkNetwork } from "../network/check-network.ts";
import type { Network } from "../network/network.ts";
import { checkFitted } from "../preprocess/check-preprocessor.ts";
import type { Arm, Preparation, Start } from "./arm.ts";
import type { Ground } from "./ground.ts";
import type { RBMGate } from "./trial-result.ts";

/** Nets that a trial trains: one that is handed over again would go on from where it was. */
const handedOver = new WeakSet<Network>();

/** Makes the start of an arm, which may be somebody's own: what is no start is refused by the arm's name. */
export async function startOf(arm: Arm, ground: Ground): Promise<Start> {
  return checkStart(`start the arm ${arm.name}`, await arm.start(ground));
}

/** Makes the preparation of an arm, if it has one, in the same way. */
export function preparationOf(arm: Arm, ground: Ground): Preparation | undefined {
  if (arm.prepare === undefined) return undefined;
  const action = `prepare the inputs of the arm ${arm.name}`;
  const expected = "prepare to return an object with a preprocessor and its cost";
  const given = checkRecord(action, expected, arm.prepare(ground));
  checkFitted(action, "the preprocessor", given.preprocessor);
  checkNumber(action, "cost", given.cost, { min: 0 });
  return given;
}

function checkStart(action: string, given: Start): Start {
  const { network, cost, rbms } = checkRecord(action, "start to return an object with a network", given);
  checkNetwork(action, network);
  if (cost !== undefined) checkNumber(action, "cost", cost, { min: 0 });
  for (const rbm of checkArray(action, "rbms to be a list", rbms ?? [])) checkGate(action, rbm);
  if (handedOver.has(network))
    throw rangeError(action, "a network for each trial", "one that was handed over before");
  handedOver.add(network);
  return given;
}

/** Refuses what does not tell of an RBM. */
function checkGate(action: string, gate: RBMGate): void {
  const { layer, learnt, ...figures } = checkRecord(action, "rbms to be objects", gate);
  checkInteger(action, "layer of rbms", layer, { min: 0 });
  for (const name of ["reconstructionError", "baseError"] as const) {
    checkNumber(action, `${name} of rbms`, figures[name]);
  }
  for (const name of ["deadShare", "saturatedShare"] as const) {
    checkNumber(action, `${name} of rbms`, figures[name], { min: 0, max: 1 });
  }
  if (typeof learnt !== "boolean")
    throw rangeError(action, "learnt of rbms to be true or false", show(learnt));
}
