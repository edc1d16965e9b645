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
  const sample = rows.slice(0, SAMPLE);
  const below = (column: number): string[] => sample.map(({ fields }) => fields[column] ?? "");
  const asked = wanted.some((name) => {
    const column = first.indexOf(name);
    return column >= 0 && !/^[^\p{L}]*$/u.test(name) && !rows.some(({ fields }) => fields[column] === name);
  });
  if (asked) return false;
  if (rows.length === 0) return first.length > 1 && first.every(saysNumber);
  const isMissing = missingTest(missingTokens);
  const numeric = first.map((_, column) => {
    const cells = below(column).filter((cell) => !isMissing(cell));
    return cells.length > 0 && cells.every(saysNumber);
  });
  if (!numeric.includes(true)) {
    return first.every((field, column) => field !== "" && below(column).includes(field));
  }
  return first.some(
    (field, column) => numeric[column] && field !== "" && (saysNumber(field) || isMissing(field)),
  );
}
