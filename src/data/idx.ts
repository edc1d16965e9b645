import { rangeError, show, typeError } from "../check.ts";
import { decompress } from "./decompress.ts";

/** The numbers of an IDX file, in the type that it stores them in. */
export type IdxValues = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** What an IDX file holds. */
export interface IdxArray {
  /** The size of each dimension, the slowest first: examples, height, width. */
  readonly shape: readonly number[];
  /** All values, the last dimension's next to each other. */
  readonly values: IdxValues;
}

interface ElementType {
  readonly bytes: number;
  readonly create: (count: number) => IdxValues;
  readonly read: (view: DataView, offset: number) => number;
}

const elementTypes: Readonly<Record<number, ElementType>> = {
  8: { bytes: 1, create: (count) => new Uint8Array(count), read: (view, offset) => view.getUint8(offset) },
  9: { bytes: 1, create: (count) => new Int8Array(count), read: (view, offset) => view.getInt8(offset) },
  11: { bytes: 2, create: (count) => new Int16Array(count), read: (view, offset) => view.getInt16(offset) },
  12: { bytes: 4, create: (count) => new Int32Array(count), read: (view, offset) => view.getInt32(offset) },
  13: {
    bytes: 4,
    create: (count) => new Float32Array(count),
    read: (view, offset) => view.getFloat32(offset),
  },
  14: {
    bytes: 8,
    create: (count) => new Float64Array(count),
    read: (view, offset) => view.getFloat64(offset),
  },
};

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
export function parseIdx(bytes: Uint8Array | ArrayBuffer): Promise<IdxArray> {
  return readIdx("parse IDX", bytes);
}

/** `parseIdx`, as part of what a caller does. */
export async function readIdx(action: string, bytes: Uint8Array | ArrayBuffer): Promise<IdxArray> {
  if (!(bytes instanceof Uint8Array || bytes instanceof ArrayBuffer)) {
    throw typeError(action, "bytes to be a Uint8Array or an ArrayBuffer", show(bytes));
  }
  const given = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
  const file = isGzip(given)
    ? await decompress(action, "the file", "gzip", new Uint8Array(given)) // a copy: a Blob takes no shared memory
    : given;

  if (file.length < 4) throw rangeError(action, "a header of at least 4 bytes", `${file.length} bytes`);
  if (file[0] !== 0 || file[1] !== 0) {
    throw rangeError(action, "the file to start with 0x00 0x00", `${hex(file[0]!)} ${hex(file[1]!)}`);
  }
  const type = elementTypes[file[2]!];
  if (type === undefined) {
    throw rangeError(action, "an element type of 0x08, 0x09, 0x0b, 0x0c, 0x0d or 0x0e", hex(file[2]!));
  }
  const dimensions = file[3]!;
  if (dimensions === 0) throw rangeError(action, "at least 1 dimension", "0");
  const start = 4 + 4 * dimensions;
  if (file.length < start) {
    throw rangeError(
      action,
      `a header of ${start} bytes for ${dimensions} dimensions`,
      `${file.length} bytes`,
    );
  }

  const view = new DataView(file.buffer, file.byteOffset);
  const shape = Array.from({ length: dimensions }, (_, dimension) => view.getUint32(4 + 4 * dimension));
  const count = shape.reduce((product, size) => product * size, 1);
  if (file.length !== start + count * type.bytes) {
    throw rangeError(
      action,
      `${start + count * type.bytes} bytes for shape ${shape.join("×")}`,
      `${file.length}`,
    );
  }
  if (type === elementTypes[8]) {
    const values = file.subarray(start);
    return { shape, values: file === given ? new Uint8Array(values) : values }; // never the caller's own memory
  }
  const values = type.create(count);
  for (let index = 0; index < count; index++) values[index] = type.read(view, start + index * type.bytes);
  return { shape, values };
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, "0")}`;
}
