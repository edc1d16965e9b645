import { checkKeys, rangeError, show } from "../check.ts";
import { Matrix } from "../matrix/matrix.ts";
import type { LabeledDataset } from "./dataset.ts";

/** Options of `datasetFromCsv`. */
export interface CsvOptions {
  /** The name of the column that holds the class, in numbers or words. */
  readonly label: string;
  /** Names the dataset. Default `"csv"`. */
  readonly name?: string;
}

const action = "read CSV";

/**
 * Reads labelled examples from comma-separated text: a line of column names, then a line per example. All columns but the
 * label's are numbers. Classes are counted from 0 in the order of their labels, by number where all are numbers.
 *
 * @param text - The whole file. Fields may stand in double quotes, `""` inside them is a quote.
 * @param options - Which column is the label.
 * @returns The examples, with `classNames`.
 * @throws RangeError with line and column if the label column is missing, there twice or alone, a label is empty, a field
 *   is no number, a line has more or fewer fields than there are columns, or there is only one class.
 * @example
 * datasetFromCsv("height,width,kind\n1,2,cat\n3,4,dog\n", { label: "kind" }).classes; // 2
 *
 * @see Shafranovich, "Common format and MIME type for comma-separated values", RFC 4180.
 */
export function datasetFromCsv(text: string, options: CsvOptions): LabeledDataset {
  checkKeys(action, options, ["label", "name"]);
  const [header, ...rows] = recordsOf(text);
  if (header === undefined) throw rangeError(action, "a line of column names", "nothing");
  const names = header.fields;
  const labelColumn = labelColumnOf(names, options.label);
  if (rows.length === 0) throw rangeError(action, "examples below the column names", "none");
  const inputs = new Matrix(
    rows.map(({ line, fields }) => {
      if (fields.length !== names.length) {
        throw rangeError(action, `${names.length} fields in line ${line}`, `${fields.length}`);
      }
      return fields.flatMap((field, column) =>
        column === labelColumn ? [] : [numberIn(field, names[column]!, line)],
      );
    }),
  );
  const labels = rows.map(({ line, fields }) => labelIn(fields[labelColumn]!, options.label, line));
  const classNames = sortedClasses(labels);
  if (classNames.length < 2) {
    throw rangeError(action, `at least two classes in column ${show(options.label)}`, `${classNames.length}`);
  }
  const indices = new Map(classNames.map((name, index) => [name, index]));
  return Object.freeze({
    name: options.name ?? "csv",
    inputs,
    labels: Int32Array.from(labels, (label) => indices.get(label)!),
    classes: classNames.length,
    classNames: Object.freeze(classNames),
  });
}

/** How many columns an error names. */
const NAMED = 20;

/** The place of the label among the columns: it must be there once, since a second one would be an input that tells it. */
function labelColumnOf(names: readonly string[], label: string): number {
  const count = names.filter((name) => name === label).length;
  if (count > 1) throw rangeError(action, `one column ${show(label)}`, `${count}`);
  if (count === 0) {
    const named = names.slice(0, NAMED).map(show).join(", ");
    const rest = names.length > NAMED ? `, … ${names.length} columns` : "";
    throw rangeError(action, `a label column among ${named}${rest}`, show(label));
  }
  if (names.length === 1) throw rangeError(action, `columns beside the label ${show(label)}`, "none");
  return names.indexOf(label);
}

function labelIn(field: string, column: string, line: number): string {
  const label = field.trim();
  if (label === "") throw rangeError(action, `a label in column ${show(column)}, line ${line}`, show(field));
  return label;
}

function numberIn(field: string, column: string, line: number): number {
  const value = field.trim() === "" ? Number.NaN : Number(field);
  if (Number.isFinite(value)) return value;
  throw rangeError(action, `a number in column ${show(column)}, line ${line}`, show(field));
}

function sortedClasses(labels: readonly string[]): string[] {
  const names = [...new Set(labels)];
  const numeric = names.every((name) => name !== "" && Number.isFinite(Number(name)));
  return names.sort(numeric ? (a, b) => Number(a) - Number(b) : undefined);
}

interface CsvRecord {
  /** Where it begins, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** One field with what ends it: quoted or plain, then a comma, the end of the line or of the text. */
const FIELD = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r?\n|$)/y;

/** The records of the text; empty lines hold none. */
function recordsOf(text: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  const field = new RegExp(FIELD);
  field.lastIndex = text.startsWith("\uFEFF") ? 1 : 0; // a byte-order mark is no part of the first name
  let line = 1;
  let first = line;
  let fields: string[] = [];
  while (field.lastIndex < text.length || fields.length > 0) {
    const match = field.exec(text);
    if (match === null)
      throw rangeError(action, `quotes around a whole field in line ${line}`, "some inside");
    const [whole, quoted, plain, end] = match;
    fields.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
    line += whole.split("\n").length - 1;
    if (end === ",") continue;
    if (fields.length > 1 || fields[0] !== "") records.push({ line: first, fields });
    fields = [];
    first = line;
  }
  return records;
}
