import { checkArray, checkMethods, checkOneOf } from "../check.ts";
import { checkNames, type Named } from "./own-name.ts";

/** Parts of one's own, which are refused where one has no name, that of one of the library's or of another, or lacks one of these methods. */
export function checkOwnParts<Part extends Named>(
  action: string,
  what: string,
  parts: readonly Part[] = [],
  library: readonly Named[] = [],
  ...methods: readonly (string & keyof Part)[]
): Part[] {
  const expected = `${what} to be a list of such parts`;
  const list = checkArray(action, expected, parts);
  for (const part of list) checkMethods(action, expected, part, ...methods);
  checkNames(action, `one of the ${what}`, list, library);
  return list;
}

/** The option by which a part would come that is missing where a model is read; undefined of every other error. */
export function missingOption(error: unknown): string | undefined {
  return error instanceof RangeError ? (error as { readonly option?: string }).option : undefined;
}

/** The part that was saved under a name, one of these; another may be brought by the option of this name, if there is one. */
export function partByName<Part extends { readonly name: string }>(
  action: string,
  what: string,
  name: unknown,
  parts: readonly Part[],
  option?: string,
): Part {
  const names = parts.map((part) => part.name);
  return parts[names.indexOf(checkOneOf(action, what, name, names, option))]!;
}
