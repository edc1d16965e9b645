import { rangeError, show } from "../check.ts";

/** Shared by all copies of the library in a program. */
const mark = Symbol.for("layerwise");

/** Freezes an object of the library and marks it as such; a copy with other functions in it does not inherit the mark. */
export function ofLibrary<Part extends object>(part: Part): Readonly<Part> {
  return Object.freeze(Object.defineProperty(part, mark, { value: true }));
}

/** Whether an object is one of the library's. */
export function isOfLibrary(part: object): boolean {
  return Object.hasOwn(part, mark);
}

/** Refuses a part of somebody else's under a name of the library's, by which a saved model would find the library's. */
export function checkOwnName(
  action: string,
  what: string,
  part: object,
  name: string,
  names: readonly string[],
): void {
  if (isOfLibrary(part) || !names.includes(name)) return;
  const expected = `${what} of one's own to have a name of its own, since the library has another ${name}`;
  throw rangeError(action, expected, show(name));
}
