import type { Dataset } from "../data/dataset.ts";
import { rowOf } from "../matrix/storage.ts";

const ROWS_OF_BLOCK = 4096;

/** The name of a value in JSON: sixteen hexadecimal digits of its SHA-256, whatever the order of its keys. */
export async function hashOf(value: unknown): Promise<string> {
  return hexadecimal(await digest(new TextEncoder().encode(JSON.stringify(sorted(value)))));
}

/** The name of the contents of a dataset, inputs in single precision: the same wherever the data lie. */
export async function fingerprintOf({ inputs, labels, classes, targets, test }: Dataset): Promise<string> {
  const parts: string[] = [];
  for (let first = 0; first < inputs.rows; first += ROWS_OF_BLOCK) {
    const rows = Math.min(ROWS_OF_BLOCK, inputs.rows - first);
    const block = new Float32Array(rows * inputs.columns);
    for (let row = 0; row < rows; row++) block.set(rowOf(inputs, first + row), row * inputs.columns);
    parts.push(hexadecimal(await digest(block)));
  }
  const told = labels ? { labels: Array.from(labels), classes } : { targets: targets!.to2DArray() };
  const apart = test && { test: await fingerprintOf(test) };
  return hashOf({ parts, ...told, columns: inputs.columns, ...apart });
}

function digest(bytes: BufferSource): Promise<ArrayBuffer> {
  return crypto.subtle.digest("SHA-256", bytes);
}

function hexadecimal(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes, 0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]));
}
