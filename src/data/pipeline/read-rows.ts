import { holds, rangeError, show, typeError } from "../../check.ts";
import { type AbstractMatrix, asRows, isMatrix, type RowsLike, toMatrix } from "../../matrix/matrix.ts";
import type { Dataset, TableEncoding } from "../dataset.ts";
import type { TableRecord } from "../table-encoding.ts";

/**
 * Raw rows as a pipeline takes them: a matrix, rows of numbers, one row, a dataset, or, where the pipeline has the encoding
 * of a table, objects such as `{ age: 39, job: "clerk" }`, one or several.
 */
export type PipelineRows = RowsLike | Dataset | TableRecord | readonly TableRecord[];

/** What a pipeline knows of the columns of raw rows. */
export interface RawColumns {
  readonly columns: number;
  readonly columnNames: readonly string[] | undefined;
  readonly encoding: TableEncoding | undefined;
}

/** Reads raw rows at a public door: (examples, columns). */
export function readRows(action: string, rows: PipelineRows, raw: RawColumns): AbstractMatrix {
  const shape = { columns: raw.columns };
  if (isDataset(rows)) {
    checkColumns(action, rows.columnNames, raw.columnNames);
    return toMatrix(action, "inputs", rows.inputs, shape);
  }
  const records = recordsIn(rows);
  if (records !== undefined) {
    if (raw.encoding === undefined) {
      throw typeError(action, "rows of numbers, since no table's encoding came with the data", show(rows));
    }
    return toMatrix(action, "rows", raw.encoding.encode(records), shape);
  }
  return toMatrix(action, "rows", asRows(rows as RowsLike), shape);
}

function isDataset(rows: PipelineRows): rows is Dataset {
  return holds(() => isMatrix((rows as Dataset).inputs));
}

/** The records among what may be rows: objects that are no lists. */
function recordsIn(rows: PipelineRows): readonly TableRecord[] | undefined {
  if (isRecord(rows)) return [rows];
  return holds(() => isRecord((rows as readonly TableRecord[])[0]))
    ? (rows as readonly TableRecord[])
    : undefined;
}

function isRecord(value: unknown): value is TableRecord {
  return holds(() => {
    const isList = Array.isArray(value) || ArrayBuffer.isView(value) || isMatrix(value);
    return typeof value === "object" && value !== null && !isList;
  });
}

/** Refuses a dataset with other columns, or with the same in another order. */
function checkColumns(
  action: string,
  names: readonly string[] | undefined,
  expected: readonly string[] | undefined,
): void {
  if (names === undefined || expected === undefined || names === expected) return;
  const column = expected.findIndex((name, index) => name !== names[index]);
  if (column < 0 && names.length === expected.length) return;
  const place = column < 0 ? expected.length : column;
  const [wanted, found] = [expected[place], names[place]];
  throw rangeError(
    action,
    `the columns that the pipeline was fitted on, in their order, with ${nameOf(wanted)} in place ${place}`,
    nameOf(found),
  );
}

function nameOf(name: string | undefined): string {
  return name === undefined ? "no column" : show(name);
}
