import { checkArray, checkRecord, rangeError, readSafely, show, typeError } from "../../check.ts";
import type { Matrix } from "../../matrix/matrix.ts";
import type { TableEncodingJSON, TableRecord } from "../table-encoding.ts";
import { showNames } from "./columns.ts";
import { inputsOf } from "./encode-table.ts";
import { trimmed } from "./records.ts";

/** The inputs of rows that are given as objects: (records, columns). */
export function encodeRecords(
  action: string,
  json: TableEncodingJSON,
  records: readonly TableRecord[],
): Matrix {
  const list = checkArray(action, "records to be an array of objects", records);
  if (list.length === 0) throw rangeError(action, "at least one record", "none");
  const names = json.columns.map(({ name }) => name);
  const known = new Set([
    ...names,
    ...(json.label ? [json.label.name] : []),
    ...(json.targets ?? []),
    ...json.ignore,
  ]);
  const rows = list.map((given: TableRecord, index) => {
    const expected = `record ${index} to be an object`;
    const record = readSafely(action, expected, () => ({ ...checkRecord(action, expected, given) }));
    const stranger = Object.keys(record).find((name) => !known.has(trimmed(name)));
    if (stranger !== undefined) {
      throw rangeError(action, `record ${index} to have values for ${showNames(names)}`, show(stranger));
    }
    const values = new Map(Object.entries(record).map(([name, value]) => [trimmed(name), value]));
    return { line: index, fields: names.map((name) => cellOf(action, json, name, values.get(name), index)) };
  });
  const given = (row: number, name: string): string => {
    const entry = Object.entries(list[row]!).find(([key]) => trimmed(key) === name);
    return entry === undefined ? "no value" : show(entry[1]);
  };
  return inputsOf(action, json, { names, rows, unit: "record", takes: [], given });
}

/** A value as it would stand in the table. */
function cellOf(
  action: string,
  json: TableEncodingJSON,
  name: string,
  value: unknown,
  index: number,
): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "";
  if (typeof value === "string") return trimmed(value);
  if (typeof value === "number") return String(value).replace(".", json.decimal);
  if (typeof value === "boolean") return String(value);
  throw typeError(action, `a number or a word for ${show(name)} in record ${index}`, show(value));
}
