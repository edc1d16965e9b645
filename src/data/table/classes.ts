import { type Decimal, numberIn } from "./number.ts";

/** What words must share to be one class: equal numbers are one however they are written. */
export function classKey(cell: string, decimal: Decimal): string {
  const value = numberIn(cell, decimal);
  const exact = Number.isInteger(value) ? Number.isSafeInteger(value) : !Number.isNaN(value);
  return exact ? `#${value === 0 ? 0 : value}` : ` ${cell}`;
}

/**
 * The classes among cells: of equal numbers the shortest way to write them; by number where all are numbers, else by their
 * characters.
 */
export function classesAmong(cells: readonly string[], decimal: Decimal): string[] {
  const byKey = new Map<string, string>();
  for (const cell of new Set(cells)) {
    const key = classKey(cell, decimal);
    const other = byKey.get(key);
    if (other === undefined || cell.length < other.length || (cell.length === other.length && cell < other)) {
      byKey.set(key, cell);
    }
  }
  const keys = [...byKey.keys()];
  const names = [...byKey.values()];
  if (!keys.every((key) => key.startsWith("#"))) return names.sort();
  return names.sort((a, b) => numberIn(a, decimal) - numberIn(b, decimal));
}

/** Tells the place of a cell's class, undefined where it is none of them. */
export function classFinder(
  classes: readonly string[],
  decimal: Decimal,
): (cell: string) => number | undefined {
  const places = new Map(classes.map((name, place) => [classKey(name, decimal), place]));
  const known = new Map<string, number | undefined>();
  return (cell) => {
    if (!known.has(cell)) known.set(cell, places.get(classKey(cell, decimal)));
    return known.get(cell);
  };
}

/** Classes that differ in capitals, widths or blanks alone, and so may be meant as one. */
export function nearlyEqual(classes: readonly string[]): [string, string] | undefined {
  const folded = new Map<string, string>();
  for (const name of classes) {
    const key = name.normalize("NFKC").toLowerCase().replace(/\s+/g, " ");
    const other = folded.get(key);
    if (other !== undefined) return [other, name];
    folded.set(key, name);
  }
  return undefined;
}
