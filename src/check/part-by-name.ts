import { checkArray, checkMethods, checkOneOf, checkThat } from "../check.ts";

/** Parts of one's own, which are refused where they have no name or lack one of these methods. */
export function checkOwnParts<Part>(
  action: string,
  what: string,
  parts: readonly Part[] = [],
  ...methods: readonly (string & keyof Part)[]
): Part[] {
  const expected = `${what} to be a list of such parts`;
  const isNamed = (part: Part): boolean => {
    const { name, kind } = part as { readonly name?: unknown; readonly kind?: unknown };
    return typeof (name ?? kind) === "string";
  };
  return checkArray(action, expected, parts).map((part) =>
    checkThat(action, expected, checkMethods(action, expected, part, ...methods), isNamed),
  );
}

/** The part that was saved under a name: one of somebody's own, else one of the library's. */
export function partByName<Part extends { readonly name: string }>(
  action: string,
  what: string,
  name: unknown,
  parts: readonly Part[],
): Part {
  const names = parts.map((part) => part.name);
  return parts[names.indexOf(checkOneOf(action, what, name, names))]!;
}
