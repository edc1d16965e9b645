import { holds, show, typeError } from "../check.ts";
import { isPlain } from "./is-plain.ts";

/**
 * Refuses settings that JSON has no word for, and so would lose: numbers that are not finite, functions, maps, typed arrays and other objects
 * that do not say themselves by `toJSON`. What is undefined counts as absent, but in a list.
 */
export function checkSettings(action: string, what: string, json: unknown): void {
  const told = saysItself(json) ? json.toJSON() : json;
  if (["string", "boolean", "undefined"].includes(typeof told) || told === null || Number.isFinite(told))
    return;
  const expected = `${what} to be what JSON can hold`;
  if (Array.isArray(told)) {
    for (const [index, value] of told.entries()) {
      if (value === undefined) throw typeError(action, expected, show(told));
      checkSettings(action, `${index} of ${what}`, value);
    }
    return;
  }
  if (!isPlain(told)) throw typeError(action, expected, show(told));
  for (const [name, value] of Object.entries(told)) checkSettings(action, `${name} of ${what}`, value);
}

/** Whether it has a `toJSON` of its own. */
export function saysItself(value: unknown): value is { readonly toJSON: () => unknown } {
  return holds(() => typeof (value as { readonly toJSON?: unknown }).toJSON === "function");
}
