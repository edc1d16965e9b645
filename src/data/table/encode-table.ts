import { rangeError } from "../../check.ts";
import { Matrix } from "../../matrix/matrix.ts";
import type { TableColumnJSON, TableEncodingJSON } from "../table-encoding.ts";
import { type Cells, cellsIn, missingValue, numbersIn, placeOf, shownCell } from "./cells.ts";
import { classFinder } from "./classes.ts";
import { showNames } from "./columns.ts";
import { adviceOnMissing } from "./fit-encoding.ts";
import { missingTest } from "./missing.ts";

/** A column of the inputs: its numbers by row, and what it is called. */
interface InputColumn {
  readonly name: string;
  readonly values: Float64Array;
}

/** So many numbers are 2 GB. */
const MOST = 2 ** 28;

/** What the columns of the inputs are called: those of categories by both names, `"job=nurse"`. */
export function inputNames({ columns }: TableEncodingJSON): string[] {
  return columns.flatMap(({ name, categories, indicator }) => [
    ...(categories ? categories.map((category) => `${name}=${category}`) : [name]),
    ...(indicator ? [`${name} is missing`] : []),
  ]);
}

/** The inputs of a table: (rows, columns). */
export function inputsOf(action: string, json: TableEncodingJSON, table: Cells): Matrix {
  const width = inputNames(json).length;
  if (width * table.rows.length > MOST) {
    throw rangeError(action, `at most ${MOST} numbers`, `${table.rows.length} rows of ${width} columns`);
  }
  const matrix = new Matrix(table.rows.length, width);
  let place = 0;
  for (const column of json.columns) {
    for (const { values } of column.categories
      ? indicatorsOf(action, json, column, column.categories, table)
      : numberColumns(action, json, column, table)) {
      for (let row = 0; row < values.length; row++) matrix.set(row, place, values[row]!);
      place += 1;
    }
  }
  return matrix;
}

/** The targets of a table: (rows, targets). */
export function targetsOf(
  action: string,
  json: TableEncodingJSON,
  table: Cells,
  names: readonly string[],
): Matrix {
  const targets = new Matrix(table.rows.length, names.length);
  for (const [place, name] of names.entries()) {
    const values = numbersIn(action, table, table.names.indexOf(name), json.decimal, () => false);
    for (let row = 0; row < values.length; row++) targets.set(row, place, values[row]!);
  }
  return targets;
}

/** The class of each row. */
export function labelsOf(
  action: string,
  json: TableEncodingJSON,
  table: Cells,
  { name, classes }: NonNullable<TableEncodingJSON["label"]>,
): Int32Array {
  const find = classFinder(classes, json.decimal);
  const column = table.names.indexOf(name);
  return Int32Array.from(table.rows, ({ fields }, row) => {
    const found = find(fields[column]!);
    if (found === undefined) throw unknownWord(action, "a class", classes, table, column, row);
    return found;
  });
}

function numberColumns(
  action: string,
  json: TableEncodingJSON,
  { name, mean, indicator }: TableColumnJSON,
  table: Cells,
): InputColumn[] {
  const column = table.names.indexOf(name);
  const values = numbersIn(action, table, column, json.decimal, missingTest(json.missing.tokens));
  const missing = new Float64Array(values.length);
  for (let row = 0; row < values.length; row++) {
    if (!Number.isNaN(values[row])) continue;
    if (mean === undefined) throw missingValue(action, "a number", table, column, row, adviceOnMissing(name));
    values[row] = mean;
    missing[row] = 1;
  }
  return [{ name, values }, ...(indicator ? [{ name: `${name} is missing`, values: missing }] : [])];
}

function indicatorsOf(
  action: string,
  json: TableEncodingJSON,
  { name, indicator }: TableColumnJSON,
  categories: readonly string[],
  table: Cells,
): InputColumn[] {
  const column = table.names.indexOf(name);
  const find = classFinder(categories, json.decimal);
  const isMissing = missingTest(json.missing.tokens);
  const columns = [...categories, ...(indicator ? ["missing"] : [])].map((category) => ({
    name: category,
    values: new Float64Array(table.rows.length),
  }));
  for (const [row, cell] of cellsIn(table, column).entries()) {
    const found = find(cell) ?? (indicator && isMissing(cell) ? categories.length : undefined);
    if (found === undefined) throw unknownWord(action, "a category", categories, table, column, row);
    columns[found]!.values[row] = 1;
  }
  return columns;
}

function unknownWord(
  action: string,
  what: string,
  known: readonly string[],
  table: Cells,
  column: number,
  row: number,
): RangeError {
  return rangeError(
    action,
    `${what} that the encoding knows ${placeOf(table, column, row)}, one of ${showNames(known)}`,
    shownCell(table, column, row),
  );
}
