import { checkArray, rangeError, show, typeError } from "../check.ts";

/** Returns a frozen copy of names, if they are different words, and so many of them where that is known. */
export function checkNames(
  action: string,
  name: string,
  names: readonly string[],
  count?: number,
): readonly string[] {
  const expected = `${name} to be different words`;
  const words = checkArray(action, expected, names);
  const seen = new Set<string>();
  for (const [index, word] of words.entries()) {
    if (typeof word !== "string") throw typeError(action, expected, `${show(word)} at ${index}`);
    if (word === "") throw rangeError(action, expected, `${show(word)} at ${index}`);
    if (seen.has(word)) throw rangeError(action, expected, `${show(word)} twice`);
    seen.add(word);
  }
  if (words.length !== (count ?? words.length)) {
    throw rangeError(action, `${name} to be ${count} words`, `${words.length}`);
  }
  return Object.freeze(words);
}
