import { checkRecord, readSafely, show, typeError } from "../check.ts";

/** A copy of texts by name, at a public door. */
export function checkTexts(
  action: string,
  name: string,
  texts: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const expected = `${name} to be texts by name`;
  checkRecord(action, expected, texts);
  const copy = readSafely(action, expected, () => ({ ...texts }));
  for (const [key, text] of Object.entries(copy)) {
    if (typeof text !== "string") throw typeError(action, expected, `${show(text)} as ${show(key)}`);
  }
  return copy;
}
