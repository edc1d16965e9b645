import { describe, expect, it } from "vitest";
import { Matrix } from "../../src/matrix/matrix.ts";
import { RandomStream } from "../../src/random/stream.ts";
import fixture from "../fixtures/random-streams.json" with { type: "json" };
import { countBy, even, expectDistribution } from "../support/chi-squared.ts";
import { engineKinds } from "../support/engines.ts";
import { kernelCheck, plain, range, sumOf } from "../support/kernel-check.ts";

describe.each(engineKinds.map((kind) => [kind.name, kind] as const))("%s", (_name, kind) => {
  const engine = kind.open();
  const { loaded, expectResult } = kernelCheck(engine);

  describe("bernoulli", () => {
    it("is 1 where the uniform of the element, row by row, is below the mean", () => {
      const means = engine.load(new Matrix(range(5).map((i) => range(7).map((j) => (7 * i + j) / 34))));
      const uniforms = new RandomStream(3, "draws").uniforms(35);
      const draws = engine.bernoulli(means, new RandomStream(3, "draws"));
      const expected = plain(means).flatMap((row, i) =>
        row.map((mean, j) => (uniforms[7 * i + j]! < mean ? 1 : 0)),
      );
      expect(plain(draws).flat()).toEqual(expected);
    });

    it("is 0 where the uniform equals the mean, so that a mean of 0 never gives 1", () => {
      const uniforms = new RandomStream(3, "draws").uniforms(35);
      const means = engine.load(Matrix.from1DArray(5, 7, [...uniforms]));
      expect(engine.sum(engine.bernoulli(means, new RandomStream(3, "draws")))).toBe(0);
    });

    it("is 1 as often as its mean says: 20,000 draws of each of five", () => {
      const probabilities = [0, 0.02, 0.5, 0.9, 1];
      const means = engine.load(new Matrix(range(20_000).map(() => probabilities)));
      const ones = engine.columnSums(engine.bernoulli(means, new RandomStream(4, "draws")));
      expect([ones.get(0, 0), ones.get(0, 4)]).toEqual([0, 20_000]);
      for (const column of [1, 2, 3]) {
        const [count, p] = [ones.get(0, column), probabilities[column]!];
        expectDistribution([count, 20_000 - count], [p, 1 - p]);
      }
    });
  });

  describe("gaussian", () => {
    it("is even over the percentiles of N(mean, 1): 100,000 draws about 2", () => {
      const means = engine.map(() => 2, engine.zeros(250, 400));
      const draws = plain(engine.gaussian(means, new RandomStream(5, "draws"))).flat();
      const bounds = fixture.permilles.filter((_, index) => (index + 1) % 10 === 0);
      const counts = countBy(draws, 100, (draw) => bounds.filter((bound) => bound <= draw - 2).length);
      expectDistribution(counts, even(100));
    });

    it("moves with its means and draws the same noise for the same stream", () => {
      const means = loaded("means", 6, 5);
      const noise = engine.gaussian(engine.zeros(6, 5), new RandomStream(6, "draws"));
      const draws = engine.gaussian(means, new RandomStream(6, "draws"));
      const expected = plain(means).map((row, i) => row.map((mean, j) => sumOf([mean, noise.get(i, j)])));
      expectResult(draws, expected);
    });
  });

  it("draws anew from a stream that goes on, and leaves the means", () => {
    const means = engine.map(() => 0.5, engine.zeros(10, 10));
    const random = new RandomStream(7, "draws");
    const [first, second] = [engine.bernoulli(means, random), engine.bernoulli(means, random)];
    expect(plain(first)).not.toEqual(plain(second));
    const uniforms = new RandomStream(7, "draws");
    uniforms.reserve(100);
    expect(plain(engine.bernoulli(means, uniforms))).toEqual(plain(second));
    expect(new Set(plain(means).flat())).toEqual(new Set([0.5]));
  });
});
