import {
  checkArray,
  checkFields,
  checkNumber,
  checkOneOf,
  checkString,
  checkStrings,
  rangeError,
  show,
  typeError,
} from "../../check.ts";
import type { TableColumnJSON, TableEncodingJSON } from "../table-encoding.ts";
import { checkDelimiter } from "./delimiter.ts";

/** Refuses what is not the JSON of an encoding. */
export function checkEncodingJSON(action: string, json: TableEncodingJSON): void {
  const { columns, label, targets, ignore, missing, header, delimiter, decimal } = json;
  const expected = "columns to be a list of { name, … }";
  if (checkArray(action, expected, columns).length === 0) throw typeError(action, expected, "[]");
  for (const column of columns) checkColumn(action, column);
  if (label !== undefined) {
    checkFields(action, label, ["name", "classes"]);
    checkString(action, "the name of label", label.name);
    checkWords(action, "the classes of label", label.classes);
  }
  if (targets !== undefined) checkWords(action, "targets", targets);
  checkWords(action, "ignore", ignore);
  checkFields(action, missing, ["rule", "tokens"]);
  checkOneOf(action, "the rule of missing", missing.rule, ["refuse", "mean", "drop"]);
  checkWords(action, "the tokens of missing", missing.tokens);
  if (header !== undefined) checkWords(action, "header", header);
  if (delimiter !== undefined) checkDelimiter(action, delimiter);
  checkOneOf(action, "decimal", decimal, [".", ","]);
  const names = [...columns.map(({ name }) => name), ...(label ? [label.name] : []), ...(targets ?? [])];
  const twice = names.find((name, place) => names.indexOf(name) < place);
  if (twice !== undefined) throw rangeError(action, `one column ${show(twice)}`, "two");
}

function checkColumn(action: string, column: TableColumnJSON): void {
  checkFields(action, column, ["name", "categories?", "mean?", "indicator?"]);
  checkString(action, "the name of a column", column.name);
  const { name, categories, mean, indicator } = column;
  if (categories !== undefined) checkWords(action, `the categories of ${show(name)}`, categories);
  if (mean !== undefined) checkNumber(action, `the mean of ${show(name)}`, mean);
  if (indicator !== undefined && typeof indicator !== "boolean") {
    throw typeError(action, `the indicator of ${show(name)} to be true or false`, show(indicator));
  }
}

function checkWords(action: string, what: string, value: readonly string[]): void {
  checkStrings(action, `${what} to be strings`, value);
}
