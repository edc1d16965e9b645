import { describe, expect, it } from "vitest";
import { normalQuantile } from "../../src/random/normal-quantile.ts";
import { type Counter, type Key, philox } from "../../src/random/philox.ts";
import { keyOf, type Seed, toSeed } from "../../src/random/seed.ts";
import { RandomStream } from "../../src/random/stream.ts";
import fixture from "../fixtures/random-streams.json" with { type: "json" };
import { countBy, even, expectDistribution } from "../support/chi-squared.ts";

const ones = 0xffffffff;
const times = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw);

function block(key: Key, counter: Counter): number[] {
  const words = new Uint32Array(4);
  philox(key, counter, words);
  return [...words];
}

describe("philox", () => {
  // Known answers for philox4x32 with 10 rounds, published with Random123 (tests/kat_vectors).
  it.each<[Counter, Key, readonly number[]]>([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [ones, ones, ones, ones],
      [ones, ones],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ])("gives the published answer for counter %j and key %j", (counter, key, answer) => {
    expect(block(key, counter)).toEqual(answer);
  });

  it("fills its words with one block after the other, over the end of a word of the counter", () => {
    const words = new Uint32Array(12);
    philox([5, 6], [ones - 1, ones, 7, 8], words);
    const blocks = [
      [ones - 1, ones, 7, 8],
      [ones, ones, 7, 8],
      [0, 0, 7, 8],
    ] as const;
    expect([...words]).toEqual(blocks.flatMap((counter) => block([5, 6], counter)));
  });

  it("takes signed words for the unsigned ones they stand for", () => {
    expect(block([-1, -1], [-1, -1, -1, -1])).toEqual(block([ones, ones], [ones, ones, ones, ones]));
  });

  it("agrees with the products of 64 bits that define it, on 2,000 random counters and keys", () => {
    const random = new RandomStream(1, "counters and keys");
    const word = () => random.integer(2 ** 32);
    for (let trial = 0; trial < 2_000; trial++) {
      const [counter, key]: [Counter, Key] = [
        [word(), word(), word(), word()],
        [word(), word()],
      ];
      expect(block(key, counter)).toEqual(philoxByDefinition(key, counter));
    }
  });
});

/** Salmon et al., section 4.3, in exact integers: (high, low) of the products, ten rounds, the key bumped between. */
function philoxByDefinition(key: Key, counter: Counter): number[] {
  const mask = 0xffffffffn;
  let [x0, x1, x2, x3] = counter.map(BigInt) as [bigint, bigint, bigint, bigint];
  let [k0, k1] = key.map(BigInt) as [bigint, bigint];
  for (let round = 0; round < 10; round++) {
    const [a, b] = [0xd2511f53n * x0, 0xcd9e8d57n * x2];
    [x0, x1, x2, x3] = [(b >> 32n) ^ x1 ^ k0, b & mask, (a >> 32n) ^ x3 ^ k1, a & mask];
    [k0, k1] = [(k0 + 0x9e3779b9n) & mask, (k1 + 0xbb67ae85n) & mask];
  }
  return [x0, x1, x2, x3].map(Number);
}

describe("normalQuantile", () => {
  it("agrees with 60-digit arithmetic from 2⁻⁵⁴ to 1 − 2⁻⁵³ within a relative error of 1e-15", () => {
    for (const [p, z] of fixture.normalQuantile as [number, number][]) {
      const error = z === 0 ? Math.abs(normalQuantile(p)) : Math.abs(normalQuantile(p) / z - 1);
      expect(error, `p = ${p}`).toBeLessThanOrEqual(1e-15);
    }
  });

  it("is odd about one half, to the bit", () => {
    for (const p of [0.25, 0.125, 2 ** -10, 2 ** -30, 2 ** -53, 0.5 - 2 ** -30]) {
      expect(normalQuantile(1 - p)).toBe(-normalQuantile(p));
    }
  });

  it("is infinite at the ends and not a number beyond them", () => {
    expect([0, 1, -0.1, 1.1, Number.NaN].map(normalQuantile)).toEqual([-Infinity, Infinity, NaN, NaN, NaN]);
  });
});

