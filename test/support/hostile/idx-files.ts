import { gzipSync } from "node:zlib";
import { parseIdx } from "../../../src/data/index.ts";
import { RandomStream } from "../../../src/random/stream.ts";
import { type Case, endOf, type Kind } from "./case.ts";
import { type Mutated, mutatedBytes, oneOf } from "./mutations.ts";
import { type StrictIdx, strictGunzip, strictIdx } from "./strict-idx.ts";

/** An IDX file of this type; its elements are bytes of a row of numbers. */
export function idxFile(type: number, shape: readonly number[], bytes: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 + 4 * shape.length + bytes));
  view.setUint8(2, type);
  view.setUint8(3, shape.length);
  for (const [dimension, length] of shape.entries()) view.setUint32(4 + 4 * dimension, length);
  for (let at = 0; at < bytes; at++) view.setUint8(4 + 4 * shape.length + at, (at * 37) % 256);
  return new Uint8Array(view.buffer);
}

const files = [
  idxFile(8, [3, 2, 4], 24),
  idxFile(8, [7], 7),
  idxFile(9, [2, 3], 6),
  idxFile(11, [4], 8),
  idxFile(12, [2, 2], 16),
  idxFile(13, [3], 12),
  idxFile(14, [2, 1], 16),
];

/** Plain files. */
export const idxFiles: Kind = {
  name: "IDX files",
  share: 3,
  draw(seed, count) {
    const random = new RandomStream(seed, "IDX files");
    return Array.from({ length: count }, () => {
      const { label, value } = mutatedBytes(oneOf(random, files), random);
      return caseOf(`an IDX file, ${label}`, value, strictIdx(value));
    });
  },
};

const members = (...parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(Buffer.concat(parts.map((part) => gzipSync(part))));

type Packing = (file: Uint8Array, random: RandomStream) => Mutated<Uint8Array>;

/** Ways to pack a file, most of which are right. */
const packings: readonly Packing[] = [
  (file) => ({ label: "gzipped", value: members(file) }),
  (file, random) => {
    const at = random.integer(file.length + 1);
    return { label: `in two members cut at ${at}`, value: members(file.subarray(0, at), file.subarray(at)) };
  },
  (file) => ({ label: "between empty members", value: members(new Uint8Array(0), file, new Uint8Array(0)) }),
  (file, random) => ({
    label: "stored without compression",
    value: Uint8Array.from(gzipSync(file, { level: 0, memLevel: 1 + random.integer(9) })),
  }),
  (file, random) => {
    const name = Buffer.from(`${"n".repeat(random.integer(30))}\0`);
    const packed = gzipSync(file);
    packed[3] = 8; // a name follows the header
    return {
      label: "with a name",
      value: Uint8Array.from(Buffer.concat([packed.subarray(0, 10), name, packed.subarray(10)])),
    };
  },
  (file) => ({ label: "gzipped twice", value: members(members(file)) }),
  (_, random) => {
    const size = 10 ** (3 + random.integer(4));
    return {
      label: `a claim of 7 bytes and ${size} zeros`,
      value: members(idxFile(8, [7], 0), new Uint8Array(size)),
    };
  },
  (_, random) => {
    const length = oneOf(random, [2 ** 20, 2 ** 31, 2 ** 32 - 1]);
    const shape = Array.from({ length: 1 + random.integer(4) }, () => length);
    return {
      label: `a claim of ${shape.join("×")}`,
      value: members(idxFile(oneOf(random, [8, 14]), shape, 100)),
    };
  },
];

/** Gzipped files: members, bombs, and packed bytes that something was done to. */
export const gzipFiles: Kind = {
  name: "gzip files",
  share: 2,
  draw(seed, count) {
    const random = new RandomStream(seed, "gzip files");
    return Array.from({ length: count }, () => {
      const packed = oneOf(random, packings)(oneOf(random, files), random);
      const { label, value } =
        random.integer(4) === 0
          ? { label: "as it is", value: packed.value }
          : mutatedBytes(packed.value, random);
      const isGzip = value[0] === 0x1f && value[1] === 0x8b;
      const inside = isGzip ? strictGunzip(value) : value;
      return caseOf(`an IDX file ${packed.label}, ${label}`, value, inside && strictIdx(inside));
    });
  },
};

/** Reads a file, which must be refused where it is none, and else give what is in it without much memory. */
function caseOf(what: string, bytes: Uint8Array, expected: StrictIdx | undefined): Case {
  return {
    describe: () => what,
    run: () =>
      endOf(
        () => parseIdx(bytes),
        ({ shape, values }) => {
          if (expected === undefined) return `read as ${shape.join("×")}`;
          const isSame = (value: number, index: number): boolean => Object.is(value, values[index]);
          const same = shape.join() === expected.shape.join() && values.length === expected.values.length;
          return same && expected.values.every(isSame) ? undefined : "other numbers";
        },
        () => (expected === undefined ? undefined : "refused, though it is right"),
      ),
  };
}
