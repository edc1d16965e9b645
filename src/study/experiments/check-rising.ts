import { checkArray, checkNumber, rangeError } from "../../check.ts";

/** Returns a list of numbers if each is greater than the one before. */
export function checkRising(
  action: string,
  name: string,
  values: readonly number[],
  limits: { readonly min?: number; readonly above?: number; readonly max?: number },
): readonly number[] {
  const list = checkArray(action, `${name} to be a list of numbers`, values);
  if (list.length === 0) throw rangeError(action, `${name} to be a list of numbers`, "[]");
  for (const [index, value] of list.entries()) {
    checkNumber(action, name, value, index === 0 ? limits : { ...limits, above: list[index - 1]! });
  }
  return list;
}
