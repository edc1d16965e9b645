import { checkThat, rangeError, show } from "../check.ts";
import { decompress } from "../data/decompress.ts";
import { Reader } from "../data/streams/reader.ts";
import { joined } from "./bytes.ts";
import { crc32 } from "./crc32.ts";
import { kindOfFile } from "./kind-of-file.ts";

/** What a zip file holds under a name, still packed. */
interface Entry {
  readonly name: string;
  readonly packed: Uint8Array<ArrayBuffer>;
  readonly isDeflated: boolean;
  /** Its bytes once it is unpacked, and their checksum. */
  readonly size: number;
  readonly checksum: number;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const LENGTHS = { local: 30, central: 46, end: 22 };

/** So many bytes are not worth a look at the first ones before. */
const SMALL = 2 ** 16;

/** Deflate packs 1032 bytes into one at most. */
const MOST_INFLATED = 1032;

/** A name in UTF-8, sizes in front of the bytes. */
const FLAGS = 1 << 11;
/** The first of January 1980, the earliest that there is: the same files have the same bytes at any time. */
const DATE = (1 << 5) | 1;

/**
 * Writes files into one, as they are. Small packages do so too; reading, those leave the checksums aside, and what was damaged would load.
 *
 * @see PKWARE, "APPNOTE.TXT: .ZIP file format specification", sections 4.3.7, 4.3.12 and 4.3.16.
 */
export function writeZip(files: ReadonlyMap<string, Uint8Array>): Uint8Array<ArrayBuffer> {
  const [pieces, index]: [Uint8Array[], Uint8Array[]] = [[], []];
  let place = 0;
  for (const [name, bytes] of files) {
    const label = new TextEncoder().encode(name);
    // version, flags, method, time, date, checksum, size packed, size, length of the name, length of more
    const common = [
      u16(20, FLAGS, 0, 0, DATE),
      u32(crc32(bytes), bytes.length, bytes.length),
      u16(label.length, 0),
    ];
    const local = joined([u32(LOCAL), ...common, label]);
    // version that wrote it; comment, disk, attributes; place
    index.push(joined([u32(CENTRAL), u16(20), ...common, u16(0, 0, 0), u32(0, place), label]));
    pieces.push(local, bytes);
    place += local.length + bytes.length;
  }
  const length = index.reduce((sum, piece) => sum + piece.length, 0);
  const end = [u32(END), u16(0, 0, files.size, files.size), u32(length, place), u16(0)];
  return joined([...pieces, ...index, ...end]);
}

/** How many bytes a file of this name has, by what its first ones say. */
export type LengthOf = (name: string, bytes: Reader) => Promise<number>;

/**
 * Reads the files in a zip file one after the other. Before there is room made for one, its first bytes say how long it is, unless it is small; none takes more
 * room than its packed bytes can hold, and the checksum of each is right.
 */
export async function* readZip(
  action: string,
  bytes: Uint8Array,
  lengthOf: LengthOf,
): AsyncGenerator<readonly [name: string, content: Uint8Array<ArrayBuffer>], void, void> {
  for (const entry of entriesOf(action, bytes))
    yield [entry.name, await unpacked(action, entry, lengthOf)] as const;
}

async function* stored(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  yield bytes;
}

async function unpacked(action: string, entry: Entry, lengthOf: LengthOf): Promise<Uint8Array<ArrayBuffer>> {
  const { name, packed, isDeflated, size, checksum } = entry;
  const what = show(name);
  const most = isDeflated ? MOST_INFLATED * packed.length : packed.length;
  if (size > most || (!isDeflated && size !== packed.length)) {
    throw rangeError(action, `${what} to hold ${size} bytes`, `${packed.length} packed ones`);
  }
  const pieces = (): AsyncGenerator<Uint8Array, void, void> =>
    isDeflated ? decompress(action, what, "deflate-raw", packed) : stored(packed);
  if (size > SMALL) {
    const first = new Reader(pieces());
    try {
      const told = await lengthOf(name, first);
      if (told !== size)
        throw rangeError(action, `${what} to hold ${told} bytes, as its header says`, `${size} by the index`);
    } finally {
      await first.close();
    }
  }
  let content = packed;
  if (isDeflated) {
    content = new Uint8Array(size);
    let place = 0;
    for await (const piece of pieces()) {
      if (place + piece.length > size) throw rangeError(action, `${what} to hold ${size} bytes`, "more");
      content.set(piece, place);
      place += piece.length;
    }
    if (place < size) throw rangeError(action, `${what} to hold ${size} bytes`, `${place}`);
  }
  const found = crc32(content);
  if (found !== checksum) throw rangeError(action, `${what} to have the checksum ${checksum}`, `${found}`);
  return content;
}

/** The entries that the index at the end of the file lists, one behind the other, each with what its own header says. */
function entriesOf(action: string, bytes: Uint8Array): readonly Entry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = endOf(action, bytes, view);
  const [count, index] = [view.getUint16(end + 10, true), view.getUint32(end + 16, true)];
  const entries: Entry[] = [];
  const names = new Set<string>();
  let [at, place] = [index, 0]; // in the index, and among what it lists
  for (let number = 0; number < count; number++) {
    const expected = `the index of the zip file to have an entry at byte ${at}`;
    checkThat(action, expected, bytes.length, () => at + LENGTHS.central <= end);
    checkThat(action, expected, view.getUint32(at, true), (signature) => signature === CENTRAL);
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
    const [checksum, packed, size] = [16, 20, 24].map((field) => view.getUint32(at + field, true));
    const [label, more, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const start = view.getUint32(at + 42, true);
    const from = at + LENGTHS.central;
    const name = textAt(action, bytes, from, label!);
    at = from + label! + more! + comment!;
    const what = show(name);
    if (flags & 1) throw rangeError(action, `${what} not to be encrypted`, "an encrypted one");
    if (method !== 0 && method !== 8) {
      throw rangeError(action, `${what} to be stored or deflated`, `method ${method}`);
    }
    if (names.has(name)) throw rangeError(action, `one file ${what}`, "two");
    names.add(name);
    const begin = beginOf(action, view, bytes, { start, name, method, end: index });
    if (start < place || begin + packed! > index) {
      throw rangeError(
        action,
        `${what} between byte ${place} and ${index}`,
        `${start} to ${begin + packed!}`,
      );
    }
    place = begin + packed!;
    const content = bytes.subarray(begin, place) as Uint8Array<ArrayBuffer>;
    entries.push({ name, packed: content, isDeflated: method === 8, size: size!, checksum: checksum! });
  }
  if (at !== end) throw rangeError(action, `an index of ${count} entries that ends at byte ${end}`, `${at}`);
  return entries;
}

/** Where the index ends: a comment of any length may come behind. */
function endOf(action: string, bytes: Uint8Array, view: DataView): number {
  const last = view.byteLength - LENGTHS.end;
  for (let at = last; at >= Math.max(0, last - 0xffff); at--) {
    if (view.getUint32(at, true) !== END || view.getUint16(at + 20, true) !== last - at) continue;
    const [index, length] = [view.getUint32(at + 16, true), view.getUint32(at + 12, true)];
    if (index + length === at) return at;
  }
  const got = kindOfFile(bytes, "zip") ?? `${view.byteLength} bytes without one`;
  throw rangeError(action, "a zip file with an index at its end", got);
}

/** Where the bytes of an entry begin, behind a header that says the same as the index. */
function beginOf(
  action: string,
  view: DataView,
  bytes: Uint8Array,
  {
    start,
    name,
    method,
    end,
  }: Readonly<Record<"start" | "method" | "end", number>> & { readonly name: string },
): number {
  const expected = `a header of ${show(name)} at byte ${start}`;
  checkThat(action, expected, view.byteLength, () => start + LENGTHS.local <= end);
  checkThat(action, expected, view.getUint32(start, true), (signature) => signature === LOCAL);
  const [label, more] = [view.getUint16(start + 26, true), view.getUint16(start + 28, true)];
  const from = start + LENGTHS.local;
  checkThat(action, expected, textAt(action, bytes, from, label), (text) => text === name);
  checkThat(action, expected, view.getUint16(start + 8, true), (own) => own === method);
  return from + label + more;
}

function textAt(action: string, bytes: Uint8Array, from: number, length: number): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(from, from + length));
  } catch {
    throw rangeError(action, "names of files in UTF-8", `${length} other bytes at byte ${from}`);
  }
}

function u16(...numbers: readonly number[]): Uint8Array {
  return Uint8Array.from(numbers.flatMap((number) => [number & 255, number >> 8]));
}

function u32(...numbers: readonly number[]): Uint8Array {
  return Uint8Array.from(numbers.flatMap((number) => [number, number >>> 8, number >>> 16, number >>> 24]));
}
