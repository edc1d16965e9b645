import Papa from "papaparse";
import { rangeError } from "../../check.ts";
import { tidyQuotes } from "./quotes.ts";

/** The fields of an example, or of the line of names. */
export interface CsvRecord {
  /** Where it begins, from 1. */
  readonly line: number;
  /** Without the blanks around them. */
  readonly fields: readonly string[];
}

/** The records of the text; a blank line is one of a single empty field, but for those at the end. */
export function recordsOf(action: string, text: string, delimiter: string): CsvRecord[] {
  const tidied = tidyQuotes(action, text, delimiter);
  const { data, errors } = Papa.parse<string[]>(tidied, { delimiter, newline: "\n" });
  const records: CsvRecord[] = [];
  let line = 1;
  for (const fields of data) {
    const first = line;
    line += 1;
    for (let column = 0; column < fields.length; column++) {
      const field = fields[column]!;
      line += lineEnds(field);
      fields[column] = trimmed(field);
    }
    records.push({ line: first, fields });
  }
  while (records.length > 0 && isBlank(records.at(-1)!)) records.pop();
  const [error] = errors;
  if (error) throw rangeError(action, "well-formed quotes", `${error.message} in record ${error.row}`);
  return records;
}

/** Whether a record is a blank line. */
export function isBlank({ fields }: CsvRecord): boolean {
  return fields.length === 1 && fields[0] === "";
}

/** The first record of the text by this delimiter, undefined where there is none or its quotes are not as they should be. */
export function firstRecord(text: string, delimiter: string): CsvRecord | undefined {
  const [line] = /^(?:[^"\r\n]|"[^"]*")*/.exec(text.replace(/^(?:[ \t]*[\r\n])+/, ""))!;
  try {
    return recordsOf("", line, delimiter)[0];
  } catch {
    return undefined;
  }
}

/** Without blanks at either end, those of no width included, and with accents written in one way. */
export function trimmed(field: string): string {
  const plain = field.trim();
  if (/^[\x20-\x7e]*$/.test(plain)) return plain;
  return plain
    .normalize("NFC")
    .replace(/^[\s\u200b-\u200d\u2060\ufeff]+/, "")
    .replace(BLANK_END, "");
}

/** Matched from where a run begins, so that a long run inside a field is gone through once. */
const BLANK_END = /(?<![\s\u200b-\u200d\u2060\ufeff])[\s\u200b-\u200d\u2060\ufeff]+$/;

function lineEnds(field: string): number {
  if (!field.includes("\n") && !field.includes("\r")) return 0;
  return field.match(/\r\n?|\n/g)!.length;
}
