import { createDataset } from "../create-dataset.ts";
import type { Dataset } from "../dataset.ts";
import type { CsvText, TableEncoding } from "../table-encoding.ts";
import { inputsOf } from "./encode-table.ts";
import { readAgain } from "./read-again.ts";

/**
 * The inputs of another table, to be answered row by row: what is to be told of them is not read, and no row is left out, which would
 * shift the others.
 *
 * @param delimiter - What separates its fields, where that is known. Default found.
 */
export function readInputs(encoding: TableEncoding, text: CsvText, delimiter?: string): Dataset {
  const action = "read CSV";
  const json = encoding.toJSON();
  const table = readAgain(action, delimiter === undefined ? json : { ...json, delimiter }, text, true);
  const { warnings } = table;
  return createDataset({
    name: "csv",
    inputs: inputsOf(action, json, table),
    columnNames: encoding.columnNames,
    ...(warnings.length > 0 && { warnings: Object.freeze(warnings) }),
  });
}
