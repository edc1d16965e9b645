import { checkMethods, checkRecord } from "../check.ts";
import { ownValues } from "../parameters.ts";
import type { Initializer, InitialValues } from "./initializer.ts";

/** Returns an initializer, and refuses what is none. */
export function checkInitializer(action: string, initializer: Initializer): Initializer {
  return checkMethods(action, "initializer to be an initializer such as glorotUniform", initializer, "draw");
}

/** What an initializer draws, in matrices that nobody else has; one of somebody's own may give none. */
export function drawnBy(
  action: string,
  initializer: Initializer,
  ...given: Parameters<Initializer["draw"]>
): InitialValues {
  const drawn = checkRecord(action, `weights by ${initializer.name}`, initializer.draw(...given));
  return ownValues(initializer, drawn);
}