describe("toSeed", () => {
  it("keeps a seed that was given", () => {
    expect([0, -1.5, "", "abc"].map((seed) => toSeed("create", seed))).toEqual([0, -1.5, "", "abc"]);
  });

  it("draws a 32-bit number where none was given, and another one the next time", () => {
    const seeds = times(50, () => toSeed("create", undefined));
    for (const seed of seeds) expect(seed).toBe(Number(seed) >>> 0);
    expect(new Set(seeds).size).toBe(50);
  });

  it.each([Number.NaN, Infinity, null, {}, true])("refuses %s", (seed) => {
    expect(() => toSeed("create an RBM", seed as unknown as Seed)).toThrow(
      "Cannot create an RBM: expected seed to be a finite number or a string, got ",
    );
  });
});

describe("keyOf", () => {
  it.each(fixture.keys as [Seed, string, number[]][])(
    "agrees with an independent RC4 for %j and %j",
    (seed, purpose, key) => {
      expect(keyOf(seed, purpose)).toEqual(key);
    },
  );

  it("tells apart a number from its digits, and where the seed ends from where the purpose begins", () => {
    expect(keyOf(1, "a")).not.toEqual(keyOf("1", "a"));
    expect(keyOf("a", "b c")).not.toEqual(keyOf("a b", "c"));
  });
});

