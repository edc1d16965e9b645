import { didYouMean } from "./check/did-you-mean.ts";

/** Limits of a number: `min` and `max` belong to the range, `above` and `below` do not. */
export interface Limits {
  readonly min?: number;
  readonly max?: number;
  readonly above?: number;
  readonly below?: number;
}

/** The one error grammar: `Cannot <action>: expected <what>, got <value>`. */
export function message(action: string, expected: string, got: string): string {
  return `Cannot ${action}: expected ${expected}, got ${got}`;
}

/** A `RangeError` in the one grammar: the value has the right type and is not allowed. */
export function rangeError(action: string, expected: string, got: string): RangeError {
  return new RangeError(message(action, expected, got));
}

/** A `TypeError` in the one grammar: the value has the wrong type. */
export function typeError(action: string, expected: string, got: string): TypeError {
  return new TypeError(message(action, expected, got));
}

/** Shows a value in an error message, shortened where it is long. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return `function ${value.name || "(anonymous)"}`;
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const items = Array.from(value as unknown as ArrayLike<unknown>);
    const shown = items.slice(0, 6).map(show).join(", ");
    return items.length > 6 ? `[${shown}, … ${items.length} items]` : `[${shown}]`;
  }
  if (typeof value === "object" && value !== null) {
    const name = value.constructor?.name ?? "object";
    const keys = Object.keys(value).slice(0, 6).join(", ");
    return name === "Object" ? `{ ${keys} }` : name;
  }
  return String(value);
}

/** Returns `value` if it is a finite number within `limits`. */
export function checkNumber(action: string, name: string, value: unknown, limits: Limits = {}): number {
  const expected = `${name} to be a finite number${describeLimits(limits)}`;
  if (typeof value !== "number") throw typeError(action, expected, show(value));
  if (!Number.isFinite(value) || !within(value, limits)) throw rangeError(action, expected, show(value));
  return value;
}

/** Returns `value` if it is an integer within `limits`. */
export function checkInteger(action: string, name: string, value: unknown, limits: Limits = {}): number {
  const expected = `${name} to be an integer${describeLimits(limits)}`;
  if (typeof value !== "number") throw typeError(action, expected, show(value));
  if (!Number.isSafeInteger(value) || !within(value, limits)) throw rangeError(action, expected, show(value));
  return value;
}

/** Returns a record of results if every number in it is finite. */
export function checkFigures<Figures extends object>(action: string, figures: Figures): Figures {
  for (const [name, value] of Object.entries(figures)) {
    if (typeof value === "number" && !Number.isFinite(value)) {
      throw rangeError(action, `${name} to be finite`, `${value}`);
    }
  }
  return figures;
}

/** Returns `value` if it is one of `allowed`. */
export function checkOneOf<T extends string>(
  action: string,
  name: string,
  value: unknown,
  allowed: readonly T[],
): T {
  if (!allowed.includes(value as T)) {
    const hint = typeof value === "string" ? didYouMean(value, allowed) : "";
    throw rangeError(action, `${name} to be one of ${allowed.map(show).join(", ")}`, show(value) + hint);
  }
  return value as T;
}

/** Refuses an option that nobody reads, so that a misspelt one is not silently ignored. */
export function checkKeys(action: string, options: object, allowed: readonly string[]): void {
  if (typeof options !== "object" || options === null) {
    throw typeError(action, "options to be an object", show(options));
  }
  for (const key of Object.keys(options)) {
    if (!allowed.includes(key)) {
      const expected = `options named ${allowed.map(show).join(", ")}`;
      throw typeError(action, expected, show(key) + didYouMean(key, allowed));
    }
  }
}

/** Refuses what is not JSON of this format in version 1. */
export function checkFormat(action: string, json: unknown, format: string): void {
  if (typeof json !== "object" || json === null) throw typeError(action, "an object", show(json));
  const stated = json as { readonly format?: unknown; readonly version?: unknown };
  if (stated.format !== format) throw rangeError(action, `format to be ${show(format)}`, show(stated.format));
  if (stated.version !== 1) throw rangeError(action, "version to be 1", show(stated.version));
}

function within(value: number, { min, max, above, below }: Limits): boolean {
  return (
    (min === undefined || value >= min) &&
    (max === undefined || value <= max) &&
    (above === undefined || value > above) &&
    (below === undefined || value < below)
  );
}

function describeLimits({ min, max, above, below }: Limits): string {
  const parts: string[] = [];
  if (min !== undefined) parts.push(`≥ ${min}`);
  if (above !== undefined) parts.push(`> ${above}`);
  if (max !== undefined) parts.push(`≤ ${max}`);
  if (below !== undefined) parts.push(`< ${below}`);
  return parts.length === 0 ? "" : ` ${parts.join(" and ")}`;
}
