import { datasetFromCsv, type LabeledDataset } from "layerwise/data";

/** A table that was read, with the names of its columns and the one that holds the class. */
export interface Table {
  readonly dataset: LabeledDataset;
  readonly columns: readonly string[];
  readonly label: string;
}

const usualLabels = /^(label|class|target|species|category|kind|type)$/i;

/**
 * Reads a CSV file of examples. Words become columns of 0 and 1, and means stand where numbers are missing.
 *
 * @param bytes - The file, in UTF-8 or UTF-16.
 * @param label - The column that holds the class; without one it is a column that is called so, or the last one with words, or the last.
 * @throws RangeError with line and column where it is no such table.
 */
export function readTable(name: string, bytes: ArrayBuffer, label = ""): Table {
  const rule = { name, categorical: true, missing: "mean" } as const;
  const { columns } = datasetFromCsv(bytes, rule).encoding.toJSON();
  const names = columns.map((column) => column.name);
  const chosen =
    names.find((each) => each === label) ??
    names.find((each) => usualLabels.test(each.trim())) ??
    columns.findLast(({ categories }) => categories !== undefined)?.name ??
    names.at(-1)!;
  const dataset = datasetFromCsv(bytes, { ...rule, label: chosen });
  return { dataset, columns: names, label: chosen };
}
