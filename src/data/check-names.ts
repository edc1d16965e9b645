import { rangeError, show, typeError } from "../check.ts";

/** Returns a frozen copy of names, if they are different words, and so many of them where that is known. */
export function checkNames(
  action: string,
  name: string,
  names: readonly string[],
  count?: number,
): readonly string[] {
  const expected = `${name} to be different words`;
  if (!Array.isArray(names)) throw typeError(action, expected, show(names));
  const seen = new Set<string>();
  for (const [index, word] of names.entries()) {
    if (typeof word !== "string") throw typeError(action, expected, `${show(word)} at ${index}`);
    if (word === "") throw rangeError(action, expected, `${show(word)} at ${index}`);
    if (seen.has(word)) throw rangeError(action, expected, `${show(word)} twice`);
    seen.add(word);
  }
  if (names.length !== (count ?? names.length)) {
    throw rangeError(action, `${name} to be ${count} words`, `${names.length}`);
  }
  return Object.freeze([...names]);
}
