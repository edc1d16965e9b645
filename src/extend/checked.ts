import { saysItself } from "../check/check-settings.ts";
import { isPlain } from "../check/is-plain.ts";
import { checkFunction, checkThat, holds, message, readSafely, show } from "../check.ts";
import { isMatrix } from "../matrix/matrix.ts";

/** What a function of an author's is to return: how errors call it, what it is, and what is inside it. */
export interface Kind {
  readonly name: string;
  readonly is: (value: unknown) => unknown;
  readonly inside?: (value: object) => Readonly<Record<string, Kind>>;
}

/** Whatever it likes. */
export const anything: Kind = { name: "anything", is: () => true };

export const matrix: Kind = { name: "a matrix", is: isMatrix };

export const number: Kind = { name: "a number", is: (value) => typeof value === "number" };

export const method: Kind = { name: "a function", is: (value) => typeof value === "function" };

/** A record of one kind throughout, such as matrices by name. */
export function byName(name: string, kind: Kind): Kind {
  return { name: `${name} by name`, is: isRecord, inside: (record) => of(Object.keys(record), kind) };
}

export const matrices: Kind = byName("matrices", matrix);

/** A record with these fields; one that may be missing has a question mark behind its name. */
export function fields(kinds: Readonly<Record<string, Kind>>): Kind {
  const [optional, needed] = [true, false].map((isOptional) =>
    Object.entries(kinds).filter(([name]) => name.endsWith("?") === isOptional),
  );
  return {
    name: `{ ${needed!.map(([name]) => name).join(", ")} }`,
    is(value) {
      const own = isRecord(value) && { ...value }; // what is handed on, without getters of a class
      return own && needed!.every(([name, kind]) => kind === anything || own[name] !== undefined);
    },
    inside(value) {
      const present = optional!
        .map(([name, kind]) => [name.slice(0, -1), kind] as const)
        .filter(([name]) => (value as Readonly<Record<string, unknown>>)[name] !== undefined);
      return Object.fromEntries([...needed!, ...present]);
    },
  };
}

/** What JSON has a word for; what has a `toJSON` of its own says it so. */
export const json: Kind = {
  name: "JSON",
  is: (value) =>
    value === null ||
    ["string", "boolean"].includes(typeof value) ||
    Number.isFinite(value) ||
    ((Array.isArray(value) || isPlain(value) || saysItself(value)) && holds(() => JSON.stringify(value))),
  inside(value) {
    if (saysItself(value)) return {};
    const present = Object.entries(value).filter(([, each]) => Array.isArray(value) || each !== undefined);
    return of(
      present.map(([name]) => name),
      json,
    );
  },
};

/**
 * A view of a part of somebody's own whose functions say where they return something else than these kinds of values, or throw: the suites
 * go on with what is there. Whatever is read of it or called on it is read of and called on the part itself, which may be an object of
 * a class with private fields.
 */
export function checked<Part extends object>(
  action: string,
  part: Part,
  kinds: Readonly<Partial<Record<keyof Part, Kind>>>,
): Part {
  const read = (name: PropertyKey): unknown =>
    readSafely(
      action,
      `${String(name)} to be read`,
      () => (part as Readonly<Record<PropertyKey, unknown>>)[name],
    );
  const functions = new Map<PropertyKey, unknown>();
  for (const [name, kind] of Object.entries<Kind | undefined>(kinds)) {
    if (read(name) === undefined) continue;
    checkFunction(action, name, read(name));
    functions.set(name, (...given: unknown[]) =>
      checkKind(action, name, kind!, () => (read(name) as Call).apply(part, given)),
    );
  }
  const get = (_: unknown, name: PropertyKey): unknown => {
    if (functions.has(name)) return functions.get(name);
    const value = read(name);
    if (typeof value !== "function") return value;
    return Object.defineProperty(value.bind(part), "name", { value: value.name });
  };
  return new Proxy({}, { get, has: (_, name) => name in part }) as Part;
}

type Call = (...given: unknown[]) => unknown;

function checkKind(action: string, name: string, kind: Kind, call: () => unknown): unknown {
  const value = called(action, `${name} to compute`, call);
  checkInside(action, name, kind, value, "");
  return value;
}

function checkInside(action: string, name: string, kind: Kind, value: unknown, path: string): void {
  checkThat(action, `${name} to return ${path && `${path} as `}${kind.name}`, value, kind.is);
  if (typeof value !== "object" || value === null) return;
  for (const [field, inner] of Object.entries(kind.inside?.(value) ?? {})) {
    const there = (value as Readonly<Record<string, unknown>>)[field];
    checkInside(action, name, inner, there, path ? `${path}.${field}` : field);
  }
}

/** What a function of an author's comes to; what it throws becomes the cause of an error in the one grammar, if it is in another. */
export function called<Result>(action: string, expected: string, call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    if (error instanceof Error && /^Cannot .+: expected /s.test(error.message)) throw error;
    throw new TypeError(message(action, expected, `what throws ${show(error)}`), { cause: error });
  }
}

function of(names: readonly string[], kind: Kind): Readonly<Record<string, Kind>> {
  return Object.fromEntries(names.map((name) => [name, kind]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return {}.toString.call(value) === "[object Object]" && !isMatrix(value);
}
