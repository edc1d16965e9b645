import { type IdxValues, openIdx } from "./open-idx.ts";

export type { IdxValues } from "./open-idx.ts";

/** What an IDX file holds. */
export interface IdxArray {
  /** The size of each dimension, the slowest first: examples, height, width. */
  readonly shape: readonly number[];
  /** All values, the last dimension's next to each other. */
  readonly values: IdxValues;
}

/**
 * Reads the IDX format of MNIST and its kin, gzipped or not: two zero bytes, a byte for the type of the elements, a
 * byte for the number of dimensions, the size of each as a 32-bit integer, then the elements, all big-endian.
 *
 * @param bytes - The whole file.
 * @returns Its shape, and its values in a typed array of the file's own type: 0x08 Uint8, 0x09 Int8, 0x0B Int16, 0x0C
 * Int32, 0x0D Float32, 0x0E Float64.
 * @throws RangeError if the file is no IDX file, has an unknown type, is shorter or longer than its header says, or
 * is corrupt gzip.
 * @example
 * const { shape, values } = await parseIdx(await readFile("train-labels-idx1-ubyte.gz"));
 *
 * @see LeCun, Cortes, Burges, The MNIST database of handwritten digits, "File formats".
 */
export async function parseIdx(bytes: Uint8Array | ArrayBuffer): Promise<IdxArray> {
  const { type, shape, count, body } = await openIdx("parse IDX", bytes);
  const values = type.create(count);
  const memory = new Uint8Array(values.buffer);
  let place = 0;
  for await (const piece of body) {
    memory.set(piece, place);
    place += piece.length;
  }
  const view = new DataView(values.buffer);
  for (let index = 0; index < count; index++) values[index] = type.read(view, index * type.bytes); // big-endian
  return { shape, values };
}
