import { checkMethods } from "../check.ts";
import type { Network } from "./network.ts";

/** Returns a network, of whichever copy of this library, and refuses what is none. */
export function checkNetwork(action: string, network: Network): Network {
  return checkMethods(action, "a network", network, "forward", "gradients", "toJSON");
}
