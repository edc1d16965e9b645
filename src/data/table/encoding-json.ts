import { checkNumber, checkOneOf, rangeError, show, typeError } from "../../check.ts";
import type { TableColumnJSON, TableEncodingJSON } from "../table-encoding.ts";
import { checkDelimiter } from "./delimiter.ts";

/** Refuses what is not the JSON of an encoding. */
export function checkEncodingJSON(action: string, json: TableEncodingJSON): void {
  const { columns, label, targets, ignore, missing, header, delimiter, decimal } = json;
  if (!Array.isArray(columns) || columns.length === 0) {
    throw typeError(action, "columns to be a list of { name, … }", show(columns));
  }
  for (const column of columns) checkColumn(action, column);
  if (label !== undefined) {
    checkString(action, "the name of label", label?.name);
    checkStrings(action, "the classes of label", label.classes);
  }
  if (targets !== undefined) checkStrings(action, "targets", targets);
  checkStrings(action, "ignore", ignore);
  checkOneOf(action, "the rule of missing", missing?.rule, ["refuse", "mean", "drop"]);
  checkStrings(action, "the tokens of missing", missing.tokens);
  if (header !== undefined) checkStrings(action, "header", header);
  if (delimiter !== undefined) checkDelimiter(action, delimiter);
  checkOneOf(action, "decimal", decimal, [".", ","]);
  const names = [...columns.map(({ name }) => name), ...(label ? [label.name] : []), ...(targets ?? [])];
  const twice = names.find((name, place) => names.indexOf(name) < place);
  if (twice !== undefined) throw rangeError(action, `one column ${show(twice)}`, "two");
}

function checkColumn(action: string, column: TableColumnJSON): void {
  checkString(action, "the name of a column", column?.name);
  const { name, categories, mean, indicator } = column;
  if (categories !== undefined) checkStrings(action, `the categories of ${show(name)}`, categories);
  if (mean !== undefined) checkNumber(action, `the mean of ${show(name)}`, mean);
  if (indicator !== undefined && typeof indicator !== "boolean") {
    throw typeError(action, `the indicator of ${show(name)} to be true or false`, show(indicator));
  }
}

function checkString(action: string, what: string, value: unknown): void {
  if (typeof value !== "string") throw typeError(action, `${what} to be a string`, show(value));
}

function checkStrings(action: string, what: string, value: unknown): void {
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) {
    throw typeError(action, `${what} to be strings`, show(value));
  }
}
