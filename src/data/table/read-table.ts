import { checkStrings, rangeError, show } from "../../check.ts";
import type { CsvText } from "../table-encoding.ts";
import { showNames } from "./columns.ts";
import { checkDelimiter, findDelimiter, nameOfDelimiter } from "./delimiter.ts";
import { refuseForeignFormat } from "./foreign-format.ts";
import { looksLikeData, looksLikeNames } from "./header.ts";
import { type CsvRecord, firstRecord, isBlank, recordsOf, trimmed } from "./records.ts";
import { showCell } from "./show-cell.ts";
import { textOf } from "./source.ts";

/** A table of text: its columns have names, and every row has a field for each. */
export interface Table {
  readonly names: readonly string[];
  readonly rows: readonly CsvRecord[];
  /** What separates its fields. */
  readonly delimiter: string;
  readonly warnings: string[];
  /** The options that its reader takes, where an encoding says the rest; undefined where it takes all of `datasetFromCsv`. */
  readonly takes?: readonly ("delimiter" | "decimal" | "header")[] | undefined;
}

/** How a table is laid out, where the caller says so. */
export interface Layout {
  readonly delimiter?: string | undefined;
  /** Whether the first line holds the names, or the names where it does not. */
  readonly header?: boolean | readonly string[] | undefined;
  /** What separated the fields of a table like this one: it does here where it makes such fields of the first line, else it is found. */
  readonly usual?: { readonly delimiter: string; readonly fits: (fields: readonly string[]) => boolean };
  /** Whether a line inside the table that is blank, or of delimiters alone, is a row of it, as where each row is answered in its order. Default false. */
  readonly everyRow?: boolean;
  /** Which of the names in `header` are of columns that a file may lack, all of them or none. */
  readonly optional?: readonly string[];
  readonly takes?: Table["takes"];
}

/**
 * Reads the cells of CSV.
 *
 * @param wanted - Names that the caller gave of columns: one of words in the first line shows that it holds names.
 */
export function readTable(action: string, source: CsvText, layout: Layout, wanted: readonly string[]): Table {
  const { text, hint } = withoutHint(textOf(action, source));
  refuseForeignFormat(action, text);
  if (/^[^\n,;\t]*\.(csv|tsv|txt|dat)$/i.test(text)) {
    throw rangeError(
      action,
      "the text of a file",
      `what looks like its name, ${show(text)}; give readFileSync(${show(text)})`,
    );
  }
  if (layout.delimiter !== undefined) checkDelimiter(action, layout.delimiter);
  const delimiter = layout.delimiter ?? hint ?? usualIn(text, layout) ?? findDelimiter(action, text);
  const warnings: string[] = [];
  const all = recordsOf(action, text, delimiter);
  const records = withoutTrailing(withoutEmpty(all, layout.everyRow ?? false, warnings), warnings);
  const [first] = records;
  const { header, takes } = layout;
  if (first === undefined) {
    throw rangeError(
      action,
      header === undefined || header === true ? "a line of column names" : "examples",
      "nothing",
    );
  }
  if (layout.delimiter !== undefined && first.fields.length === 1 && wanted.length > 0) {
    throw rangeError(
      action,
      `fields separated by ${nameOfDelimiter(delimiter)}`,
      `${show(first.fields[0])} in line ${first.line}`,
    );
  }
  const named = header === undefined || header === true;
  const names = named ? first.fields : namesOf(action, header, first, layout);
  const rows = named ? records.slice(1) : records;
  if (header === undefined) refuseData(action, first, rows, delimiter, wanted, takes);
  else if (!named && records.length > 2 && looksLikeNames(first.fields, records.slice(1))) {
    const shown = first.fields.slice(0, 6).map(showCell).join(", ");
    throw rangeError(
      action,
      `an example in line ${first.line}`,
      `what looks like names, ${shown}; ${withNames(takes)}`,
    );
  }
  checkWidths(action, names, rows, delimiter);
  checkNames(action, names, header === undefined && takes === undefined);
  const again = rows.find(({ fields }) => fields.every((field, column) => field === names[column]));
  if (again !== undefined) {
    throw rangeError(
      action,
      `an example in line ${again.line}`,
      "the names of the columns; take out that line",
    );
  }
  if (rows.length === 0) throw rangeError(action, "examples below the column names", "none");
  return { names, rows, delimiter, warnings, takes };
}

/** Advice on a line of names where none was expected. */
function withNames(takes: Table["takes"]): string {
  if (takes?.includes("header")) return "give header: true, or take out that line";
  return takes ? "take out that line, since the encoding is of a table without one" : "leave header out";
}

/** What separates fields as usual, where the first line shows it. */
function usualIn(text: string, { usual }: Layout): string | undefined {
  const first = usual && firstRecord(text, usual.delimiter);
  return first && usual.fits(first.fields) ? usual.delimiter : undefined;
}

