import { didYouMean } from "./check/did-you-mean.ts";
import { show } from "./check/show.ts";

export { show };

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

/** A `RangeError` of numbers that went out of range in the course of a computation, which callers can tell by its `code`. */
export function notFiniteError(action: string, expected: string, got: string): RangeError {
  return Object.assign(rangeError(action, expected, got), { code: NOT_FINITE });
}

/** Whether an error says that numbers went out of range: of a run that is a result, and no wrong call. */
export function isNotFiniteError(error: unknown): error is RangeError {
  return error instanceof RangeError && (error as { readonly code?: unknown }).code === NOT_FINITE;
}

const NOT_FINITE = "NOT_FINITE";

/** A `TypeError` in the one grammar: the value has the wrong type. */
export function typeError(action: string, expected: string, got: string): TypeError {
  return new TypeError(message(action, expected, got));
}

/** Returns `value` if it is a finite number within `limits`. */
export function checkNumber(action: string, name: string, value: unknown, limits: Limits = {}): number {
  if (Number.isFinite(value) && within(value as number, limits)) return value as number;
  return refuseNumber(action, `${name} to be a finite number`, value, limits);
}

/** Returns `value` if it is an integer within `limits`. */
export function checkInteger(action: string, name: string, value: unknown, limits: Limits = {}): number {
  if (Number.isSafeInteger(value) && within(value as number, limits)) return value as number;
  return refuseNumber(action, `${name} to be an integer`, value, limits);
}

/** Returns `value` if it is true or false. */
export function checkBoolean(action: string, name: string, value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw typeError(action, `${name} to be true or false`, show(value));
}

/** Returns `value` if it is a function. */
export function checkFunction<Value>(action: string, name: string, value: Value): Value {
  if (typeof value === "function") return value;
  throw typeError(action, `${name} to be a function`, show(value));
}

/** Returns `value` if it is a string. */
export function checkString(action: string, name: string, value: unknown): string {
  if (typeof value === "string") return value;
  throw typeError(action, `${name} to be a string`, show(value));
}

/** Returns a record of results if each is a finite number. */
export function checkFigures<Figures extends object>(action: string, figures: Figures): Figures {
  for (const [name, value] of Object.entries(figures)) {
    if (Number.isFinite(value)) continue;
    const refuse = typeof value === "number" ? notFiniteError : typeError;
    throw refuse(action, `${name} to be finite`, show(value));
  }
  return figures;
}

/** Returns `value` if it is one of `allowed`; an error names the option that would allow others, and has its name as `option`. */
export function checkOneOf<T extends string>(
  action: string,
  name: string,
  value: unknown,
  allowed: readonly T[],
  option = "",
): T {
  if (!allowed.includes(value as T)) {
    const hint = typeof value === "string" ? didYouMean(value, allowed) : "";
    const others = option && ` or in the option ${option}`;
    const expected = `${name} to be one of ${allowed.map(show).join(", ")}${others}`;
    throw Object.assign(rangeError(action, expected, show(value) + hint), option && { option });
  }
  return value as T;
}

/** Refuses an option that nobody reads, so that a misspelt one is not silently ignored, and one that cannot be read. */
export function checkKeys(
  action: string,
  options: object,
  allowed: readonly string[],
  what = "options",
): void {
  const expected = `${what} to be an object`;
  checkRecord(action, expected, options);
  readSafely(action, expected, () => {
    for (const key of Object.keys(options)) {
      if (!allowed.includes(key)) {
        const names = allowed.length > 0 ? `${what} named ${allowed.map(show).join(", ")}` : `no ${what}`;
        throw typeError(action, names, show(key) + didYouMean(key, allowed));
      }
    }
    for (const name of allowed) (options as Record<string, unknown>)[name]; // whoever reads it next, it does not throw
  });
}

/** Refuses JSON that lacks a field, or has one that nobody would read; one that may be missing has a question mark behind its name. */
export function checkFields(action: string, json: object, fields: readonly string[]): void {
  checkKeys(
    action,
    json,
    fields.map((field) => field.replace("?", "")),
    "fields",
  );
  const missing = fields.find((field) => !field.endsWith("?") && !(field in json));
  if (missing !== undefined) throw rangeError(action, `a field ${show(missing)}`, show(Object.keys(json)));
}

