import { rangeError, show } from "../check.ts";
import type { Reader } from "../data/streams/reader.ts";
import { checkBytes, type FileBytes, inNativeOrder, joined, littleEndianBytes } from "./bytes.ts";
import { type ElementType, elementTypes, typeOf } from "./element-types.ts";
import { kindOfFile } from "./kind-of-file.ts";
import { refuseOptions } from "./no-options.ts";
import { countIn, countOf, type Tensor, type TensorLike, type TensorValues, toTensor } from "./tensor.ts";

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY

/** Numbers in a file start at a multiple of this. */
const ALIGNMENT = 64;

/** So long is no header of NumPy. */
const LONGEST_HEADER = 2 ** 20;

/**
 * Writes numbers as a file that `numpy.load` reads: those of a typed array in their own type, all others as float64.
 *
 * @param tensor - `{ shape, values }`, a matrix, rows of numbers, or one row such as labels.
 * @returns The bytes of an `.npy` file, in format 1.0.
 * @throws TypeError or RangeError if it is no such thing, or if the shape does not fit the values.
 * @example
 * fromNpy(toNpy(new Int32Array([3, 1, 2]))).shape; // [3]
 *
 * @see NumPy, "NumPy enhancement proposal 1: a simple file format for NumPy arrays".
 */
export function toNpy(tensor: TensorLike): Uint8Array<ArrayBuffer>;
export function toNpy(tensor: TensorLike, options?: unknown): Uint8Array<ArrayBuffer> {
  const action = "write npy";
  refuseOptions(action, options);
  return npyOf(toTensor(action, "tensor", tensor));
}

/**
 * Reads a file that `numpy.save` wrote, in any version, order of bytes and order of memory. The file has no checksum: where its
 * type or a number in it is damaged, that does not show.
 *
 * @param bytes - The whole file.
 * @returns Its shape, and its numbers in row order in a typed array of the file's own type; float16 as Float32Array, integers of 64 bits as
 * Float64Array, booleans as Uint8Array of 0 and 1.
 * @throws RangeError if it is no such file, holds no numbers, is shorter or longer than its header says, or holds an integer
 * beyond ±(2⁵³ − 1), which float64 does not have.
 * @example
 * const { shape, values } = fromNpy(toNpy([[1, 2], [3, 4], [5, 6]]));
 * values; // [1, 2, 3, 4, 5, 6]
 *
 * @see NumPy, "NumPy enhancement proposal 1: a simple file format for NumPy arrays".
 */
export function fromNpy(bytes: FileBytes): Tensor;
export function fromNpy(bytes: FileBytes, options?: unknown): Tensor {
  const action = "read npy";
  refuseOptions(action, options);
  return readNpy(action, "the file", checkBytes(action, bytes));
}

/** Writes a tensor that was checked. */
export function npyOf({ shape, values }: Tensor): Uint8Array<ArrayBuffer> {
  const type = typeOf(values);
  const descr = `${type.size === 1 ? "|" : "<"}${type.numpy}`;
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const start = MAGIC.length + 4;
  const length = Math.ceil((start + text.length + 1) / ALIGNMENT) * ALIGNMENT - start;
  const header = new TextEncoder().encode(`${text.padEnd(length - 1)}\n`);
  return joined([
    Uint8Array.of(...MAGIC, 1, 0, length & 255, length >> 8),
    header,
    littleEndianBytes(values),
  ]);
}

/** Reads the bytes of an `.npy` file, which errors call by this name. */
export function readNpy(action: string, name: string, bytes: Uint8Array): Tensor {
  const { start, length } = startOf(action, name, bytes);
  if (start + length > bytes.length) {
    throw rangeError(action, `${name} to hold a header of ${length} bytes`, `${bytes.length - start}`);
  }
  const { type, order, fortran, shape } = layoutOf(action, name, bytes.subarray(start, start + length));
  const body = bytes.subarray(start + length);
  const expected = countIn(action, name, shape) * type.size;
  if (body.length !== expected) {
    const claimed = `${expected} bytes of numbers in ${name} for shape (${shape.join(", ")})`;
    throw rangeError(action, claimed, `${body.length}`);
  }
  const values = type.read(action, name, inNativeOrder(body, type.size, order === ">").buffer);
  return Object.freeze({ shape: Object.freeze(shape), values: fortran ? inRowOrder(shape, values) : values });
}

/** How the numbers of an `.npy` file lie. */
export interface NpyLayout {
  readonly type: ElementType;
  readonly order: string;
  readonly fortran: boolean;
  readonly shape: number[];
}

