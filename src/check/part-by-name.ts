import { checkArray, checkMethods, checkOneOf } from "../check.ts";

/** The part that was saved under a name: one of `custom`, which are somebody's own, else one of the library's. */
export function partByName<Part extends { readonly name: string }>(
  action: string,
  what: string,
  name: unknown,
  library: readonly Part[],
  custom: readonly Part[] = [],
): Part {
  const parts = [...checkArray(action, "parts of one's own to be in a list", custom), ...library];
  for (const part of parts) checkMethods(action, "a part of one's own to have a name", part);
  checkOneOf(
    action,
    what,
    name,
    parts.map((part) => part.name),
  );
  return parts.find((part) => part.name === name)!;
}

/** The options of `fromJSON` that hold parts of one's own; every model takes all of them, and reads those that it can have. */
export const partOptionNames: readonly string[] = [
  "activations",
  "heads",
  "layers",
  "preprocessors",
  "units",
];
