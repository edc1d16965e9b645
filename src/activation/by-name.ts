import { partByName } from "../check/part-by-name.ts";
import type { Activation } from "./activation.ts";
import { activations } from "./all.ts";
import { leakyRelu } from "./leaky-relu.ts";

/**
 * The activation that was saved under a name: one of `custom`, else one of the library's, else `leakyRelu` with the
 * slope that the name carries, such as `leakyRelu(0.2)`.
 *
 * @param action - What the name is read for, as an error shows it: `"read a network"`.
 * @param name - The `name` of an activation.
 * @param custom - Activations of one's own, where the caller has an option `activations`.
 * @returns The activation with that name.
 * @throws RangeError if no activation has this name; the error lists those there are.
 * @example
 * activationByName("read a network", "leakyRelu(0.2)").apply(-1); // -0.2
 */
export function activationByName(action: string, name: unknown, custom?: readonly Activation[]): Activation {
  const all = [...(custom ?? []), ...activations].concat(leakyReluByName(name as string) ?? []);
  return partByName(action, "activation", name, all, custom && "activations");
}

/** The library's activation with this name, if it has one. */
export function libraryActivation(name: string): Activation | undefined {
  return activations.find((activation) => activation.name === name) ?? leakyReluByName(name);
}

/** `leakyRelu` of the slope in its name, where that is written just as the name would write it. */
function leakyReluByName(name: string): Activation | undefined {
  const written = /^leakyRelu\((.+)\)$/.exec(name)?.[1];
  const slope = Number(written);
  const readable = Number.isFinite(slope) && slope >= 0 && String(slope) === written;
  return readable ? leakyRelu(slope) : undefined;
}
