/**
 * One example as an object: a word, a number, true or false for each column, by its name. `null` and what is left out are
 * missing. Any type of object will do, interfaces among them, so what stands in it is checked when it is read.
 */
export type TableRecord = object;

/** What CSV may come as: its text, or the bytes of the file in UTF-8 or UTF-16. */
export type CsvText = string | Uint8Array | ArrayBuffer;

/** A column of a table that is an input, in JSON. */
export interface TableColumnJSON {
  /** What it is called in the file. */
  readonly name: string;
  /** The categories of a column of words; each becomes a column of 0 and 1. */
  readonly categories?: readonly string[];
  /** What stands for a missing number, where missing ones are filled in. */
  readonly mean?: number;
  /** Whether a column of 0 and 1 says where it is missing. Default false. */
  readonly indicator?: boolean;
}

/** A table's encoding in JSON. */
export interface TableEncodingJSON {
  readonly format: "layerwise/table-encoding";
  readonly version: 1;
  readonly columns: readonly TableColumnJSON[];
  readonly label?: { readonly name: string; readonly classes: readonly string[] };
  readonly targets?: readonly string[];
  /** Columns of the file that are left out. */
  readonly ignore: readonly string[];
  readonly missing: { readonly rule: "refuse" | "mean" | "drop"; readonly tokens: readonly string[] };
  /** The names of all columns, where the file has no line of them. */
  readonly header?: readonly string[];
  /** What separated the fields, a comma where nothing is said: a file whose first line fits is read so, and any other by what is found in it. */
  readonly delimiter?: string;
  readonly decimal: "." | ",";
}
