import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import {
  fromNpy,
  fromNpz,
  fromSafetensors,
  modelFromBytes,
  modelToBytes,
  type Tensor,
  toNpy,
  toNpz,
  toSafetensors,
} from "../../src/io/index.ts";
import { RandomStream } from "../../src/random/stream.ts";

const fixture = (name: string): Buffer =>
  readFileSync(fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url)));

/** What is damaged, and how it is told that a damaged file was read as another. */
interface Subject {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Reads a file, and says what it holds. */
  readonly read: (bytes: Uint8Array) => unknown;
  /** Where the numbers lie whose bits no checksum covers: from here to the end. */
  readonly unprotected: number;
}

const describeTensors = (tensors: Readonly<Record<string, Tensor>>): string =>
  JSON.stringify(
    Object.entries(tensors).map(([name, { shape, values }]) => [
      name,
      shape,
      values.constructor.name,
      Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("base64"),
    ]),
  );
const tensors = {
  weights: { shape: [3, 4], values: Float32Array.from({ length: 12 }, (_, index) => index / 7) },
  labels: Int32Array.of(3, 1, 2),
  flags: Uint8Array.of(1, 0),
  means: [[0.1, 0.2, 0.3]],
};
const bodyOf = (bytes: Uint8Array): number =>
  8 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
const safetensors = Buffer.from(toSafetensors(tensors, { metadata: { about: "a test" } }));
const model = Buffer.from(modelToBytes(modelFromBytes(fixture("formats/pipeline.safetensors"))));
const npy = Buffer.from(toNpy(tensors.weights));

const subjects: readonly Subject[] = [
  {
    name: "safetensors",
    bytes: safetensors,
    read: (bytes) => {
      const { tensors: found, metadata } = fromSafetensors(bytes);
      return `${describeTensors(found)}${JSON.stringify(metadata)}`;
    },
    unprotected: bodyOf(safetensors),
  },
  {
    name: "a model",
    bytes: model,
    read: (bytes) => JSON.stringify(modelFromBytes(bytes, { engine: "reference" })),
    unprotected: bodyOf(model),
  },
  {
    name: "npz",
    bytes: Buffer.from(toNpz(tensors)),
    read: async (bytes) => describeTensors(await fromNpz(bytes)),
    unprotected: Number.POSITIVE_INFINITY,
  },
  {
    name: "npz of NumPy, deflated",
    bytes: fixture("io/deflated.npz"),
    read: async (bytes) => describeTensors(await fromNpz(bytes)),
    unprotected: Number.POSITIVE_INFINITY,
  },
  { name: "npy", bytes: npy, read: (bytes) => describeTensors({ npy: fromNpy(bytes) }), unprotected: 0 },
];

/** A file that was damaged: a bit, some bytes, a piece lost, doubled or exchanged, or its end. */
function damaged(bytes: Uint8Array, random: RandomStream, most: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const place = random.integer(Math.min(most, bytes.length));
  const length = 1 + random.integer(16);
  switch (random.integer(7)) {
    case 0:
      copy[place]! ^= 1 << random.integer(8);
      return copy;
    case 1:
      for (let at = place; at < Math.min(most, place + length, copy.length); at++)
        copy[at] = random.integer(256);
      return copy;
    case 2:
      copy[place] = [0, 0xff, 0x80, 0x7f, 0x22, 0x39][random.integer(6)]!;
      return copy;
    case 3:
      return copy.slice(0, place);
    case 4:
      return Buffer.concat([copy.subarray(0, place), copy.subarray(place + length)]);
    case 5:
      return Buffer.concat([
        copy.subarray(0, place),
        copy.subarray(place, place + length),
        copy.subarray(place),
      ]);
    default:
      return Buffer.concat([copy, copy.subarray(place, place + length)]);
  }
}

/** How often each file is damaged; a campaign does it more often, and in other ways each time. */
const MUTATIONS = Number(process.env.LAYERWISE_MUTATIONS ?? 2500);
const seed = process.env.LAYERWISE_MUTATIONS ? String(Date.now()) : "damage";

const grammar = /^Cannot \S.*: expected .+, got .+$/s;

/** Damages a file so often; returns what was neither refused by a clear error nor read as what it was. */
async function faultsOf({ name, bytes, read }: Subject, count: number, most: number): Promise<string[]> {
  const random = new RandomStream(seed, name);
  const right = await read(bytes);
  const faults: string[] = [];
  for (let number = 0; number < count; number++) {
    const file = damaged(bytes, random, most);
    try {
      const found = await read(file);
      if (found !== right && file.length === bytes.length) faults.push(`${number}: read as another`);
      if (found !== right && file.length !== bytes.length) faults.push(`${number}: read in another length`);
    } catch (error) {
      const isClear = error instanceof RangeError || error instanceof TypeError;
      if (!(isClear && grammar.test(error.message))) faults.push(`${number}: ${error}`);
    }
  }
  return faults;
}

describe("A damaged file", () => {
  it.each(subjects.filter(({ unprotected }) => unprotected > 0))(
    "is refused by a clear error, or read as what it was: $name",
    async (subject) => {
      const before = process.memoryUsage().arrayBuffers;
      expect(await faultsOf(subject, MUTATIONS, subject.unprotected)).toEqual([]);
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 28);
    },
  );

  it("is refused where its length is another: npy, in every length", () => {
    for (let length = 0; length < npy.length; length++)
      expect(() => fromNpy(npy.subarray(0, length))).toThrow(grammar);
    expect(() => fromNpy(Buffer.concat([npy, npy.subarray(0, 1)]))).toThrow(grammar);
  });

  it("is told of by a clear error or by numbers of the same shape, since npy has no checksum", async () => {
    const random = new RandomStream(seed, "npy");
    for (let number = 0; number < MUTATIONS; number++) {
      try {
        const { shape, values } = fromNpy(damaged(npy, random, npy.length));
        expect(shape.reduce((product, size) => product * size, 1)).toBe(values.length);
      } catch (error) {
        expect((error as Error).message).toMatch(grammar);
      }
    }
  });

  it("is noticed in each single bit of a header: safetensors and models", async () => {
    for (const { name, bytes, read, unprotected } of subjects.slice(0, 2)) {
      const right = await read(bytes);
      for (let bit = 0; bit < 8 * unprotected; bit++) {
        const copy = Uint8Array.from(bytes);
        copy[bit >> 3]! ^= 1 << (bit & 7);
        let found = right;
        try {
          found = await read(copy);
        } catch (error) {
          expect((error as Error).message).toMatch(grammar);
        }
        expect(found, `${name}, bit ${bit}`).toBe(right);
      }
    }
  });
});
