import { rangeError, show, typeError } from "../../check.ts";
import { trimmed } from "./records.ts";
import { showCell } from "./show-cell.ts";

/** How many columns an error names. */
const NAMED = 20;

/** Names of columns, shortened where they are many. */
export function showNames(names: readonly string[]): string {
  const rest = names.length > NAMED ? `, … ${names.length} columns` : "";
  return names.slice(0, NAMED).map(showCell).join(", ") + rest;
}

/** The place of a column with this name, or an error with the names that there are. */
export function columnNamed(action: string, what: string, name: unknown, names: readonly string[]): number {
  if (typeof name !== "string") throw typeError(action, `${what} to be the name of a column`, show(name));
  const column = names.indexOf(trimmed(name));
  if (column >= 0) return column;
  const near = nearest(name, names);
  const advice = near === undefined ? "" : ` (did you mean ${show(near)}?)`;
  throw rangeError(action, `${what} among ${showNames(names)}`, `${show(name)}${advice}`);
}

/** The name that differs least, if it could be meant. */
function nearest(name: string, names: readonly string[]): string | undefined {
  const plain = (text: string): string =>
    text
      .toLowerCase()
      .replace(/[\s_.'-]+/g, "")
      .slice(0, 60);
  const wanted = plain(name);
  const distances = names.map((other) => ({ other, distance: editDistance(wanted, plain(other)) }));
  const best = distances.reduce((least, next) => (next.distance < least.distance ? next : least));
  const alike = best.distance <= Math.floor(Math.max(wanted.length, 1) / 3);
  return alike ? best.other : undefined;
}

/** How many characters must be put in, taken out or replaced to make one of the other: Levenshtein's distance. */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row++) {
    const line = [row];
    for (let at = 1; at <= b.length; at++) {
      const replaced = above[at - 1]! + (a[row - 1] === b[at - 1] ? 0 : 1);
      line.push(Math.min(replaced, above[at]! + 1, line[at - 1]! + 1));
    }
    above = line;
  }
  return above[b.length]!;
}
