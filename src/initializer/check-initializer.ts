import { checkMethods } from "../check.ts";
import type { Initializer } from "./initializer.ts";

/** Returns an initializer, and refuses what is none. */
export function checkInitializer(action: string, initializer: Initializer): Initializer {
  return checkMethods(action, "initializer to be an initializer such as glorotUniform", initializer, "draw");
}
