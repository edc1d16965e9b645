import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { balancedSubset } from "../../src/data/balanced-subset.ts";
import type { LabeledDataset } from "../../src/data/dataset.ts";
import { loadDigits } from "../../src/data/digits.ts";
import { oneHot } from "../../src/data/one-hot.ts";
import { split } from "../../src/data/split.ts";
import { take } from "../../src/data/take.ts";
import { Matrix, WrapperMatrix1D } from "../../src/matrix/matrix.ts";
import { rowOf } from "../../src/matrix/storage.ts";

/** Each example holds its own number, so that it can be followed. */
function numbered(labels: readonly number[], classes: number): LabeledDataset {
  const inputs = Matrix.columnVector(labels.map((_, example) => example));
  return Object.freeze({
    name: "numbered",
    inputs,
    labels: Int32Array.from(labels),
    classes,
    attribution: "nobody",
  });
}

const numbers = ({ inputs }: LabeledDataset): number[] => inputs.getColumn(0);
const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
const count = (dataset: LabeledDataset, label: number): number =>
  dataset.labels.filter((other) => other === label).length;
const ten = numbered([0, 0, 0, 0, 0, 0, 1, 1, 1, 2], 3);

/** Labels of up to four classes, at least two examples, and how many of them to train on. */
const cases = fc
  .record({
    labels: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 40 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ labels, share }) => ({
    dataset: numbered(labels, 4),
    trainCount: 1 + Math.floor(share * (labels.length - 2)),
  }));

