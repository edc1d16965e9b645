import { checkFormat, readSafely } from "../../check.ts";
import { createDataset } from "../create-dataset.ts";
import type { TableEncoding } from "../dataset.ts";
import type { CsvText, TableEncodingJSON, TableRecord } from "../table-encoding.ts";
import { datasetOfTable } from "./dataset-of-table.ts";
import { encodeRecords } from "./encode-records.ts";
import { inputNames } from "./encode-table.ts";
import { checkEncodingJSON } from "./encoding-json.ts";
import { readAgain } from "./read-again.ts";

/** The encoding that JSON describes; the JSON is kept, and frozen. */
export function encodingOf(json: TableEncodingJSON): TableEncoding {
  deepFreeze(json);
  const encoding: TableEncoding = Object.freeze({
    columnNames: Object.freeze(inputNames(json)),
    ...(json.label && { classNames: json.label.classes }),
    ...(json.targets && { targetNames: json.targets }),
    read: (text: CsvText) => {
      const action = "read CSV";
      const table = readAgain(action, json, text);
      const dataset = datasetOfTable(action, "csv", table, json, encoding);
      const { warnings } = table;
      return createDataset({ ...dataset, ...(warnings.length > 0 && { warnings: Object.freeze(warnings) }) });
    },
    encode: (records: readonly TableRecord[]) => encodeRecords("encode records", json, records),
    toJSON: () => json,
  });
  return encoding;
}

/**
 * The encoding of a table that was saved as JSON.
 *
 * @param json - What `encoding.toJSON()` returned, also after `JSON.parse`.
 * @returns An encoding that reads and encodes as the saved one.
 * @throws TypeError or RangeError if it is not the JSON of an encoding.
 * @example
 * const { encoding } = datasetFromCsv("size,kind\n1,cat\n3,dog\n", { label: "kind" });
 * const again = tableEncodingFromJSON(JSON.parse(JSON.stringify(encoding)));
 * again.encode([{ size: 2 }]).to2DArray(); // [[2]]
 */
export function tableEncodingFromJSON(json: TableEncodingJSON): TableEncoding {
  const action = "read a table's encoding from JSON";
  checkFormat(action, json, "layerwise/table-encoding", [
    ...["columns", "label?", "targets?", "ignore", "missing", "header?", "delimiter?", "decimal"],
  ]);
  return readSafely(action, "a table's encoding as toJSON writes it", () => {
    checkEncodingJSON(action, json);
    return encodingOf(structuredClone(json));
  });
}

function deepFreeze(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
}