/** Whether this holds of what a caller handed over; where a getter or a proxy of theirs throws, it does not. */
export function holds(test: () => unknown): boolean {
  try {
    return Boolean(test());
  } catch {
    return false;
  }
}

/** Returns `value` if this holds of it. */
export function checkThat<Value>(
  action: string,
  expected: string,
  value: Value,
  test: (value: Value) => unknown,
): Value {
  if (holds(() => test(value))) return value;
  throw typeError(action, expected, show(value));
}

/** Returns `value` if it is an object with methods of these names, and if it has a name, it is a string: a part for the library. */
export function checkMethods<Part>(
  action: string,
  expected: string,
  value: Part,
  ...methods: readonly (string & keyof Part)[]
): Part {
  const has = (): boolean => {
    if (typeof value !== "object") return false;
    const { name = "" } = value as { readonly name?: unknown };
    return typeof name === "string" && methods.every((key) => typeof value![key] === "function");
  };
  return checkThat(action, expected, value, has);
}

/** Returns `value` if it is an object with fields: no list, date, map, promise or error. */
export function checkRecord<Fields>(action: string, expected: string, value: Fields): Fields {
  return checkThat(action, expected, value, () => {
    const kind: string = {}.toString.call(value);
    return kind === "[object Object]" && Object.keys(value as object);
  });
}

/** Returns `value` if it is a list, of whatever: an array, a typed one, or an object with a length. */
export function checkList<List extends ArrayLike<unknown>>(
  action: string,
  expected: string,
  value: List,
): List {
  return checkThat(action, expected, value, isList);
}

/** Whether a value is such a list; a string is none. */
export function isList(value: unknown): value is ArrayLike<unknown> {
  if (typeof value !== "object" || value === null) return false;
  const { length } = value as ArrayLike<unknown>;
  return Number.isSafeInteger(length) && length >= 0;
}

/** Returns a copy of `value` if it is an array, of a length that can be gone through. */
export function checkArray<Item>(action: string, expected: string, value: readonly Item[]): Item[] {
  return readSafely(action, expected, () => {
    if (!Array.isArray(value) || value.length > MOST_ITEMS) throw typeError(action, expected, show(value));
    return [...value];
  });
}

const MOST_ITEMS = 2 ** 24;

/** Returns a copy of `value` if it is an array of strings. */
export function checkStrings(action: string, expected: string, value: readonly string[]): string[] {
  const strings = checkArray(action, expected, value);
  return checkThat(action, expected, strings, () => strings.every((item) => typeof item === "string"));
}

/** Reads what a caller handed over: what a getter or a proxy of theirs throws becomes an error in the one grammar. */
export function readSafely<Result>(action: string, expected: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw inGrammar(action, expected, error);
  }
}

/** Returns an error in the one grammar: this one if it is, else one by which what was expected throws it. */
export function inGrammar(action: string, expected: string, error: unknown): Error {
  if (error instanceof Error && /^Cannot .+: expected /s.test(error.message)) return error;
  const got = `what throws ${show(error)} when it is read`;
  return new TypeError(message(action, expected, got), { cause: error });
}

/** Refuses what is not JSON of this format in version 1. */
export function checkFormat(action: string, json: unknown, format: string, fields: readonly string[]): void {
  const expected = "an object";
  readSafely(action, expected, () => {
    const stated = checkRecord(action, expected, json as Readonly<Record<string, unknown>>);
    if (stated.format !== format)
      throw rangeError(action, `format to be ${show(format)}`, show(stated.format));
    if (stated.version !== 1) throw rangeError(action, VERSION_1, show(stated.version));
    checkFields(action, stated, ["format", "version", ...fields]);
  });
}

const VERSION_1 = "version to be 1 (a newer layerwise writes higher ones: update this one)";

function refuseNumber(action: string, expected: string, value: unknown, limits: Limits): never {
  const refuse = typeof value === "number" ? rangeError : typeError;
  throw refuse(action, expected + describeLimits(limits), show(value));
}

/** A limit that is NaN lets nothing through. */
function within(x: number, { min = x, max = x, above = -Infinity, below = Infinity }: Limits): boolean {
  return x >= min && x <= max && x > above && x < below;
}

function describeLimits({ min, max, above, below }: Limits): string {
  const told = [min, above, max, below].flatMap((limit, index) =>
    limit === undefined ? [] : `${"≥>≤<"[index]} ${limit}`,
  );
  return told.length > 0 ? ` ${told.join(" and ")}` : "";
}
