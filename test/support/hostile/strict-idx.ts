import { gunzipSync } from "node:zlib";

/** What an IDX file holds by its description, byte for byte. */
export interface StrictIdx {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

const readers: Readonly<Record<number, readonly [number, (bytes: Buffer, at: number) => number]>> = {
  8: [1, (bytes, at) => bytes.readUInt8(at)],
  9: [1, (bytes, at) => bytes.readInt8(at)],
  11: [2, (bytes, at) => bytes.readInt16BE(at)],
  12: [4, (bytes, at) => bytes.readInt32BE(at)],
  13: [4, (bytes, at) => bytes.readFloatBE(at)],
  14: [8, (bytes, at) => bytes.readDoubleBE(at)],
};

/** Reads an IDX file; undefined where it is none. */
export function strictIdx(given: Uint8Array): StrictIdx | undefined {
  const bytes = Buffer.from(given);
  if (bytes.length < 8 || bytes.readUInt16BE(0) !== 0 || bytes[3] === 0) return undefined;
  const reader = readers[bytes[2]!];
  const start = 4 + 4 * bytes[3]!;
  if (reader === undefined || bytes.length < start) return undefined;
  const shape = Array.from({ length: bytes[3]! }, (_, dimension) => bytes.readUInt32BE(4 + 4 * dimension));
  const [size, read] = reader;
  const count = shape.reduce((product, length) => product * BigInt(length), 1n);
  if (BigInt(bytes.length - start) !== count * BigInt(size)) return undefined;
  return {
    shape,
    values: Array.from({ length: Number(count) }, (_, index) => read(bytes, start + size * index)),
  };
}

/** Decompresses gzip, all members; undefined where one is not intact or something else follows. What a zero begins is padding. */
export function strictGunzip(bytes: Uint8Array): Uint8Array | undefined {
  try {
    const { buffer, engine } = gunzipSync(bytes, {
      info: true,
      maxOutputLength: 2 ** 27,
    } as object) as unknown as {
      readonly buffer: Buffer;
      readonly engine: { readonly bytesWritten: number };
    };
    return engine.bytesWritten === bytes.length || bytes[engine.bytesWritten] === 0 ? buffer : undefined;
  } catch {
    return undefined;
  }
}
