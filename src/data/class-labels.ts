import { checkInteger, checkList, rangeError, readSafely, show } from "../check.ts";
import { checkNames } from "./check-names.ts";

/** One class per example: its index, or its name. */
export type ClassLabels = ArrayLike<number | string>;

/** Which classes there are, where the labels alone do not say so. */
export interface ClassOptions {
  /** How many classes there are. Default: as many as have a name, or else one more than the largest index. */
  readonly classes?: number | undefined;
  /** What the classes are called, by index. Default: the names among the labels, sorted. */
  readonly classNames?: readonly string[] | undefined;
}

/** Labels as indices, and the classes that they stand for. */
export interface IndexedClasses {
  /** One array for each list that was read. */
  readonly indices: readonly Int32Array[];
  readonly classes: number;
  readonly classNames?: readonly string[];
}

/** Far more than a mistaken list of years or of numbers of customers leaves below it. */
export const MOST_CLASSES = 10_000;

/**
 * Reads lists of labels, by what they are called in errors: class indices from 0, or names. Names that nobody ordered are
 * sorted, by number where all are numbers.
 */
export function indexClasses(
  action: string,
  lists: Readonly<Record<string, ClassLabels>>,
  options: ClassOptions,
): IndexedClasses {
  const given = Object.entries(lists);
  for (const [name, list] of given) {
    readSafely(action, `${name} to be class indices or names`, () => checkLabels(action, name, list));
  }
  const classNames =
    options.classNames !== undefined
      ? checkNames(action, "classNames", options.classNames)
      : namesAmong(given.map(([, list]) => list));
  const classes = countClasses(action, options.classes, classNames);
  const indexByName = new Map<unknown, number>(classNames?.map((name, index) => [name, index]));
  const below = classes ?? MOST_CLASSES;
  const range = `class indices from 0 to ${below - 1}`;
  const names = `names among ${show(classNames)}`;
  const mayBeIndex = options.classNames !== undefined || classNames === undefined;
  const expected = classNames === undefined ? range : mayBeIndex ? `${range}, or ${names}` : names;

  let largest = -1;
  const indexOf = (name: string, label: unknown, example: number): number => {
    const index = mayBeIndex && typeof label === "number" ? label : indexByName.get(label);
    if (index === undefined || !(Number.isInteger(index) && index >= 0 && index < below)) {
      throw rangeError(action, `${name} to be ${expected}`, `${show(label)} at example ${example}`);
    }
    largest = Math.max(largest, index);
    return index;
  };
  const indices = given.map(([name, list]) =>
    Int32Array.from({ length: list.length }, (_, example) => indexOf(name, list[example], example)),
  );
  return { indices, classes: classes ?? largest + 1, ...(classNames && { classNames }) };
}

function checkLabels(action: string, name: string, list: ClassLabels): void {
  const expected = `${name} to be class indices or names, one per example`;
  const { length } = checkList<ArrayLike<unknown>>(action, expected, list);
  if (length === 0) throw rangeError(action, `${name} of at least one example`, "none");
  for (let example = 0; example < length; example++) {
    const label = list[example];
    if (typeof label !== "number" && typeof label !== "string") {
      throw rangeError(action, expected, `${show(label)} at example ${example}`);
    }
  }
}

function countClasses(
  action: string,
  classes: number | undefined,
  classNames: readonly string[] | undefined,
): number | undefined {
  if (classes !== undefined) checkInteger(action, "classes", classes, { min: 1, max: MOST_CLASSES });
  if (classNames === undefined) return classes;
  if (classes !== undefined && classes !== classNames.length) {
    throw rangeError(action, `a name for each of ${classes} classes`, `names ${show(classNames)}`);
  }
  return checkInteger(action, "the number of classNames", classNames.length, { min: 1, max: MOST_CLASSES });
}

/** The names among the labels in their order, where there are any. */
function namesAmong(lists: readonly ClassLabels[]): readonly string[] | undefined {
  const names = new Set<string>();
  for (const list of lists) {
    for (let example = 0; example < list.length; example++) {
      const label = list[example];
      if (typeof label === "string" && label !== "") names.add(label);
    }
  }
  if (names.size === 0) return undefined;
  const numeric = [...names].every((name) => Number.isFinite(Number(name)));
  const byText = (a: string, b: string): number => (a < b ? -1 : 1);
  return Object.freeze([...names].sort((a, b) => (numeric ? Number(a) - Number(b) : 0) || byText(a, b)));
}
