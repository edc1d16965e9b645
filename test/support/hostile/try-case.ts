import { isMatrix } from "../../../src/matrix/matrix.ts";
import { isClear, textOf } from "./case.ts";
import type { ValidCall } from "./valid.ts";
import type { WrongValue } from "./wrong-values.ts";

/** Where in the arguments of a call a value stands: `[1, "earlyStopping", "patience"]`. */
export type Path = readonly (string | number)[];

/** How a call with a wrong value ends. */
export type Outcome = "clear" | "accepted" | "unclear" | "silent";

/** What is changed in a valid call. */
export interface Change {
  readonly path: Path;
  readonly value: WrongValue;
}

/** The options whose size is how much work is asked for: what is huge there is done, and takes its time. */
const work = new Set(["epochs", "times", "fullBatch", "gibbsSteps", "steps", "patience"]);

/** Every place in the arguments of a call: each argument, each field of its plain objects, the first item of its lists. */
export function pathsOf(call: ValidCall): Path[] {
  return call.given().flatMap((value, index) => within(value, [index]));
}

function within(value: unknown, path: Path): Path[] {
  if (path.length > 4 || typeof value !== "object" || value === null || isMatrix(value)) return [path];
  if (Array.isArray(value)) {
    return [path, ...(value.length > 0 ? within(value[0], [...path, 0]) : [])];
  }
  const fields = Object.values(value);
  const isPart = Object.isFrozen(value) && fields.some((field) => typeof field === "function");
  if (isPart || Object.getPrototypeOf(value) !== Object.prototype) return [path];
  return [path, ...Object.entries(value).flatMap(([key, field]) => within(field, [...path, key]))];
}

/** Whether a change is one to try: work without end is not. */
export function isToTry({ path, value }: Change): boolean {
  return !(value.huge && work.has(String(path.at(-1))));
}

/** Calls with these changes, and says how it ends. */
export async function tryCase(
  call: ValidCall,
  changes: readonly Change[],
): Promise<{ readonly outcome: Outcome; readonly detail: string }> {
  let given: unknown = call.given();
  for (const { path, value } of changes) given = replaced(given, path, value.make());
  try {
    const result = await settled(call.call(...(given as never[])));
    const place = notANumber(result);
    if (place !== undefined) return { outcome: "silent", detail: `NaN in the result${place}` };
    return { outcome: "accepted", detail: "" };
  } catch (error) {
    return { outcome: isClear(error) ? "clear" : "unclear", detail: textOf(error) };
  }
}

function replaced(target: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof target !== "object" || target === null) return target; // an outer change came first
  const copy = (Array.isArray(target) ? [...target] : { ...target }) as Record<string | number, unknown>;
  copy[key] = replaced(copy[key], rest, value);
  return copy;
}

/** What a promise or an iterator of epochs comes to. */
export async function settled(result: unknown): Promise<unknown> {
  const value = await result;
  if (typeof value !== "object" || value === null || !(Symbol.asyncIterator in value)) return value;
  const items: unknown[] = [];
  for await (const item of value as AsyncIterable<unknown>) items.push(item);
  return items;
}

/** Where in a result NaN stands, if it does. */
function notANumber(value: unknown, seen: Set<unknown> = new Set()): string | undefined {
  if (typeof value === "number") return Number.isNaN(value) ? "" : undefined;
  if (typeof value !== "object" || value === null || seen.has(value) || seen.size > 2000) return undefined;
  seen.add(value);
  if (ArrayBuffer.isView(value)) {
    return Array.from(value as Float64Array).some((number) => Number.isNaN(number)) ? "[…]" : undefined;
  }
  if (isMatrix(value)) return Number.isNaN(value.sum()) ? " (matrix)" : undefined;
  for (const [key, field] of Object.entries(value)) {
    const place = notANumber(field, seen);
    if (place !== undefined) return `.${key}${place}`;
  }
  return undefined;
}
