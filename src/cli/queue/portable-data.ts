import { deserialize, serialize } from "node:v8";
import { rangeError } from "../../check.ts";
import type { Dataset } from "../../data/dataset.ts";
import { fingerprintOf } from "../../study/hash.ts";
import { datasetFrom, type SharedDataset, shareDataset } from "../shared-dataset.ts";

/** A dataset in bytes that other processes read. */
export function bytesOfDataset(dataset: Dataset): Buffer {
  return serialize(unshared(shareDataset(dataset)));
}

/**
 * Reads a dataset from its bytes.
 *
 * @throws RangeError if they hold no dataset, or another one than the fingerprint names.
 */
export async function datasetFromBytes(bytes: Uint8Array, fingerprint: string): Promise<Dataset> {
  const expected = `the data with the fingerprint ${fingerprint}`;
  let dataset: Dataset;
  let found: string;
  try {
    dataset = datasetFrom(deserialize(bytes) as SharedDataset);
    found = await fingerprintOf(dataset);
  } catch {
    throw rangeError("read the data of a queue", expected, `${bytes.length} bytes that are no data`);
  }
  if (found !== fingerprint) throw rangeError("read the data of a queue", expected, found);
  return dataset;
}

/** The same values in memory of their own: what threads share cannot be written. */
function unshared(value: unknown): unknown {
  if (value instanceof Float32Array || value instanceof Float64Array || value instanceof Int32Array) {
    return value.slice();
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, unshared(each)]));
}
