import type { Dataset, TableEncoding } from "../dataset.ts";
import type { TableEncodingJSON } from "../table-encoding.ts";
import type { Cells } from "./cells.ts";
import { inputsOf, labelsOf, targetsOf } from "./encode-table.ts";

/** The dataset that a table is by its encoding; what the table has no column for, its label or targets, is left out. */
export function datasetOfTable(
  action: string,
  name: string,
  table: Cells,
  json: TableEncodingJSON,
  encoding: TableEncoding,
): Dataset {
  const { label, targets } = json;
  const has = (column: string): boolean => table.names.includes(column);
  return {
    name,
    inputs: inputsOf(action, json, table),
    columnNames: encoding.columnNames,
    ...(label &&
      has(label.name) && {
        labels: labelsOf(action, json, table, label),
        classes: label.classes.length,
        classNames: encoding.classNames!,
      }),
    ...(targets?.every(has) && {
      targets: targetsOf(action, json, table, targets),
      targetNames: encoding.targetNames!,
    }),
    encoding,
  };
}
