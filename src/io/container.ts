import { checkRecord, rangeError, show } from "../check.ts";
import { inNativeOrder, joined, littleEndianBytes } from "./bytes.ts";
import { type ElementType, elementTypes, typeOf } from "./element-types.ts";
import { kindOfFile } from "./kind-of-file.ts";
import { countIn, type Tensor, type TensorValues } from "./tensor.ts";

/** The key of the texts in a header. */
export const METADATA = "__metadata__";

/** The longest header that others read, too. */
const LONGEST_HEADER = 100_000_000;

/** A tensor in a file, as the header describes it. */
export interface StoredTensor {
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** Where its bytes begin, and where they end. */
  readonly begin: number;
  readonly end: number;
}

/** A safetensors file whose header was read and checked; no tensor was made yet. */
export interface Container {
  readonly metadata: Readonly<Record<string, string>>;
  readonly stored: ReadonlyMap<string, StoredTensor>;
  /** The header, as it was parsed. */
  readonly header: object;
  /** Makes a tensor of what is stored under a name. */
  readonly read: (name: string) => Tensor;
}

/** Writes tensors with texts about them as safetensors; the widest numbers come first, so that each lies at a multiple of its size. */
export function writeContainer(
  tensors: ReadonlyMap<string, Tensor>,
  describe: (table: object) => Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const sorted = [...tensors].sort(([, a], [, b]) => b.values.BYTES_PER_ELEMENT - a.values.BYTES_PER_ELEMENT);
  let end = 0;
  const entries = sorted.map(([name, { shape, values }]) => {
    const begin = end;
    end += values.byteLength;
    return [name, { dtype: typeOf(values).name, shape, data_offsets: [begin, end] }] as const;
  });
  const table = Object.fromEntries(entries);
  const text = JSON.stringify(headerOf(describe(table), table));
  const header = new TextEncoder().encode(text);
  const padding = -header.length & 7;
  const length = new DataView(new ArrayBuffer(8));
  length.setUint32(0, header.length + padding, true);
  return joined([
    new Uint8Array(length.buffer),
    header,
    new Uint8Array(padding).fill(0x20),
    ...sorted.map(([, { values }]) => littleEndianBytes(values)),
  ]);
}

/** A header: the texts, where there are any, and the table of tensors. */
export function headerOf(metadata: Readonly<Record<string, string>>, table: object): object {
  return { ...(Object.keys(metadata).length > 0 && { [METADATA]: metadata }), ...table };
}

/** Reads the header of a safetensors file, and refuses one that does not describe each byte behind it once. */
export function openContainer(action: string, bytes: Uint8Array): Container {
  const { header, start } = readHeader(action, bytes);
  const { [METADATA]: texts = {}, ...table } = header as Readonly<Record<string, unknown>>;
  const metadata = checkRecord(action, `${METADATA} to be texts by name`, texts) as Record<string, string>;
  for (const text of Object.values(metadata)) {
    if (typeof text !== "string") throw rangeError(action, `${METADATA} to be texts by name`, show(text));
  }
  const stored = new Map(
    Object.entries(table).map(([name, entry]) => [name, storedTensor(action, name, entry)]),
  );
  let place = 0;
  for (const { begin, end } of [...stored.values()].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== place) throw rangeError(action, `a tensor that begins at byte ${place}`, `${begin}`);
    place = end;
  }
  if (start + place !== bytes.length) {
    throw rangeError(action, `${place} bytes of tensors`, `${bytes.length - start}`);
  }
  const read = (name: string): Tensor => {
    const { type, shape, begin, end } = stored.get(name)!;
    const body = inNativeOrder(bytes.subarray(start + begin, start + end), type.size, false);
    return Object.freeze({ shape, values: type.read(action, show(name), body.buffer) });
  };
  return { metadata, stored, header, read };
}

function readHeader(action: string, bytes: Uint8Array): { readonly header: object; readonly start: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const length = bytes.length < 8 ? 0 : view.getUint32(0, true) + 2 ** 32 * view.getUint32(4, true);
  const most = Math.min(bytes.length - 8, LONGEST_HEADER);
  if (length < 2 || length > most) {
    const expected =
      most < 2
        ? "a safetensors file, of 10 bytes at least"
        : `a safetensors file, with the length of its header, 2 to ${most}, in front`;
    const size = bytes.length < 8 ? `${bytes.length} bytes` : `${length} in a file of ${bytes.length} bytes`;
    throw rangeError(action, expected, kindOfFile(bytes, "safetensors") ?? size);
  }
  const expected = "a header of JSON";
  let text: string;
  let header: object;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(8, 8 + length));
    header = JSON.parse(text);
  } catch (error) {
    throw rangeError(action, expected, `one that cannot be read (${(error as Error).message.slice(0, 200)})`);
  }
  if (!text.startsWith("{")) throw rangeError(action, "a header that starts with {", show(text));
  if (namesIn(text) !== namesIn(JSON.stringify(header)))
    throw rangeError(action, "a header with each name once", "one with a name twice");
  return { header, start: 8 + length };
}

/** How many names of fields there are in JSON: without escapes each quote begins a text or ends one, and a colon comes after a name. */
function namesIn(json: string): number {
  const parts = json.replaceAll(/\\./g, "").split('"');
  return parts.filter((part, place) => place % 2 === 0 && /^\s*:/.test(part)).length;
}

function storedTensor(action: string, name: string, entry: unknown): StoredTensor {
  const what = `tensor ${show(name)}`;
  const expected = `${what} to be { dtype, shape, data_offsets }`;
  const { dtype, shape, data_offsets, ...others } = checkRecord(action, expected, entry) as {
    readonly [field: string]: unknown;
  };
  const [other] = Object.keys(others);
  if (other !== undefined) throw rangeError(action, expected, show(other));
  const type = elementTypes.find((each) => each.name === dtype);
  if (type === undefined) {
    const names = elementTypes.map((each) => each.name).join(", ");
    throw rangeError(action, `the dtype of ${what} to be one of ${names}`, show(dtype));
  }
  const sizes = checkSizes(action, `the shape of ${what}`, shape);
  const [begin, end, ...more] = checkSizes(action, `the data_offsets of ${what}`, data_offsets);
  if (begin === undefined || end === undefined || more.length > 0) {
    throw rangeError(action, `two data_offsets of ${what}`, show(data_offsets));
  }
  const length = countIn(action, what, sizes) * type.size;
  if (end - begin !== length) {
    const bytes = `${length} bytes of ${what} for shape [${sizes.join(", ")}]`;
    throw rangeError(action, bytes, `${end - begin}`);
  }
  return { type, shape: Object.freeze(sizes), begin, end };
}

function checkSizes(action: string, what: string, value: unknown): number[] {
  if (Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0)) return value;
  throw rangeError(action, `${what} to be integers ≥ 0`, show(value));
}

/** The numbers as float32 where each of them has one, to the bit; else as float64. */
export function narrowest(values: Float64Array | Float32Array): TensorValues {
  if (values instanceof Float32Array) return values;
  const single = new Float32Array(values);
  for (let index = 0; index < values.length; index++) if (single[index] !== values[index]) return values;
  return single;
}
