import { checkOwnParts, partByName } from "../check/part-by-name.ts";
import { heads } from "./all.ts";
import type { Head } from "./head.ts";

/**
 * The head with this name, such as one read from a saved network.
 *
 * @param action - What is being done, for the error: `"read a network"`.
 * @param name - The name of a head.
 * @param custom - Heads of one's own. Default none.
 * @returns The head.
 * @throws RangeError if no head has this name; the error lists those there are.
 * @example
 * headByName("read a network", "softmax"); // softmax
 */
export function headByName(action: string, name: unknown, custom?: readonly Head[]): Head {
  const own = checkOwnParts(action, "heads", custom, heads, "apply");
  return partByName(action, "head", name, [...own, ...heads], "heads");
}
