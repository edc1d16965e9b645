import type { Dataset } from "../data/dataset.ts";
import { littleEndianBytes } from "../io/bytes.ts";
import { crc32, crc32Of } from "../io/crc32.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";
import { rowReader } from "../matrix/storage.ts";

/** Tells data from others of the same size: by a checksum over all their numbers and names. */
function fingerprintOf({ inputs, labels, targets, columnNames, classNames, targetNames }: Dataset): string {
  const parts = [
    sumOf(inputs),
    labels && crc32(littleEndianBytes(labels)),
    targets && sumOf(targets),
    ...[columnNames, classNames, targetNames],
  ];
  return `${inputs.rows} rows of ${inputs.columns} columns with the checksum ${crc32Of(JSON.stringify(parts))}`;
}

function sumOf(matrix: AbstractMatrix): string {
  const rowAt = rowReader(matrix);
  const sums = Int32Array.from({ length: matrix.rows }, (_, row) =>
    crc32(littleEndianBytes(Float64Array.from(rowAt(row)))),
  );
  return `${crc32(littleEndianBytes(sums))}`;
}

/** What a run of a command is about: its data, and the options that decide what comes of it. */
export function aboutRun(
  dataset: Dataset,
  options: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
  const given = Object.entries(options).map(([name, value]) => [name, String(value ?? "its default")]);
  return { ...Object.fromEntries(given), data: fingerprintOf(dataset) };
}
