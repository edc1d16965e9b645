import {
  checkArray,
  checkInteger,
  checkKeys,
  checkMethods,
  checkNumber,
  checkOneOf,
  checkString,
  rangeError,
  show,
} from "../../check.ts";
import { adam } from "../../optimizer/adam.ts";
import { iRpropPlus } from "../../optimizer/irprop.ts";
import { rmsProp } from "../../optimizer/rms-prop.ts";
import { sgd } from "../../optimizer/sgd.ts";
import { layerRates } from "./layer-rates.ts";
import type { TrialOptimizer } from "./trial-optimizer.ts";

/** What every arm is trained by that names no other. */
export const momentum: TrialOptimizer = Object.freeze({
  name: "momentum",
  description: "gradient descent with momentum 0.9",
  rates: [0.0316, 0.1, 0.316],
  cost: 2,
  make: (learningRate) => sgd({ learningRate, momentum: 0.9 }),
} satisfies TrialOptimizer);

/** @see Sutskever, Martens, Dahl, Hinton, "On the importance of initialization and momentum in deep learning", ICML 2013. */
const nesterov: TrialOptimizer = Object.freeze({
  name: "nesterov",
  description: "Nesterov's momentum 0.99",
  rates: [0.00316, 0.01, 0.0316],
  cost: 3,
  make: (learningRate) => sgd({ learningRate, momentum: 0.99, nesterov: true }),
} satisfies TrialOptimizer);

const adamOptimizer: TrialOptimizer = Object.freeze({
  name: "adam",
  description: "Adam: each parameter's step divided by the root of its mean squared gradient",
  rates: [0.001, 0.00316, 0.01],
  cost: 7,
  make: (learningRate) => adam({ learningRate }),
} satisfies TrialOptimizer);

const rmsPropOptimizer: TrialOptimizer = Object.freeze({
  name: "rmsprop",
  description: "RMSProp: as Adam, without momentum",
  rates: [0.000316, 0.001, 0.00316],
  cost: 5,
  make: (learningRate) => rmsProp({ learningRate, decay: 0.9 }),
} satisfies TrialOptimizer);

const irprop: TrialOptimizer = Object.freeze({
  name: "irprop",
  description: "iRprop+ on all examples at once: steps that follow the sign of the gradient alone",
  rates: [0.00316, 0.01, 0.0316],
  cost: 3,
  fullBatch: 10,
  make: (learningRate) => iRpropPlus({ initialStep: learningRate }),
} satisfies TrialOptimizer);

/** Every optimizer of the study, the one that arms have unless they say otherwise first. */
export const optimizers: readonly TrialOptimizer[] = Object.freeze([
  ...[momentum, nesterov, adamOptimizer, rmsPropOptimizer, irprop, layerRates],
]);

/** From one rate to the next, of three digits. */
const LONGEST_STEP = 1.005 * Math.sqrt(10);

const KEYS = ["name", "description", "rates", "cost", "fullBatch", "make"];

/** Returns an optimizer of the caller's own, or the study's of a name. */
export function checkOptimizer(action: string, optimizer: string | TrialOptimizer): TrialOptimizer {
  const known = optimizers.map(({ name }) => name);
  if (typeof optimizer === "string") {
    return optimizers[known.indexOf(checkOneOf(action, "optimizer", optimizer, known))]!;
  }
  if (optimizers.includes(optimizer)) return optimizer;
  const expected = "an optimizer to be a name, or an object with a name, rates and make";
  const { name, rates, cost, fullBatch } = checkMethods(action, expected, optimizer, "make");
  checkKeys(action, optimizer, KEYS);
  checkString(action, "name of an optimizer", name);
  checkString(action, "description of an optimizer", optimizer.description);
  if (name === "" || known.includes(name)) {
    throw rangeError(action, "a name that no optimizer of the study has", show(name));
  }
  const list = checkArray(action, "three rates or more", rates);
  if (list.length < 3) throw rangeError(action, "three rates or more", show(list));
  for (const [index, rate] of list.entries()) {
    checkNumber(action, "a rate", rate, { above: index === 0 ? 0 : list[index - 1]! });
    if (index > 0 && rate > LONGEST_STEP * list[index - 1]!) {
      throw rangeError(action, "rates that rise by factors of at most √10", show(list));
    }
  }
  checkNumber(action, "cost of an optimizer", cost, { min: 0 });
  if (fullBatch !== undefined) checkInteger(action, "fullBatch", fullBatch, { min: 1 });
  return optimizer;
}
