import { rangeError, show } from "../../check.ts";
import type { TableEncodingJSON } from "../table-encoding.ts";
import { cellsIn, missingValue } from "./cells.ts";
import { missingTest } from "./missing.ts";
import type { Table } from "./read-table.ts";

/**
 * The rows that are kept: all, unless those with a missing value are to be left out. A label or a target is never filled in,
 * so where rows are kept it must be there.
 */
export function withoutMissing(
  action: string,
  table: Table,
  inputs: readonly number[],
  outputs: readonly number[],
  what: "a label" | "a target",
  { rule, tokens }: TableEncodingJSON["missing"],
): Table {
  const tests = (rule === "drop" ? [...outputs, ...inputs] : outputs).map((column) => ({
    column,
    isMissing: missingTest(tokens, cellsIn(table, column)),
  }));
  if (rule !== "drop") {
    for (const { column, isMissing } of tests) {
      const row = table.rows.findIndex(({ fields }) => isMissing(fields[column]!));
      if (row < 0) continue;
      const advice =
        'it is never filled in: give missing: "drop" to leave out its row, or missing: { tokens } without this one if it is a class';
      throw missingValue(action, what, table, column, row, advice);
    }
    return table;
  }
  const rows = table.rows.filter(
    ({ fields }) => !tests.some(({ column, isMissing }) => isMissing(fields[column]!)),
  );
  const left = table.rows.length - rows.length;
  if (rows.length === 0) throw rangeError(action, "a row without a missing value", `none of ${left}`);
  if (left === 0) return table;
  const first = table.rows.find((row, index) => row !== rows[index])!;
  const column = tests.find(({ column, isMissing }) => isMissing(first.fields[column]!))!.column;
  const warning = `${left} of ${table.rows.length} rows left out for a missing value, the first in line ${first.line}, column ${show(table.names[column])}.`;
  return { ...table, rows, warnings: [...table.warnings, warning] };
}