/** Reads the header of an `.npy` file, of which no more is taken than that: how its numbers lie, and at which byte they begin. */
export async function openNpy(
  action: string,
  name: string,
  bytes: Reader,
): Promise<NpyLayout & { readonly begin: number }> {
  const head = await bytes.take(12);
  const { start, length } = startOf(action, name, head);
  const whole = joined([head, await bytes.take(start + length - head.length)]);
  return { ...layoutOf(action, name, whole.subarray(start)), begin: start + length };
}

/** How many bytes an `.npy` file has, by what its header says. */
export async function npyLength(action: string, name: string, bytes: Reader): Promise<number> {
  const { type, shape, begin } = await openNpy(action, name, bytes);
  return begin + countIn(action, name, shape) * type.size;
}

/** Where the header of an `.npy` file starts and how long it is, by its first twelve bytes. */
function startOf(
  action: string,
  name: string,
  bytes: Uint8Array,
): { readonly start: number; readonly length: number } {
  if (bytes.length < 12 || MAGIC.some((byte, place) => bytes[place] !== byte)) {
    throw rangeError(
      action,
      `${name} to be an npy file, which starts with \\x93NUMPY`,
      kindOfFile(bytes, "npy") ?? firstOf(bytes),
    );
  }
  const [major, minor] = [bytes[6]!, bytes[7]!];
  if (major < 1 || major > 3 || minor !== 0) {
    throw rangeError(action, `${name} to be npy of version 1.0, 2.0 or 3.0`, `${major}.${minor}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const start = major === 1 ? 10 : 12;
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length <= LONGEST_HEADER) return { start, length };
  throw rangeError(action, `a header of ${name} of at most ${LONGEST_HEADER} bytes`, `${length}`);
}

/** How the numbers of an `.npy` file lie, by the text of its header. */
function layoutOf(action: string, name: string, header: Uint8Array): NpyLayout {
  const { descr, fortran, shape } = readHeader(action, name, header);
  const [, order = "", numpy] = /^([<>|])(\w+)$/.exec(descr) ?? [];
  const type = elementTypes.find((each) => numpy !== undefined && each.numpy === numpy);
  if (type === undefined || (order === "|") !== (type.size === 1)) {
    throw rangeError(action, `${name} to hold numbers, such as '<f8'`, show(descr));
  }
  return { type, order, fortran, shape };
}

interface Header {
  readonly descr: string;
  readonly fortran: boolean;
  readonly shape: number[];
}

/** Reads the literal of Python that a header is: a dictionary of these three entries in any order. */
function readHeader(action: string, name: string, bytes: Uint8Array): Header {
  const text = new TextDecoder().decode(bytes);
  const inside = /^\s*\{(.*)\}\s*$/s.exec(text)?.[1];
  const entry =
    /\s*(?:'(\w+)'|"(\w+)")\s*:\s*('[^']*'|"[^"]*"|True|False|\(\s*(?:\d+L?\s*(?:,\s*|(?=\))))*\))\s*(?:,\s*|$)/y;
  const found = new Map<string, string>();
  for (let place = 0; inside !== undefined && place < inside.length; place = entry.lastIndex) {
    entry.lastIndex = place;
    const [, single, double, value] = entry.exec(inside) ?? [];
    if (value === undefined || found.has((single ?? double)!)) break;
    found.set((single ?? double)!, value);
    if (entry.lastIndex === inside.length) {
      const header = headerOf(found);
      if (header) return header;
    }
  }
  const expected = `the header of ${name} to be { descr, fortran_order, shape } of an array of numbers`;
  throw rangeError(action, expected, show(text.trim()));
}

function headerOf(found: ReadonlyMap<string, string>): Header | undefined {
  const [descr, order, sizes] = ["descr", "fortran_order", "shape"].map((key) => found.get(key));
  if (
    found.size !== 3 ||
    !/^['"]/.test(descr ?? "") ||
    !/^[TF]/.test(order ?? "") ||
    !/^\(/.test(sizes ?? "")
  ) {
    return undefined;
  }
  const shape = Array.from(sizes!.matchAll(/\d+/g), Number);
  return { descr: descr!.slice(1, -1), fortran: order === "True", shape };
}

/** Numbers that lie with the first dimension next to each other, put in row order. */
function inRowOrder(shape: readonly number[], values: TensorValues): TensorValues {
  const sorted = values.slice();
  const strides = shape.map((_, dimension) => countOf(shape.slice(0, dimension)));
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < sorted.length; to++) {
    sorted[to] = values[from]!;
    for (let dimension = shape.length - 1; dimension >= 0; dimension--) {
      index[dimension]! += 1;
      from += strides[dimension]!;
      if (index[dimension]! < shape[dimension]!) break;
      from -= strides[dimension]! * shape[dimension]!;
      index[dimension] = 0;
    }
  }
  return sorted;
}

function firstOf(bytes: Uint8Array): string {
  return `${bytes.length} bytes that start with ${show(String.fromCharCode(...bytes.subarray(0, 8)))}`;
}
