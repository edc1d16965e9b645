import { checkNumber, checkRecord, readSafely } from "../check.ts";
import { checkNetwork } from "../network/check-network.ts";
import { checkFitted } from "../preprocess/check-preprocessor.ts";
import type { Arm, Preparation, Start } from "./arm.ts";

/** Returns what an arm's `start` gave, and refuses what is no start of a net: an arm may be somebody's own. */
export function checkStart({ name }: Arm, given: Start): Start {
  const action = `start the arm ${name}`;
  return readSafely(action, "a start that can be read", () => {
    const { network, cost } = checkRecord(action, "start to return an object with a network", given);
    checkNetwork(action, network);
    if (cost !== undefined) checkNumber(action, "cost", cost, { min: 0 });
    return given;
  });
}

/** Returns what an arm's `prepare` gave, and refuses what is no preparation. */
export function checkPreparation({ name }: Arm, given: Preparation): Preparation {
  const action = `prepare the inputs of the arm ${name}`;
  return readSafely(action, "a preparation that can be read", () => {
    const expected = "prepare to return an object with a preprocessor and its cost";
    const { preprocessor, cost } = checkRecord(action, expected, given);
    checkFitted(action, "the preprocessor", preprocessor);
    checkNumber(action, "cost", cost, { min: 0 });
    return given;
  });
}