describe("split", () => {
  it("puts each example, with its own label, into exactly one part, stratified or not", () => {
    fc.assert(
      fc.property(cases, fc.boolean(), fc.integer(), ({ dataset, trainCount }, stratified, seed) => {
        const { train, test } = split(dataset, { trainCount, stratified, seed });
        expect(train.inputs.rows).toBe(trainCount);
        const all = numbers(dataset);
        expect(ascending([...numbers(train), ...numbers(test)])).toEqual(all);
        for (const part of [train, test]) {
          expect([...part.labels]).toEqual(numbers(part).map((example) => dataset.labels[example]));
        }
      }),
      { seed: 6, numRuns: 200 },
    );
  });

  it("gives each class its share to within one example where it is stratified", () => {
    fc.assert(
      fc.property(cases, fc.integer(), ({ dataset, trainCount }, seed) => {
        const { train } = split(dataset, { trainCount, stratified: true, seed });
        for (let label = 0; label < 4; label++) {
          const quota = (count(dataset, label) * trainCount) / dataset.inputs.rows;
          expect(Math.abs(count(train, label) - quota)).toBeLessThan(1);
        }
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it("hands what is left over to the largest remainders, and of equal ones to the lower class", () => {
    const { train } = split(ten, { trainCount: 5, stratified: true, seed: 1 }); // 3, 1.5 and 0.5
    expect([0, 1, 2].map((label) => count(train, label))).toEqual([3, 2, 0]);
  });

  it("puts each example into the training part as often as any other", () => {
    const trials = 10_000;
    const seen = new Array<number>(10).fill(0);
    for (let seed = 0; seed < trials; seed++) {
      for (const example of numbers(split(ten, { fraction: 0.3, seed }).train)) seen[example]! += 1;
    }
    const deviation = Math.sqrt(trials * 0.3 * 0.7);
    for (const times of seen) expect(Math.abs(times - 0.3 * trials)).toBeLessThan(4 * deviation);
  });

  it("shuffles both parts, also where it is stratified", () => {
    const dataset = numbered(
      Array.from({ length: 200 }, (_, example) => (example < 100 ? 0 : 1)),
      2,
    );
    for (const stratified of [false, true]) {
      const { train, test } = split(dataset, { fraction: 0.5, stratified, seed: 2 });
      for (const part of [train, test]) {
        expect(numbers(part)).not.toEqual(ascending(numbers(part)));
        const firstHalf = part.labels.slice(0, 50).filter((label) => label === 0).length;
        expect(Math.abs(firstHalf - 25)).toBeLessThan(15); // hypergeometric, deviation 2.5
      }
    }
  });

  it("repeats itself with the same seed, differs with another, and keeps a seed that it drew", () => {
    const dataset = numbered(new Array<number>(50).fill(0), 1);
    const first = split(dataset, { fraction: 0.5, seed: "a" });
    expect(numbers(split(dataset, { fraction: 0.5, seed: "a" }).train)).toEqual(numbers(first.train));
    expect(numbers(split(dataset, { fraction: 0.5, seed: "b" }).train)).not.toEqual(numbers(first.train));
    const unseeded = split(dataset, { fraction: 0.5 });
    expect(unseeded.train.seed).toBe(unseeded.test.seed);
    expect(numbers(split(dataset, { fraction: 0.5, seed: unseeded.train.seed! }).train)).toEqual(
      numbers(unseeded.train),
    );
  });

  it("rounds a fraction to the nearest count", () => {
    expect(split(ten, { fraction: 0.26, seed: 1 }).train.inputs.rows).toBe(3);
    expect(split(ten, { fraction: 0.24, seed: 1 }).train.inputs.rows).toBe(2);
  });

  it("refuses parts without examples, unclear options and broken datasets", () => {
    expect(() => split(ten, { trainCount: 10 })).toThrow(
      "Cannot split a dataset: expected trainCount to be an integer ≥ 1 and < 10, got 10",
    );
    expect(() => split(ten, { fraction: 0.01 })).toThrow(
      "Cannot split a dataset: expected fraction to leave each part an example of 10, got 0.01, which is 0",
    );
    expect(() => split(ten, { fraction: 1 })).toThrow(RangeError);
    expect(() => split(ten, {})).toThrow(/expected one of fraction and trainCount, got neither$/);
    expect(() => split(ten, { fraction: 0.5, trainCount: 5 })).toThrow(/got both$/);
    expect(() => split(ten, { ratio: 0.5 } as object)).toThrow(/got "ratio"$/);
    expect(() => split(ten, { trainCount: 5, stratified: "yes" as unknown as boolean })).toThrow(TypeError);
    expect(() => split(ten, { trainCount: 5, seed: Number.NaN })).toThrow(TypeError);
    expect(() => split({ ...ten, labels: Int32Array.of(0) }, { trainCount: 5 })).toThrow(
      "Cannot split a dataset: expected one label for each of 10 rows, got 1",
    );
    expect(() => split({ ...ten, classes: 2 }, { trainCount: 5 })).toThrow(
      "Cannot split a dataset: expected labels to be integers from 0 to 1, got 2 at example 9",
    );
    expect(() => split([[1]] as unknown as LabeledDataset, { trainCount: 5 })).toThrow(TypeError);
  });
});

describe("split into three", () => {
  /** Labels of three classes, and how many of them to train on and to validate with. */
  const threeWay = fc
    .record({
      labels: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 3, maxLength: 60 }),
      shares: fc.tuple(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
      ),
    })
    .map(({ labels, shares: [first, second] }) => {
      const trainCount = 1 + Math.floor(first * (labels.length - 3));
      const validationCount = 1 + Math.floor(second * (labels.length - trainCount - 2));
      return { dataset: numbered(labels, 3), trainCount, validationCount };
    });

  it("puts each example, with its own label, into exactly one part of the size asked for", () => {
    fc.assert(
      fc.property(threeWay, fc.boolean(), fc.integer(), ({ dataset, ...sizes }, stratified, seed) => {
        const { train, validation, test } = split(dataset, { ...sizes, stratified, seed });
        expect([train.inputs.rows, validation.inputs.rows]).toEqual([
          sizes.trainCount,
          sizes.validationCount,
        ]);
        const parts = [train, validation, test];
        expect(ascending(parts.flatMap(numbers))).toEqual(numbers(dataset));
        for (const part of parts)
          expect([...part.labels]).toEqual(numbers(part).map((example) => dataset.labels[example]));
      }),
      { seed: 8, numRuns: 300 },
    );
  });

  it("gives each class its share of each part to within two, and one in each part where parts are large enough", () => {
    fc.assert(
      fc.property(threeWay, fc.integer(), ({ dataset, ...sizes }, seed) => {
        const parts = Object.values(split(dataset, { ...sizes, stratified: true, seed }));
        const large = parts.every(({ inputs }) => inputs.rows >= 3);
        for (const part of parts) {
          for (let label = 0; label < 3; label++) {
            const all = count(dataset, label);
            const quota = (all * part.inputs.rows) / dataset.inputs.rows;
            expect(Math.abs(count(part, label) - quota)).toBeLessThan(2);
            if (large && all >= 3) expect(count(part, label)).toBeGreaterThan(0);
          }
        }
      }),
      { seed: 9, numRuns: 500 },
    );
  });

  it("keeps three examples of a rare class apart, one for each part", () => {
    const rare = numbered([...new Array<number>(97).fill(0), 1, 1, 1], 2);
    const parts = split(rare, { fraction: 0.8, validationFraction: 0.1, stratified: true, seed: 1 });
    expect(Object.values(parts).map((part) => [part.inputs.rows, count(part, 1)])).toEqual([
      [80, 1],
      [10, 1],
      [10, 1],
    ]);
  });

  it("trains on the same examples as a split into two with the same seed", () => {
    for (const stratified of [false, true]) {
      const options = { fraction: 0.5, stratified, seed: 4 };
      const { train } = split(ten, { ...options, validationFraction: 0.3 });
      expect(numbers(train)).toEqual(numbers(split(ten, options).train));
      expect("validation" in split(ten, options)).toBe(false);
    }
  });

  it("takes counts and fractions together, and says the seed that it drew", () => {
    const { train, validation, test } = split(ten, { trainCount: 5, validationFraction: 0.26 });
    expect([train, validation, test].map(({ inputs }) => inputs.rows)).toEqual([5, 3, 2]);
    expect(validation.seed).toBe(train.seed);
    const again = split(ten, { trainCount: 5, validationCount: 3, seed: test.seed! });
    expect(numbers(again.validation)).toEqual(numbers(validation));
  });

  it("refuses parts without examples, and both ways to say one size", () => {
    expect(() => split(ten, { fraction: 0.8, validationFraction: 0.2 })).toThrow(
      "Cannot split a dataset: expected an example of 10 to test with, got 8 to train on and 2 to validate with",
    );
    expect(() => split(ten, { trainCount: 5, validationCount: 9 })).toThrow(RangeError);
    expect(() => split(ten, { trainCount: 5, validationCount: 0 })).toThrow(
      "Cannot split a dataset: expected validationCount to be an integer ≥ 1 and < 10, got 0",
    );
    expect(() => split(ten, { trainCount: 5, validationFraction: 0.01 })).toThrow(
      /validationFraction to leave/,
    );
    expect(() => split(ten, { validationFraction: 0.5 })).toThrow(
      /one of fraction and trainCount, got neither$/,
    );
    expect(() => split(ten, { trainCount: 5, validationCount: 1, validationFraction: 0.1 })).toThrow(
      /expected one of validationFraction and validationCount, got both$/,
    );
  });
});

describe("balancedSubset", () => {
  it("draws as many examples of each class, none twice, and keeps label and input together", async () => {
    const digits = await loadDigits();
    const subset = balancedSubset(digits, { perClass: 174, seed: 3 });
    expect(Array.from({ length: 10 }, (_, label) => count(subset, label))).toEqual(new Array(10).fill(174));
    const chosen = balancedSubset(numbered([...digits.labels], 10), { perClass: 174, seed: 3 });
    expect(new Set(numbers(chosen)).size).toBe(1740);
    expect([...chosen.labels]).toEqual(numbers(chosen).map((example) => digits.labels[example]));
  });

  it("holds a smaller subset of the same seed, and another of another seed", async () => {
    const dataset = numbered([...(await loadDigits()).labels], 10);
    const large = new Set(numbers(balancedSubset(dataset, { perClass: 20, seed: 4 })));
    const small = numbers(balancedSubset(dataset, { perClass: 5, seed: 4 }));
    expect(small.filter((example) => !large.has(example))).toEqual([]);
    const other = numbers(balancedSubset(dataset, { perClass: 5, seed: 5 }));
    expect(ascending(other)).not.toEqual(ascending(small));
    const unseeded = balancedSubset(dataset, { perClass: 5 });
    expect(numbers(balancedSubset(dataset, { perClass: 5, seed: unseeded.seed! }))).toEqual(
      numbers(unseeded),
    );
  });

  it("refuses more than a class has, and names the class and its count", () => {
    expect(() => balancedSubset(ten, { perClass: 2 })).toThrow(
      "Cannot draw a balanced subset: expected perClass to be at most the 1 examples of class 2, got 2",
    );
    expect(() => balancedSubset(ten, { perClass: 0 })).toThrow(RangeError);
    expect(() => balancedSubset({ ...ten, classes: 4 }, { perClass: 1 })).toThrow(
      /the 0 examples of class 3, got 1$/,
    );
  });
});

describe("take", () => {
  it("keeps inputs over a Float32Array in float32", () => {
    const inputs = new WrapperMatrix1D(Float32Array.of(1, 2, 3, 4, 5, 6), { rows: 3 });
    const taken = take({ name: "flat", inputs, labels: Int32Array.of(0, 1, 0), classes: 2 }, [2, 0]);
    expect(taken.inputs.to2DArray()).toEqual([
      [5, 6],
      [1, 2],
    ]);
    expect(rowOf(taken.inputs, 0)).toBeInstanceOf(Float32Array);
  });

  it("gives the rows at the indices in their order, repeated where they are, as copies", () => {
    const taken = take(ten, [9, 0, 9]);
    expect(numbers(taken)).toEqual([9, 0, 9]);
    expect([...taken.labels]).toEqual([2, 0, 2]);
    expect(taken).toMatchObject({ name: "numbered", classes: 3, attribution: "nobody" });
    taken.inputs.set(0, 0, 100);
    taken.labels[0] = 1;
    expect([ten.inputs.get(9, 0), ten.labels[9]]).toEqual([9, 2]);
  });

  it("refuses indices without an example", () => {
    expect(() => take(ten, [0, 10])).toThrow(
      "Cannot take examples: expected indices to be integers from 0 to 9, got 10 at position 1",
    );
    for (const index of [-1, 0.5, Number.NaN]) expect(() => take(ten, [index])).toThrow(RangeError);
    expect(() => take(ten, [])).toThrow("Cannot take examples: expected at least one index, got none");
    expect(() => take(ten, 3 as unknown as number[])).toThrow(TypeError);
  });
});

describe("oneHot", () => {
  it("puts a 1 into the column of each label and 0 elsewhere", () => {
    expect(oneHot([2, 0, 2], 3).to2DArray()).toEqual([
      [0, 0, 1],
      [1, 0, 0],
      [0, 0, 1],
    ]);
    expect(oneHot(Int32Array.of(0, 0), 1).to2DArray()).toEqual([[1], [1]]);
  });

  it("refuses labels of no class", () => {
    expect(() => oneHot([0, 3], 3)).toThrow(
      "Cannot encode labels: expected labels to be integers from 0 to 2, got 3 at example 1",
    );
    for (const label of [-1, 0.5, Number.NaN]) expect(() => oneHot([label], 3)).toThrow(RangeError);
    expect(() => oneHot([], 3)).toThrow("Cannot encode labels: expected at least one label, got none");
    expect(() => oneHot([0], 0)).toThrow(RangeError);
    expect(() => oneHot("01" as unknown as number[], 2)).toThrow(TypeError);
  });

  it("carries the weights of examples along with them", () => {
    const weighted = { ...numbered([0, 1, 0, 1], 2), sampleWeights: [1, 2, 3, 4] };
    expect([...take(weighted, [3, 0, 0]).sampleWeights!]).toEqual([4, 1, 1]);
    const { train, test } = split(weighted, { trainCount: 3, seed: 1 });
    for (const part of [train, test]) {
      expect([...part.sampleWeights!]).toEqual(part.inputs.getColumn(0).map((row) => row + 1));
    }
    expect(() => take({ ...weighted, sampleWeights: [1] }, [0])).toThrow(
      /one of sampleWeights for each of 4 rows, got 1$/,
    );
  });
});