/** Takes away the line `sep=;`, by which Excel is told the delimiter, and keeps the numbers of the lines. */
function withoutHint(text: string): { text: string; hint: string | undefined } {
  const hint = /^sep=([^\r\n"])(?=[\r\n])/i.exec(text);
  return hint ? { text: text.slice(hint[0].length), hint: hint[1] } : { text, hint: undefined };
}

/**
 * Leaves out blank lines, and lines of delimiters alone below the first, as spreadsheets write them; where every row counts, only those
 * at the beginning and at the end.
 */
function withoutEmpty(
  all: readonly CsvRecord[],
  everyRow: boolean,
  warnings: string[],
): readonly CsvRecord[] {
  const begin = all.findIndex((record) => !isBlank(record));
  const records = all.slice(Math.max(0, begin));
  const end = records.findLastIndex(({ fields }) => fields.some((field) => field !== "")) + 1;
  const isKept = ({ fields }: CsvRecord, index: number): boolean =>
    index === 0 || (everyRow && index < end) || fields.some((field) => field !== "");
  const left = records.filter((record, index) => !isKept(record, index));
  const blank = left.filter(isBlank).length;
  const empty = left.length - blank;
  if (empty > 0) warnings.push(`${empty} ${empty === 1 ? "line" : "lines"} without any value left out.`);
  if (blank > 0 && records.every(({ fields }) => fields.length === 1)) {
    warnings.push(
      `${blank} blank ${blank === 1 ? "line" : "lines"} left out, in a table of one column; write NA for a missing value.`,
    );
  }
  return records.filter(isKept);
}

/** Leaves out columns at the end without name and values, as a delimiter at the end of every line makes them. */
function withoutTrailing(records: readonly CsvRecord[], warnings: string[]): readonly CsvRecord[] {
  let width = records.reduce((most, { fields }) => Math.max(most, fields.length), 0);
  const full = width;
  while (
    width > 1 &&
    records.every(({ fields }) =>
      fields.length < width ? fields.length === width - 1 : fields[width - 1] === "",
    )
  ) {
    width -= 1;
  }
  if (width === full) return records;
  warnings.push(
    `${full - width === 1 ? "A last column" : `${full - width} last columns`} without name and values left out.`,
  );
  return records.map(({ line, fields }) => ({ line, fields: fields.slice(0, width) }));
}

/** The names of the columns of a file without a line of them. */
function namesOf(
  action: string,
  header: false | readonly string[],
  first: CsvRecord,
  { optional = [], takes }: Layout,
): readonly string[] {
  if (header === false) return first.fields.map((_, column) => `column ${column + 1}`);
  const expected = "header to be true, false or the names of the columns";
  const given = checkStrings(action, expected, header);
  const without = given.filter((name) => !optional.includes(name));
  const names = (without.length === first.fields.length ? without : given).map(trimmed);
  if (takes?.includes("header") && names.length !== first.fields.length) {
    const fields = `${names.length} fields in line ${first.line}, ${showNames(names)}`;
    throw rangeError(action, fields, `${first.fields.length}`);
  }
  if (names.length === first.fields.length && names.every((name, column) => name === first.fields[column])) {
    throw rangeError(action, `an example in line ${first.line}`, `the names in header; ${withNames(takes)}`);
  }
  return names;
}

function refuseData(
  action: string,
  first: CsvRecord,
  rows: readonly CsvRecord[],
  delimiter: string,
  wanted: readonly string[],
  takes: Table["takes"],
): void {
  if (!looksLikeData(first.fields, rows, wanted)) return;
  const shown = first.fields.slice(0, 6).map(showCell).join(", ");
  const kind = delimiter === " " ? " (numbers between blanks without names are often called .amat)" : "";
  const nameless = takes?.includes("header") ? ", or give header: false where they stand in their order" : "";
  const advice = takes
    ? `put the names above it that the encoding knows${nameless}`
    : 'give header: false and columns are called "column 1", "column 2", …, or header: [names]; or header: true if these are the names';
  throw rangeError(
    action,
    `a line of column names in line ${first.line}`,
    `what looks like an example${kind}, ${shown}; ${advice}`,
  );
}

function checkWidths(
  action: string,
  names: readonly string[],
  rows: readonly CsvRecord[],
  delimiter: string,
): void {
  const width = names.length;
  const odd = rows.find(({ fields }) => fields.length !== width);
  if (odd === undefined) return;
  let advice = `they are separated by ${nameOfDelimiter(delimiter)}, and one that has such inside stands in quotes`;
  if (rows.every(({ fields }) => fields.length === width + 1)) {
    advice = "all lines have one more than there are names: give the first column a name, too";
  }
  if (isBlank(odd)) advice = "it is blank; take it out";
  if (/^(?:#|%|\/\/)/.test(names[0]!)) advice = `take out the comment ${show(names[0])} above the names`;
  throw rangeError(
    action,
    `${width} ${width === 1 ? "field" : "fields"} in line ${odd.line}`,
    `${isBlank(odd) ? 0 : odd.fields.length}; ${advice}`,
  );
}

function checkNames(action: string, names: readonly string[], unsure: boolean): void {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const [name, count] of counts) {
    if (count > 1) {
      const advice = unsure ? "; give each a name of its own, or header: false if line 1 is an example" : "";
      throw rangeError(action, `one column ${show(name)}`, `${count}${advice}`);
    }
  }
}
