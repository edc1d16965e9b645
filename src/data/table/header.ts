import { missingTest, missingTokens } from "./missing.ts";
import { saysNumber } from "./number.ts";
import type { CsvRecord } from "./records.ts";

/** How many rows are looked at. */
const SAMPLE = 500;

/**
 * Whether the first line is rather an example than names: a number or a missing one stands in it where the column below has
 * numbers alone, or every one of its words stands in its column below, too. A column that the caller asks for by a word in it
 * shows that it holds names.
 */
export function looksLikeData(
  first: readonly string[],
  rows: readonly CsvRecord[],
  wanted: readonly string[],
): boolean {
  const asked = wanted.some((name) => {
    const column = first.indexOf(name);
    return column >= 0 && !/^[^\p{L}]*$/u.test(name) && !rows.some(({ fields }) => fields[column] === name);
  });
  if (asked) return false;
  if (rows.length === 0) return first.length > 1 && first.every(saysNumber);
  const numeric = numericBelow(first, rows);
  if (!numeric.includes(true)) {
    const sample = rows.slice(0, SAMPLE);
    return first.every(
      (field, column) => field !== "" && sample.some(({ fields }) => fields[column] === field),
    );
  }
  return first.some(
    (field, column) => numeric[column] && field !== "" && (saysNumber(field) || isMissing(field)),
  );
}

/** Whether a first line that is to be an example is rather names: other words above each of several columns of numbers. */
export function looksLikeNames(first: readonly string[], rows: readonly CsvRecord[]): boolean {
  const numeric = numericBelow(first, rows);
  const words = first.map((field) => !saysNumber(field) && !isMissing(field));
  const several = numeric.filter((is) => is).length > 1 && new Set(first).size === first.length;
  return several && numeric.every((is, column) => !is || words[column]);
}

/** Which columns have numbers alone below the first line. */
function numericBelow(first: readonly string[], rows: readonly CsvRecord[]): boolean[] {
  return first.map((_, column) => {
    const cells = rows.slice(0, SAMPLE).map(({ fields }) => fields[column] ?? "");
    const present = cells.filter((cell) => !isMissing(cell));
    return present.length > 0 && present.every(saysNumber);
  });
}

const isMissing = missingTest(missingTokens);
