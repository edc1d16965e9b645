import { readSafely, show, typeError } from "../check.ts";

/** What a reader takes as a file: its bytes, as `readFile` or `fetch` give them. */
export type FileBytes = Uint8Array | ArrayBuffer;

/** Returns the bytes of a file at a public door. */
export function checkBytes(action: string, bytes: FileBytes): Uint8Array {
  const expected = "bytes to be a Uint8Array or an ArrayBuffer";
  return readSafely(action, expected, () => {
    if (bytes instanceof Uint8Array) return bytes;
    if (bytes instanceof ArrayBuffer) return new Uint8Array(bytes);
    throw typeError(action, expected, show(bytes));
  });
}

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** A copy of bytes in memory of its own, in the order that this machine has its numbers in. */
export function inNativeOrder(bytes: Uint8Array, size: number, bigEndian: boolean): Uint8Array<ArrayBuffer> {
  const copy = Uint8Array.from(bytes);
  if (bigEndian === isLittleEndian && size > 1) {
    for (let start = 0; start < copy.length; start += size) copy.subarray(start, start + size).reverse();
  }
  return copy;
}

/** The bytes of numbers, the lowest byte of each first: a view of their memory where the machine has them so. */
export function littleEndianBytes(
  values: ArrayBufferView & { readonly BYTES_PER_ELEMENT: number },
): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return isLittleEndian ? bytes : inNativeOrder(bytes, values.BYTES_PER_ELEMENT, false);
}

/** Pieces of bytes one after the other. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let place = 0;
  for (const piece of pieces) {
    bytes.set(piece, place);
    place += piece.length;
  }
  return bytes;
}
