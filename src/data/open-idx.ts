import { rangeError, readSafely, show, typeError } from "../check.ts";
import { decompress } from "./decompress.ts";

/** The numbers of an IDX file, in the type that it stores them in. */
export type IdxValues = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** A type of element that an IDX file may have. */
export interface ElementType {
  readonly bytes: number;
  readonly create: (count: number) => IdxValues;
  readonly read: (view: DataView, offset: number) => number;
}

/** An IDX file whose header was read: its elements are still to come. */
export interface OpenIdx {
  readonly type: ElementType;
  /** The size of each dimension, the slowest first. */
  readonly shape: readonly number[];
  readonly count: number;
  /** The bytes of the elements, in pieces of any length. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** Deflate packs 1032 bytes into one at most. */
const MOST_INFLATED = 1032;

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

/** The type that a byte of the header stands for. */
export function elementTypeOf(action: string, byte: number): ElementType {
  const type = elementTypes[byte];
  if (type) return type;
  throw rangeError(action, "an element type of 0x08, 0x09, 0x0b, 0x0c, 0x0d or 0x0e", hex(byte));
}

/** Reads the header of an IDX file, gzipped or not, and refuses a file whose length is not what the header says. */
export async function openIdx(action: string, bytes: Uint8Array | ArrayBuffer): Promise<OpenIdx> {
  const expectedBytes = "bytes to be a Uint8Array or an ArrayBuffer";
  const given = readSafely(action, expectedBytes, () => {
    if (bytes instanceof Uint8Array) return bytes;
    if (bytes instanceof ArrayBuffer) return new Uint8Array(bytes);
    throw typeError(action, expectedBytes, show(bytes));
  });
  const gzipped = given[0] === 0x1f && given[1] === 0x8b;
  const pieces = gzipped
    ? decompress(action, "the file", "gzip", given as Uint8Array<ArrayBuffer>)
    : whole(given);

  let head = await atLeast(4, new Uint8Array(0), pieces);
  if (head.length < 4) throw rangeError(action, "a header of at least 4 bytes", `${head.length} bytes`);
  if (head[0] !== 0 || head[1] !== 0) {
    throw rangeError(action, "the file to start with 0x00 0x00", `${hex(head[0]!)} ${hex(head[1]!)}`);
  }
  const type = elementTypeOf(action, head[2]!);
  const dimensions = head[3]!;
  if (dimensions === 0) throw rangeError(action, "at least 1 dimension", "0");
  const start = 4 + 4 * dimensions;
  head = await atLeast(start, head, pieces);
  if (head.length < start) {
    throw rangeError(
      action,
      `a header of ${start} bytes for ${dimensions} dimensions`,
      `${head.length} bytes`,
    );
  }

  const view = new DataView(head.buffer, head.byteOffset);
  const shape = Array.from({ length: dimensions }, (_, dimension) => view.getUint32(4 + 4 * dimension));
  const count = shape.reduce((product, size) => product * size, 1);
  const length = start + count * type.bytes;
  const expected = `${length} bytes for shape ${shape.join("×")}`;
  // So much room is made as the header claims, if the file can hold it; a file of several gzip members says nowhere how long it is.
  if (gzipped ? length > MOST_INFLATED * given.length : length !== given.length) {
    throw rangeError(action, expected, `${await lengthOf(head, pieces, length)}`);
  }
  return { type, shape, count, body: checkedBody() };

  async function* checkedBody(): AsyncGenerator<Uint8Array, void, void> {
    let seen = start;
    for await (const piece of chain(head.subarray(start), pieces)) {
      seen += piece.length;
      if (seen > length) throw rangeError(action, expected, `at least ${seen}`);
      yield piece;
    }
    if (seen < length) throw rangeError(action, expected, `${seen}`);
  }
}

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  yield bytes;
}

/** So many of the first bytes and perhaps more, or all where there are fewer. */
async function atLeast(
  length: number,
  head: Uint8Array,
  pieces: AsyncGenerator<Uint8Array, void, void>,
): Promise<Uint8Array> {
  let bytes = head;
  while (bytes.length < length) {
    const { done, value } = await pieces.next();
    if (done) break;
    bytes = bytes.length === 0 ? value : Uint8Array.from([...bytes, ...value]);
  }
  return bytes;
}

/** How long the file is in truth, or how long at least where that is longer than it may be. */
async function lengthOf(head: Uint8Array, pieces: AsyncIterable<Uint8Array>, most: number): Promise<string> {
  let length = 0;
  for await (const piece of chain(head, pieces)) {
    length += piece.length;
    if (length > most) return `at least ${length}`;
  }
  return `${length}`;
}

async function* chain(
  head: Uint8Array,
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, void> {
  yield head;
  yield* pieces;
}

function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, "0")}`;
}