describe("RandomStream", () => {
  const stream = (purpose = "test") => new RandomStream(2024, purpose);

  it("gives equal bits for the same seed and purpose, and others for another seed or purpose", () => {
    const draws = (random: RandomStream) => times(100, () => random.uniform());
    expect(draws(stream())).toEqual(draws(stream()));
    const others = [stream("other"), new RandomStream(2025, "test"), new RandomStream("2024", "test")];
    for (const other of others)
      expect(draws(other).some((draw, i) => draw === draws(stream())[i])).toBe(false);
  });

  it("is not changed by streams that are made and drawn from in between", () => {
    const alone = stream();
    const expected = times(20, () => alone.uniform());
    const between = stream();
    const actual = times(20, () => {
      stream("another").uniforms(9);
      new RandomStream(2024, "test").normal();
      return between.uniform();
    });
    expect(actual).toEqual(expected);
  });

  it("reads a bulk draw word by word from the blocks that reserve sets aside", () => {
    const random = stream();
    const wordsOf = (index: number) => block(random.key, [index, 0, 0, 0]);
    const bulk = (first: number, count: number) =>
      Array.from({ length: count }, (_, e) => (wordsOf(first + Math.floor(e / 4))[e % 4]! >>> 8) / 2 ** 24);
    const single = (high: number, low: number) => ((high >>> 5) * 2 ** 26 + (low >>> 6)) / 2 ** 53;

    expect([...random.uniforms(6)]).toEqual(bulk(0, 6)); // blocks 0 and 1
    expect([...random.uniforms(4)]).toEqual(bulk(2, 4)); // block 2
    expect(random.uniform()).toBe(single(wordsOf(3)[0]!, wordsOf(3)[1]!));
    expect(random.reserve(9)).toBe(4); // blocks 4 to 6, and the rest of block 3 is left
    expect(random.uniform()).toBe(single(wordsOf(7)[0]!, wordsOf(7)[1]!));
    expect(random.uniform()).toBe(single(wordsOf(7)[2]!, wordsOf(7)[3]!));
    expect(random.uniform()).toBe(single(wordsOf(8)[0]!, wordsOf(8)[1]!));
    expect([...random.uniforms(0)]).toEqual([]);
    expect(random.reserve(1)).toBe(9);
  });

  it("fills numbers with what as many calls of uniform give, from any place within a block", () => {
    for (const used of [0, 1, 2, 3, 4]) {
      const [random, other] = [stream(), stream()];
      random.position = used;
      other.position = used;
      for (const count of [0, 1, 2, 7, 64]) {
        const numbers = new Float64Array(count);
        random.fill(numbers);
        expect([...numbers]).toEqual(times(count, () => other.uniform()));
        expect(random.normal()).toBe(other.normal());
        expect(random.position).toBe(other.position);
      }
    }
  });

  it("goes on beyond 2³² blocks in the second word of the counter", () => {
    const random = stream();
    random.reserve(4 * (2 ** 32 + 5));
    expect(random.uniforms(1)[0]).toBe((block(random.key, [5, 1, 0, 0])[0]! >>> 8) / 2 ** 24);
  });

  it("draws uniforms in [0, 1) that are even over 64 classes: 100,000 draws", () => {
    const random = stream();
    const draws = times(100_000, () => random.uniform());
    expect(draws.every((draw) => draw >= 0 && draw < 1)).toBe(true);
    expectDistribution(
      countBy(draws, 64, (draw) => Math.floor(64 * draw)),
      even(64),
    );
    const lowBits = countBy(draws, 256, (draw) => (draw * 2 ** 53) % 256);
    expectDistribution(lowBits, even(256));
  });

  it("draws pairs of neighbours that are even over 16 × 16 classes: 100,000 pairs", () => {
    const random = stream("pairs");
    const pairs = times(100_000, () => [random.uniform(), random.uniform()] as const);
    const cell = ([x, y]: readonly [number, number]) => Math.floor(16 * x) * 16 + Math.floor(16 * y);
    expectDistribution(countBy(pairs, 256, cell), even(256));
  });

  it("draws bulk uniforms that are multiples of 2⁻²⁴ and even over 64 classes: 100,000 draws", () => {
    const draws = stream().uniforms(100_000);
    expect(draws.every((draw) => Number.isInteger(draw * 2 ** 24) && draw >= 0 && draw < 1)).toBe(true);
    expect(draws.every((draw) => Math.fround(draw) === draw)).toBe(true);
    expectDistribution(
      countBy(draws, 64, (draw) => Math.floor(64 * draw)),
      even(64),
    );
    expectDistribution(
      countBy(draws, 256, (draw) => (draw * 2 ** 24) % 256),
      even(256),
    );
  });

  it("draws integers below a limit evenly: 100,000 draws below 10", () => {
    const random = stream();
    const draws = times(100_000, () => random.integer(10));
    expectDistribution(
      countBy(draws, 10, (draw) => draw),
      even(10),
    );
    expect(times(10, () => random.integer(1))).toEqual(times(10, () => 0));
  });

  it("permutes evenly: each of the 24 orders of 4 and of the 120 orders of 5 in 60,000 draws", () => {
    const random = stream();
    for (const [count, orders] of [
      [4, 24],
      [5, 120],
    ] as const) {
      const seen = new Map<string, number>();
      for (let draw = 0; draw < 60_000; draw++) {
        const order = random.permutation(count).join();
        seen.set(order, (seen.get(order) ?? 0) + 1);
      }
      expect(seen.size).toBe(orders);
      expectDistribution([...seen.values()], even(orders));
    }
  });

  it("permutes every number once, none of none and one of one", () => {
    const sorted = [...stream().permutation(1000)].sort((a, b) => a - b);
    expect(sorted).toEqual(Array.from({ length: 1000 }, (_, index) => index));
    expect([...stream().permutation(0)]).toEqual([]);
    expect([...stream().permutation(1)]).toEqual([0]);
  });

  describe("normal, 100,000 draws", () => {
    const random = stream("normals");
    const draws = times(100_000, () => random.normal());
    const moment = (power: number) => draws.reduce((sum, z) => sum + z ** power, 0) / draws.length;

    // E zᵏ and its standard error, √((E z²ᵏ − (E zᵏ)²) / n)
    it.each([
      [1, 0, 1],
      [2, 1, 2],
      [3, 0, 15],
      [4, 3, 96],
    ])("has moment %d within 5 standard errors of %d", (power, expected, variance) => {
      expect(Math.abs(moment(power) - expected)).toBeLessThan(5 * Math.sqrt(variance / draws.length));
    });

    it("stays within the distance of Kolmogorov and Smirnov that one sample in 1,000 exceeds", () => {
      const sorted = [...draws].sort((a, b) => a - b);
      const distances = fixture.permilles.map((z, index) => {
        const below = sorted.findIndex((draw) => draw >= z) / draws.length;
        return Math.abs(below - (index + 1) / 1000);
      });
      const critical = Math.sqrt(Math.log(2 / 0.001) / 2 / draws.length);
      expect(Math.max(...distances)).toBeLessThan(critical);
    });

    it("is even over the percentiles", () => {
      const bounds = fixture.permilles.filter((_, index) => (index + 1) % 10 === 0);
      const counts = countBy(draws, 100, (z) => bounds.filter((bound) => bound <= z).length);
      expectDistribution(counts, even(100));
    });
  });
});
