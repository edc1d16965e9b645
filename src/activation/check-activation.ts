import { checkNames } from "../check/own-name.ts";
import { checkOwnParts } from "../check/part-by-name.ts";
import { checkMethods, checkThat } from "../check.ts";
import type { Activation } from "./activation.ts";
import { libraryActivation } from "./by-name.ts";

/** Where two functions of one name are compared: both tails, the kinks of the library's, and between. */
const PLACES = [-3, -1, -0.5, 0, 0.5, 1, 3];

/**
 * Refuses what is no activation, and one that bears the name of one of the library's and is another function: an engine
 * knows the library's by their names.
 */
export function checkActivation(action: string, activation: Activation): void {
  checkMethods(action, "activation to be an activation such as sigmoid", activation, "apply", "slope");
  const { kinks = [] } = activation;
  const expectedKinks = "kinks of an activation to be an array of finite numbers";
  checkThat(action, expectedKinks, kinks, () => Array.isArray(kinks) && kinks.every(Number.isFinite));
  const own = libraryActivation(activation.name) ?? activation;
  checkNames(action, "an activation", [activation], [own], sameFunction);
}

/** Refuses what is no list of activations of one's own, and two under one name. */
export function checkActivations(action: string, custom?: readonly Activation[]): Activation[] {
  const list = checkOwnParts(action, "activations", custom);
  for (const activation of list) checkActivation(action, activation);
  return list;
}

/** By their values, since a program may hold two copies of the library, or make one of its own twice. */
export function sameFunction(a: Activation, b: Activation): boolean {
  const close = (x: number, y: number): boolean => Math.abs(x - y) <= 1e-12 * Math.max(1, Math.abs(x));
  return PLACES.every((z) => close(a.apply(z), b.apply(z)) && close(a.slope(z), b.slope(z, b.apply(z))));
}
