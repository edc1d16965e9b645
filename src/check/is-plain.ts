import { holds } from "../check.ts";

/** Whether a value is a record of fields and no object of another kind. */
export function isPlain<Field = unknown>(value: unknown): value is Readonly<Record<string, Field>> {
  return holds(() => {
    const prototype = Object.getPrototypeOf(value);
    return typeof value === "object" && (prototype === null || Object.getPrototypeOf(prototype) === null);
  });
}
