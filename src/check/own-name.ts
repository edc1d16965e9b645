import { checkMethods, checkString, checkThat, rangeError, readSafely, show } from "../check.ts";

/** Shared by all copies of the library in a program. */
const mark = Symbol.for("layerwise");

/** Freezes an object of the library and marks it as such; a copy with other functions in it does not inherit the mark. */
export function ofLibrary<Part extends object>(part: Part): Readonly<Part> {
  return Object.freeze(Object.defineProperty(part, mark, { value: true }));
}

/** Whether an object is one of the library's. */
export function isOfLibrary(part: object): boolean {
  return Object.hasOwn(part, mark);
}

/** What a saved model finds a part by. */
export interface Named {
  readonly name?: string;
  readonly kind?: string;
}

/**
 * Refuses parts of which a saved model would find another: those without a name, and two under one name, of which one may be the
 * library's, unless they are the same.
 */
export function checkNames<Part extends Named>(
  action: string,
  what: string,
  parts: readonly Part[],
  library: readonly Named[] = [],
  isSame: (a: never, b: never) => boolean = areOfLibrary,
): void {
  for (const part of parts) {
    const name = checkString(action, `name of ${what}`, nameOf(part));
    const first = [...library, ...parts].find((each) => nameOf(each) === name)!;
    if (first === part || isSame(first as never, part as never)) continue;
    const expected = `${what} of one's own to have a name of its own`;
    throw rangeError(action, expected, show(name));
  }
}

/**
 * What a part says of itself in JSON. Refused is one that tells another name than its own, as a copy with other functions may: it would be
 * another part once it is read.
 */
export function jsonOf<Told extends Named>(
  action: string,
  what: string,
  part: Named & { toJSON(): Told },
): Told {
  const expected = `JSON of kind ${nameOf(part)} from ${what}`;
  const json = checkThat(action, expected, part.toJSON(), (told) => nameOf(told) === nameOf(part));
  return isOfLibrary(part) ? json : (JSON.parse(JSON.stringify(json)) as Told); // what JSON holds of it
}

/**
 * The part that a reader of one's own makes of JSON. Refused is what lacks one of these methods, and one under another name or kind than
 * that it was asked for.
 */
export function readBy<Part extends Named, Given extends unknown[]>(
  action: string,
  reader: Named & { fromJSON(...given: Given): Part },
  methods: readonly (string & keyof Part)[],
  ...given: Given
): Part {
  const name = nameOf(reader);
  const expected = `fromJSON to give a part named ${show(name)}`;
  return readSafely(action, expected, () => {
    const part = checkMethods(action, expected, reader.fromJSON(...given), ...methods);
    checkThat(action, expected, nameOf(part), (told) => told === name);
    return part;
  });
}

const nameOf = ({ name, kind = name }: Named): string | undefined => kind;
const areOfLibrary = (a: Named, b: Named): boolean => isOfLibrary(a) && isOfLibrary(b);
