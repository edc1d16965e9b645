import { checkKeys, checkOneOf, show, typeError } from "../check.ts";
import { createDataset } from "./create-dataset.ts";
import type { Dataset, LabeledDataset, NumericDataset, TableEncoding } from "./dataset.ts";
import { datasetOfTable } from "./table/dataset-of-table.ts";
import { encodingOf } from "./table/encoding.ts";
import { farValues } from "./table/far-values.ts";
import { fitEncoding } from "./table/fit-encoding.ts";
import { type MissingOptions, type MissingRule, missingOf } from "./table/missing.ts";
import { readTable } from "./table/read-table.ts";
import { trimmed } from "./table/records.ts";
import { namesIn, rolesOf } from "./table/roles.ts";
import { suspectColumns } from "./table/suspects.ts";
import type { CsvText } from "./table-encoding.ts";

/** Options of `datasetFromCsv`: at most one of `label` and `target`. */
export interface CsvOptions {
  /** The name of the column that holds the class, in numbers or words. */
  readonly label?: string | undefined;
  /** The name of the column with the number that is to be told, or of several. */
  readonly target?: string | readonly string[] | undefined;
  /** Columns to leave out; a column without a name is called `""`. */
  readonly ignore?: string | readonly string[] | undefined;
  /**
   * Columns whose words become columns of 0 and 1, one for each, named `"job=nurse"`; `true` for all columns of words. The
   * label may be among them, to have numbers taken as classes that look like a quantity. Default none.
   */
  readonly categorical?: true | string | readonly string[] | undefined;
  /**
   * What is done where a value is missing, with the tokens that say so: `"refuse"` (the default); `"mean"`, of the numbers
   * of the column, with a column `"age is missing"` of 0 and 1 (in a column of words it is a category of its own); or
   * `"drop"`, which leaves out the row. A missing label or target is never filled in.
   */
  readonly missing?: MissingRule | MissingOptions | undefined;
  /** What separates the fields; `" "` is any run of blanks. Default found: comma, semicolon, tab, pipe or blanks. */
  readonly delimiter?: string | undefined;
  /** What stands before the fraction of a number. Default found: a comma only where fields are not separated by commas. */
  readonly decimal?: "." | "," | undefined;
  /**
   * Whether the first line holds the names of the columns; without it they are `"column 1"`, `"column 2"`, … or as listed
   * here. Default true, but a first line that looks like an example is refused.
   */
  readonly header?: boolean | readonly string[] | undefined;
  /** Names the dataset. Default `"csv"`. */
  readonly name?: string | undefined;
}

const optionNames = [
  "label",
  "target",
  "ignore",
  "categorical",
  "missing",
  "delimiter",
  "decimal",
  "header",
  "name",
];

/**
 * Reads examples from a table as text: a line of column names, then a line per example. All columns but the label, the
 * targets and those that are ignored are inputs. What could be read in two ways is refused, with line, column and advice;
 * what looks wrong is said in `warnings`.
 *
 * Classes are counted from 0 in the order of their labels, by number where all are numbers; equal numbers are one class
 * (`1` and `1.0`). Numbers are told instead, as `targets`, where `target` names their column.
 *
 * @param text - The whole file, as text or bytes in UTF-8 or UTF-16. Fields may stand in double quotes, `""` inside them is
 *   a quote.
 * @param options - Which columns are what, and how the file is written where that is not to be found.
 * @returns The examples, with `columnNames`, `classNames` or `targetNames`, and the `encoding` that reads later rows alike.
 * @throws RangeError with line and column where a cell is not what its column holds, a line has more or fewer fields than
 *   there are columns, a name is not there or there twice, or the text is in another format.
 * @example
 * datasetFromCsv("height,width,kind\n1,2,cat\n3,4,dog\n", { label: "kind" }).classes; // 2
 *
 * @example
 * const { encoding } = datasetFromCsv("rooms;town;price\n3;Bonn;2,5\n4;Ulm;3\n", { target: "price", categorical: "town" });
 * encoding.encode([{ rooms: 5, town: "Ulm" }]).to2DArray(); // [[5, 0, 1]]
 *
 * @see Shafranovich, "Common format and MIME type for comma-separated values", RFC 4180.
 */
export function datasetFromCsv(
  text: CsvText,
  options: CsvOptions & { readonly label: string },
): LabeledDataset & EncodedTable;
export function datasetFromCsv(
  text: CsvText,
  options: CsvOptions & { readonly target: string | readonly string[] },
): NumericDataset & EncodedTable;
export function datasetFromCsv(text: CsvText, options?: CsvOptions): Dataset & EncodedTable;
export function datasetFromCsv(text: CsvText, options: CsvOptions = {}): Dataset & EncodedTable {
  checkKeys("read CSV", options, optionNames);
  const { name = "csv", label, target, ignore, categorical, delimiter, decimal, header } = options;
  const action = options.name === undefined ? "read CSV" : `read CSV ${show(name)}`;
  if (typeof name !== "string") throw typeError("read CSV", "name to be a string", show(name));
  if (label !== undefined && target !== undefined) throw typeError(action, "one of label and target", "both");
  if (decimal !== undefined) checkOneOf(action, "decimal", decimal, [".", ","]);
  const missing = missingOf(action, options.missing);
  const wanted = [
    ...namesIn(action, "label", label),
    ...namesIn(action, "target", target),
    ...namesIn(action, "ignore", ignore),
    ...(categorical === true ? [] : namesIn(action, "categorical", categorical)),
  ].map(trimmed);

  const whole = readTable(action, text, { delimiter, header }, wanted);
  const roles = rolesOf(action, whole.names, { label, target, ignore, categorical });
  const named = header === undefined || header === true ? undefined : whole.names;
  const { json, table } = fitEncoding(action, whole, roles, { missing, decimal, delimiter, header: named });
  const encoding = encodingOf(json);
  const dataset = datasetOfTable(action, name, table, json, encoding);
  const { inputs, targets } = dataset;
  const warnings = [
    ...table.warnings,
    ...suspectColumns(inputs, encoding.columnNames),
    ...farValues(inputs, encoding.columnNames),
    ...(targets ? farValues(targets, encoding.targetNames!) : []),
  ];
  return createDataset({
    ...dataset,
    encoding,
    columnNames: encoding.columnNames,
    ...(warnings.length > 0 && { warnings: Object.freeze(warnings) }),
  });
}

/** What a dataset has that was read from a table. */
export interface EncodedTable {
  readonly columnNames: readonly string[];
  readonly encoding: TableEncoding;
}
