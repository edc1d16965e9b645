import { rangeError, show } from "../../check.ts";
import type { TableColumnJSON, TableEncodingJSON } from "../table-encoding.ts";
import { cellsIn, holdsWords, missingValue, numbersIn, refuseWords } from "./cells.ts";
import { classesAmong, nearlyEqual } from "./classes.ts";
import { showNames } from "./columns.ts";
import { classesOf } from "./label.ts";
import { missingTest } from "./missing.ts";
import { type Decimal, perhapsThousands, usesDecimalCommas } from "./number.ts";
import type { Table } from "./read-table.ts";
import type { Roles } from "./roles.ts";
import { showCell } from "./show-cell.ts";
import { withoutMissing } from "./without-missing.ts";

/** More categories than this, and more than one for two rows, name rows rather than kinds of them. */
const FEW = 20;

/** Never more: each is a column. */
const MOST = 1000;

/** What the caller states of how cells are read. */
export interface Reading {
  readonly missing: TableEncodingJSON["missing"];
  readonly decimal: Decimal | undefined;
  readonly delimiter: string | undefined;
  readonly header: readonly string[] | undefined;
}

/** Finds how a table becomes numbers, and which of its rows are kept. */
export function fitEncoding(
  action: string,
  whole: Table,
  roles: Roles,
  reading: Reading,
): { readonly json: TableEncodingJSON; readonly table: Table } {
  const { names } = whole;
  const { label, targets, inputs, ignore, categorical } = roles;
  const { missing, header } = reading;
  const { delimiter = whole.delimiter } = reading;
  const isCategorical = (column: number): boolean => {
    if (categorical !== true) return categorical.includes(column);
    const cells = cellsIn(whole, column);
    return holdsWords(cells, missingTest(missing.tokens, cells));
  };
  const words = new Set(inputs.filter(isCategorical));
  const numeric = inputs.filter((column) => !words.has(column));
  const isMissing = missingTest(missing.tokens);
  refuseWords(
    action,
    whole,
    targets ?? [],
    isMissing,
    ([first]) => `give label: ${show(first)} to have classes told`,
  );
  refuseWords(action, whole, numeric, isMissing, adviceOnWords);
  const decimal = reading.decimal ?? decimalOf(whole, [...numeric, ...(targets ?? [])]);
  const outputs = [...(label === undefined ? [] : [label]), ...(targets ?? [])];
  const table = withoutMissing(
    action,
    whole,
    inputs,
    outputs,
    label === undefined ? "a target" : "a label",
    missing,
  );

  const columns = inputs.map((column): TableColumnJSON => {
    const name = names[column]!;
    return words.has(column)
      ? categoriesOf(action, table, column, missing, decimal)
      : missing.rule === "mean"
        ? { name, ...meanOf(action, table, column, missing.tokens, decimal) }
        : { name };
  });
  const certain = label !== undefined && categorical !== true && categorical.includes(label);
  return {
    table,
    json: {
      format: "layerwise/table-encoding",
      version: 1,
      columns,
      ...(label !== undefined && {
        label: {
          name: names[label]!,
          classes: classesOf(action, names[label]!, cellsIn(table, label), decimal, certain, table.warnings),
        },
      }),
      ...(targets && { targets: targets.map((column) => names[column]!) }),
      ignore: ignore.map((column) => names[column]!),
      missing,
      ...(header && { header }),
      ...(delimiter !== "," && { delimiter }),
      decimal,
    },
  };
}

function decimalOf(table: Table, columns: readonly number[]): Decimal {
  if (table.delimiter === ",") return ".";
  const thousands = perhapsThousands(cellsOf(table, columns));
  if (thousands !== undefined) {
    table.warnings.push(
      `Numbers such as ${thousands} are read as fractions; write thousands without points.`,
    );
  }
  return usesDecimalCommas(cellsOf(table, columns)) ? "," : ".";
}

function* cellsOf({ rows }: Table, columns: readonly number[]): Generator<string, void, void> {
  for (const { fields } of rows) for (const column of columns) yield fields[column]!;
}

function categoriesOf(
  action: string,
  table: Table,
  column: number,
  { rule, tokens }: TableEncodingJSON["missing"],
  decimal: Decimal,
): TableColumnJSON {
  const name = table.names[column]!;
  const cells = cellsIn(table, column);
  const isMissing = missingTest(tokens, cells);
  const present = cells.filter((cell) => !isMissing(cell));
  if (rule === "refuse" && present.length < cells.length) {
    const row = cells.findIndex(isMissing);
    throw missingValue(action, "a word", table, column, row, adviceOnMissing(name));
  }
  const categories = classesAmong(present, decimal);
  if (categories.length === 0) throw nothingIn(action, name);
  if (categories.length > MOST || (categories.length > FEW && 2 * categories.length > present.length)) {
    throw rangeError(
      action,
      `fewer categories in column ${show(name)}`,
      `${categories.length} in ${present.length} rows; leave it out with ignore: [${show(name)}]`,
    );
  }
  const alike = nearlyEqual(categories);
  if (alike) {
    table.warnings.push(
      `Categories that look alike in column ${show(name)}: ${alike.map(showCell).join(" and ")}.`,
    );
  }
  return { name, categories, ...(present.length < cells.length && { indicator: true }) };
}

function meanOf(
  action: string,
  table: Table,
  column: number,
  tokens: readonly string[],
  decimal: Decimal,
): { readonly mean: number; readonly indicator?: boolean } {
  const numbers = numbersIn(action, table, column, decimal, missingTest(tokens));
  let sum = 0;
  let count = 0;
  for (const value of numbers) {
    if (Number.isNaN(value)) continue;
    count += 1;
    sum += value;
  }
  if (count === 0) throw nothingIn(action, table.names[column]!);
  if (!Number.isFinite(sum)) {
    throw rangeError(
      action,
      `numbers in column ${show(table.names[column])} that have a mean`,
      "a sum too large",
    );
  }
  return { mean: sum / count, ...(count < numbers.length && { indicator: true }) };
}

function adviceOnWords(names: readonly string[]): string {
  const listed = showNames(names);
  return `give categorical: [${listed}] to have columns of 0 and 1 for words, or ignore: [${listed}]`;
}

/** What to do about a missing value in an input. */
export function adviceOnMissing(name: string): string {
  return `give missing: "mean" to fill it in, missing: "drop" to leave out its row, or ignore: [${show(name)}]`;
}

function nothingIn(action: string, name: string): RangeError {
  return rangeError(
    action,
    `a value in column ${show(name)}`,
    `none; leave it out with ignore: [${show(name)}]`,
  );
}
