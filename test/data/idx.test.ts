import { deflateRawSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseIdx } from "../../src/data/idx.ts";

const bytes = (...values: number[]): Uint8Array<ArrayBuffer> => Uint8Array.from(values);
const header = (type: number, ...shape: number[]): number[] => [
  0,
  0,
  type,
  shape.length,
  ...shape.flatMap((size) => [size >>> 24, (size >>> 16) & 255, (size >>> 8) & 255, size & 255]),
];

describe("parseIdx", () => {
  it.each([
    ["0x08 as Uint8", 0x08, [0, 1, 128, 255], Uint8Array.of(0, 1, 128, 255)],
    ["0x09 as Int8", 0x09, [0, 1, 128, 255], Int8Array.of(0, 1, -128, -1)],
    ["0x0b as Int16", 0x0b, [0x01, 0x02, 0xff, 0xfe], Int16Array.of(258, -2)],
    ["0x0c as Int32", 0x0c, [0x01, 0x02, 0x03, 0x04, 0xff, 0xff, 0xff, 0xff], Int32Array.of(16909060, -1)],
    ["0x0d as Float32", 0x0d, [0x3f, 0xc0, 0, 0, 0xc2, 0x28, 0, 0], Float32Array.of(1.5, -42)],
    [
      "0x0e as Float64",
      0x0e,
      [0x3f, 0xf8, 0, 0, 0, 0, 0, 0, 0x40, 0x09, 0x21, 0xfb, 0x54, 0x44, 0x2d, 0x18],
      Float64Array.of(1.5, Math.PI),
    ],
  ])("reads elements of type %s, big-endian", async (_name, type, data, expected) => {
    const file = bytes(...header(type, expected.length), ...data);
    for (const form of [file, gzipSync(file), file.buffer]) {
      const { shape, values } = await parseIdx(form);
      expect(values).toEqual(expected);
      expect(values.constructor).toBe(expected.constructor);
      expect(shape).toEqual([expected.length]);
    }
  });

  it("reads a shape of several dimensions, the slowest first", async () => {
    const { shape, values } = await parseIdx(bytes(...header(8, 2, 1, 3), 1, 2, 3, 4, 5, 6));
    expect(shape).toEqual([2, 1, 3]);
    expect([...values]).toEqual([1, 2, 3, 4, 5, 6]);
    const large = await parseIdx(bytes(...header(8, 258), ...new Array<number>(258).fill(7)));
    expect([large.shape, large.values.length]).toEqual([[258], 258]);
  });

  it("reads a view that does not start where its memory starts, and leaves it as it was", async () => {
    const memory = bytes(9, 9, 9, ...header(8, 2), 5, 6, 9);
    const copy = [...memory];
    expect([...(await parseIdx(memory.subarray(3, 13))).values]).toEqual([5, 6]);
    expect([...memory]).toEqual(copy);
  });

  it("reads a file without examples", async () => {
    expect(await parseIdx(bytes(...header(8, 0, 28, 28)))).toEqual({ shape: [0, 28, 28], values: bytes() });
  });

  it.each([
    ["nothing", bytes(), "a header of at least 4 bytes, got 0 bytes"],
    ["a wrong magic", bytes(0, 1, 8, 1), "the file to start with 0x00 0x00, got 0x00 0x01"],
    [
      "an unknown type",
      bytes(0, 0, 10, 1),
      "an element type of 0x08, 0x09, 0x0b, 0x0c, 0x0d or 0x0e, got 0x0a",
    ],
    ["no dimension", bytes(0, 0, 8, 0), "at least 1 dimension, got 0"],
    ["half a header", bytes(0, 0, 8, 2, 0, 0, 0, 1), "a header of 12 bytes for 2 dimensions, got 8 bytes"],
    ["a file cut short", bytes(...header(11, 2, 2), 1, 2, 3), "20 bytes for shape 2×2, got 15"],
    ["a file too long", bytes(...header(8, 2), 1, 2, 3), /10 bytes for shape 2, got (at least )?11$/],
    [
      "a shape beyond all memory",
      bytes(...header(14, 2 ** 32 - 1, 2 ** 32 - 1)),
      "for shape 4294967295×4294967295, got 12",
    ],
  ])("refuses %s", async (_name, file, ending) => {
    for (const form of file.length < 4 ? [file] : [file, gzipSync(file)]) {
      const error = await parseIdx(form).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(RangeError);
      expect((error as Error).message).toMatch(/^Cannot parse IDX: expected /);
      expect((error as Error).message).toMatch(ending instanceof RegExp ? ending : new RegExp(`${ending}$`));
    }
  });

  it("refuses gzip that is cut short or corrupt", async () => {
    const file = bytes(
      ...header(8, 5000),
      ...Array.from({ length: 5000 }, (_, index) => (index * index) % 251),
    );
    const gzip = gzipSync(file);
    const wrongSum = Uint8Array.from(gzip);
    wrongSum[gzip.length - 6]! ^= 0xff;
    for (const bad of [gzip.subarray(0, gzip.length - 20), wrongSum, bytes(0x1f, 0x8b)]) {
      await expect(parseIdx(bad)).rejects.toThrow(
        new RegExp(
          `^Cannot parse IDX: expected the file to be intact gzip, got ${bad.length} bytes \\(.+\\)$`,
        ),
      );
    }
    await expect(parseIdx(deflateRawSync(file))).rejects.toThrow(/to start with 0x00 0x00/);
  });

  it("reads a file of two gzip members, as `cat a.gz b.gz` makes one", async () => {
    const file = bytes(...header(8, 5), 1, 2, 3, 4, 5);
    const both = Buffer.concat([gzipSync(file.subarray(0, 10)), gzipSync(file.subarray(10))]);
    expect([...(await parseIdx(both)).values]).toEqual([1, 2, 3, 4, 5]);
  });

  it("reads no more of a gzip file than its header claims, and makes no room that the file cannot fill", async () => {
    const zeros = new Uint8Array(50_000_000);
    zeros.set(header(8, 10));
    await expect(parseIdx(gzipSync(zeros))).rejects.toThrow(
      /expected 18 bytes for shape 10, got at least \d{1,6}$/,
    );
    const claim = gzipSync(bytes(...header(14, 2 ** 31, 2 ** 10), 1, 2, 3));
    await expect(parseIdx(claim)).rejects.toThrow("bytes for shape 2147483648×1024, got 15");
  });

  it("refuses what is not bytes", async () => {
    await expect(parseIdx("train-images" as unknown as Uint8Array)).rejects.toThrow(
      'Cannot parse IDX: expected bytes to be a Uint8Array or an ArrayBuffer, got "train-images"',
    );
  });

  it("gives a parsed array or one RangeError for any bytes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 24 }), fc.boolean(), async (tail, valid) => {
        const outcome = await parseIdx(valid ? bytes(0, 0, ...tail) : bytes(...tail)).catch(
          (error: unknown) => error,
        );
        if (outcome instanceof Error) {
          expect(outcome).toBeInstanceOf(RangeError);
          expect(outcome.message).toMatch(/^Cannot parse IDX: expected .+, got .+/);
        }
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});
