import { rangeError } from "../../check.ts";
import { adviceOnNotation, type Decimal, numberIn, saysNumber } from "./number.ts";
import type { Table } from "./read-table.ts";
import { showCell } from "./show-cell.ts";

/** Part of a table that cells are read from. */
export interface Cells extends Pick<Table, "names" | "rows" | "takes"> {
  /** What a row is called in errors, with its number. Default line. */
  readonly unit?: "line" | "record";
  /** What was given where a cell is empty, as errors show it. Default: the cell. */
  readonly given?: (row: number, name: string) => string;
}

/** All cells of a column. */
export function cellsIn({ rows }: Cells, column: number): string[] {
  return rows.map(({ fields }) => fields[column]!);
}

/** Where a cell stands, as errors say it. */
export function placeOf({ names, rows, unit = "line" }: Cells, column: number, row: number): string {
  return `in column ${showCell(names[column]!)}, ${unit} ${rows[row]!.line}`;
}

/** What stands in a cell, as errors show it. */
export function shownCell({ names, rows, given }: Cells, column: number, row: number): string {
  const cell = rows[row]!.fields[column]!;
  return cell === "" && given ? given(row, names[column]!) : showCell(cell);
}

/** The numbers of a column, NaN where one is missing. */
export function numbersIn(
  action: string,
  table: Cells,
  column: number,
  decimal: Decimal,
  isMissing: (cell: string) => boolean,
): Float64Array {
  const numbers = new Float64Array(table.rows.length);
  for (let row = 0; row < numbers.length; row++) {
    const cell = table.rows[row]!.fields[column]!;
    const value = isMissing(cell) ? Number.NaN : numberIn(cell, decimal);
    if (Number.isNaN(value) && !isMissing(cell)) throw notNumber(action, table, column, row);
    numbers[row] = value;
  }
  return numbers;
}

/** Whether a column has words and nothing that says a number. */
export function holdsWords(cells: readonly string[], isMissing: (cell: string) => boolean): boolean {
  return (
    cells.some((cell) => !isMissing(cell)) && !cells.some((cell) => !isMissing(cell) && saysNumber(cell))
  );
}

function notNumber(action: string, table: Cells, column: number, row: number): RangeError {
  const cell = table.rows[row]!.fields[column]!;
  const { takes } = table;
  const advice =
    adviceOnNotation(cell, takes?.includes("decimal")) ??
    (takes ? adviceOnRow(table) : adviceOnWord(table.names[column]!, cell));
  return rangeError(
    action,
    `a number ${placeOf(table, column, row)}`,
    `${shownCell(table, column, row)}; ${advice}`,
  );
}

/** Refuses columns of words among those of numbers, all at once. */
export function refuseWords(
  action: string,
  table: Cells,
  columns: readonly number[],
  isMissing: (cell: string) => boolean,
  advice: (names: readonly string[]) => string,
): void {
  const words = columns.filter((column) => holdsWords(cellsIn(table, column), isMissing));
  if (words.length === 0) return;
  const column = words[0]!;
  const row = table.rows.findIndex(({ fields }) => !isMissing(fields[column]!));
  const cell = table.rows[row]!.fields[column]!;
  const names = words.map((word) => table.names[word]!);
  throw rangeError(action, `a number ${placeOf(table, column, row)}`, `${showCell(cell)}; ${advice(names)}`);
}

function adviceOnWord(name: string, cell: string): string {
  return (
    `mend it, or give missing: { rule: "mean", tokens: [...missingTokens, ${showCell(cell)}] } if it means that the number is missing, ` +
    `or categorical: [${showCell(name)}], or ignore: [${showCell(name)}]`
  );
}

/** What to do about a cell where an encoding says how it is read, and no option. */
function adviceOnRow({ unit }: Cells): string {
  return `fill it in or take the ${unit === "record" ? "record" : "row"} out`;
}

/** The error for a missing value that no rule covers. */
export function missingValue(
  action: string,
  what: string,
  table: Cells,
  column: number,
  row: number,
  advice: string,
): RangeError {
  return rangeError(
    action,
    `${what} ${placeOf(table, column, row)}`,
    `${shownCell(table, column, row)}; ${table.takes ? adviceOnRow(table) : advice}`,
  );
}
