import { checkOneOf } from "../check.ts";
import { heads } from "./all.ts";
import type { Head } from "./head.ts";

/**
 * The head with this name, such as one read from a saved network.
 *
 * @param action - What is being done, for the error: `"read a network"`.
 * @param name - The name of a head of the library.
 * @returns The head.
 * @throws RangeError if no head has this name; the error lists those there are.
 * @example
 * headByName("read a network", "softmax"); // softmax
 */
export function headByName(action: string, name: unknown): Head {
  const names = heads.map((head) => head.name);
  const known = checkOneOf(action, "head", name, names);
  return heads.find((head) => head.name === known)!;
}
