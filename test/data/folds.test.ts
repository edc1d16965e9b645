import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crossValidate } from "../../src/data/cross-validate.ts";
import type { Dataset, LabeledDataset } from "../../src/data/dataset.ts";
import { loadDigits } from "../../src/data/digits.ts";
import { kFolds } from "../../src/data/folds.ts";
import { take } from "../../src/data/take.ts";
import { Matrix } from "../../src/matrix/matrix.ts";
import { Network } from "../../src/network/network.ts";
import { engine } from "../support/engine-under-test.ts";

interface Case {
  readonly labels: number[];
  readonly folds: number;
  readonly plain: number[][];
  readonly stratified: number[][];
}

/** From scikit-learn, by test/fixtures/folds.py. */
const fixtures = JSON.parse(
  readFileSync(new URL("../fixtures/folds.json", import.meta.url), "utf8"),
) as readonly Case[];

/** Each example holds its own number, so that it can be followed. */
function numbered(
  labels: readonly number[],
  classes = 1 + labels.reduce((a, b) => Math.max(a, b)),
): LabeledDataset {
  return Object.freeze({
    name: "numbered",
    inputs: Matrix.columnVector([...labels.keys()]),
    labels: Int32Array.from(labels),
    classes,
  });
}

/** The same without labels. */
function unlabeled(rows: number): Dataset {
  const inputs = Matrix.columnVector(Array.from({ length: rows }, (_, example) => example));
  return Object.freeze({ name: "unlabeled", inputs });
}

const numbers = ({ inputs }: Dataset): number[] => inputs.getColumn(0);
const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
const spread = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);
const count = (dataset: LabeledDataset, label: number): number =>
  dataset.labels.filter((other) => other === label).length;

/** How many folds, and up to four classes with so many examples or more each. */
const cases = fc
  .record({
    folds: fc.integer({ min: 2, max: 6 }),
    more: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 4 }),
    mixing: fc.integer({ min: 1, max: 100 }),
  })
  .map(({ folds, more, mixing }) => {
    const sorted = more.flatMap((extra, label) => new Array<number>(folds + extra).fill(label));
    const labels = [...sorted.keys()]
      .sort((a, b) => ((a * mixing) % 101) - ((b * mixing) % 101))
      .map((index) => sorted[index]!);
    return { folds, dataset: numbered(labels) };
  });

describe("kFolds", () => {
  it("tests each example in exactly one fold, and trains on all others", () => {
    fc.assert(
      fc.property(
        cases,
        fc.boolean(),
        fc.boolean(),
        fc.integer(),
        ({ folds, dataset }, stratified, shuffle, seed) => {
          const parts = kFolds(dataset, { folds, stratified, shuffle, seed });
          const all = numbers(dataset);
          expect(parts.length).toBe(folds);
          expect(ascending(parts.flatMap(({ test }) => numbers(test)))).toEqual(all);
          for (const { train, test } of parts) {
            expect(ascending([...numbers(train), ...numbers(test)])).toEqual(all);
            for (const part of [train, test])
              expect([...part.labels]).toEqual(numbers(part).map((example) => dataset.labels[example]));
          }
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });

  it("gives all folds the same size and the same number of each class, to within one, by default", () => {
    fc.assert(
      fc.property(cases, fc.integer(), ({ folds, dataset }, seed) => {
        const parts = kFolds(dataset, { folds, seed });
        expect(spread(parts.map(({ test }) => test.inputs.rows))).toBeLessThanOrEqual(1);
        for (let label = 0; label < dataset.classes; label++)
          expect(spread(parts.map(({ test }) => count(test, label)))).toBeLessThanOrEqual(1);
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it("gives the folds of scikit-learn where nothing is shuffled, plain and stratified", () => {
    for (const { labels, folds, plain, stratified } of fixtures) {
      const tested = (options: object): number[][] =>
        kFolds(numbered(labels), { folds, shuffle: false, ...options }).map(({ test }) => numbers(test));
      expect(tested({ stratified: false })).toEqual(plain);
      expect(tested({})).toEqual(stratified);
    }
  });

  it("tests an example in each fold as often as in any other, and shuffles within the parts", () => {
    const dataset = numbered([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2]);
    const trials = 2000;
    const inFold = dataset.inputs.getColumn(0).map(() => [0, 0, 0]);
    for (let seed = 0; seed < trials; seed++) {
      for (const [fold, { test }] of kFolds(dataset, { folds: 3, seed }).entries())
        for (const example of numbers(test)) inFold[example]![fold]! += 1;
    }
    for (const [example, times] of inFold.entries()) {
      for (const [fold, seen] of times.entries()) {
        // Of four of class 1 one fold has two: which one is fixed, so probabilities differ by class, not by example.
        const share = dataset.labels[example] === 1 ? (fold === 0 ? 1 / 2 : 1 / 4) : 1 / 3;
        const deviation = Math.sqrt(trials * share * (1 - share));
        expect(Math.abs(seen - share * trials), `${example} in ${fold}`).toBeLessThan(4.5 * deviation);
      }
    }
    const sorted = numbered(Array.from({ length: 200 }, (_, example) => (example < 100 ? 0 : 1)));
    const { train } = kFolds(sorted, { folds: 2, seed: 1 })[0]!;
    const firstHalf = count(take(train, [...Array(50).keys()]), 0);
    expect(Math.abs(firstHalf - 25)).toBeLessThan(15); // hypergeometric, deviation 2.5
  });

  it("repeats itself with the same seed, differs with another, and keeps a seed that it drew", () => {
    const tested = (seed: number | string): number[][] =>
      kFolds(unlabeled(30), { seed }).map(({ test }) => numbers(test));
    expect(tested("a")).toEqual(tested("a"));
    expect(tested("a")).not.toEqual(tested("b"));
    const drawn = kFolds(unlabeled(30));
    expect(tested(drawn[0]!.train.seed!)).toEqual(drawn.map(({ test }) => numbers(test)));
  });

  it("takes datasets with numbers to be told, and keeps each with its own", () => {
    const targets = Matrix.columnVector(Array.from({ length: 12 }, (_, example) => 10 * example));
    for (const { train, test } of kFolds({ ...unlabeled(12), targets }, { folds: 4, seed: 1 })) {
      expect(test.inputs.rows).toBe(3);
      for (const part of [train, test])
        expect(part.targets.getColumn(0)).toEqual(numbers(part).map((example) => 10 * example));
    }
  });

  it("leaves classes without examples alone, and refuses one with fewer examples than folds", () => {
    expect(kFolds(numbered([0, 0, 2, 2], 5), { folds: 2 }).length).toBe(2);
    const named = { ...numbered([0, 0, 0, 1, 1]), classNames: ["ape", "bat"] };
    expect(() => kFolds(named, { folds: 3 })).toThrow(
      'Cannot make folds: expected at least 3 examples of each class, or fewer folds, or stratified: false, got 2 of class "bat"',
    );
    expect(kFolds(named, { folds: 3, stratified: false }).length).toBe(3);
    expect(kFolds(unlabeled(4), { folds: 4 }).map(({ test }) => test.inputs.rows)).toEqual([1, 1, 1, 1]);
  });

  it("refuses folds without examples and unclear options", () => {
    expect(() => kFolds(unlabeled(4))).toThrow(
      "Cannot make folds: expected folds to be an integer ≥ 2 and ≤ 4, got 5",
    );
    for (const folds of [0, 1, 2.5, Number.NaN])
      expect(() => kFolds(unlabeled(9), { folds })).toThrow(RangeError);
    expect(() => kFolds(unlabeled(9), { stratified: true })).toThrow(/a dataset with labels/);
    expect(() => kFolds(unlabeled(9), { shuffle: 1 as unknown as boolean })).toThrow(
      "Cannot make folds: expected shuffle to be true or false, got 1",
    );
    expect(() => kFolds(unlabeled(9), { k: 3 } as object)).toThrow(/got "k" \(did you mean "folds"\?\)$/);
    expect(() => kFolds([[1], [2]] as unknown as Dataset)).toThrow(TypeError);
  });
});

describe("crossValidate", () => {
  it("hands each run a fold of kFolds, one after the other, with a seed of its own", async () => {
    const dataset = numbered([0, 1, 0, 1, 0, 1, 0, 1, 0]);
    const options = { folds: 3, seed: 7 };
    const seen: unknown[] = [];
    const seeds: number[] = [];
    let running = 0;
    const result = await crossValidate(
      dataset,
      async ({ train, test, fold, seed }) => {
        expect(++running).toBe(1);
        await Promise.resolve();
        seen.push([fold, numbers(train), numbers(test)]);
        seeds.push(seed);
        running--;
        return { fold };
      },
      options,
    );
    expect(seen).toEqual(
      kFolds(dataset, options).map(({ train, test }, index) => [index + 1, numbers(train), numbers(test)]),
    );
    expect(new Set(seeds).size).toBe(3);
    const again: number[] = [];
    await crossValidate(dataset, ({ seed }) => ({ seed: again.push(seed) }), options);
    expect(again).toEqual(seeds);
    expect(result.seed).toBe(7);
    expect(result.folds.map(({ figures }) => figures.fold)).toEqual([1, 2, 3]);
  });

  it("gives means and standard deviations between folds: of 1, 2 and 6 they are 3 and √7", async () => {
    const values = [1, 2, 6];
    const result = await crossValidate(
      unlabeled(10),
      ({ fold }) => ({ same: 0.9, value: values[fold - 1]!, huge: values[fold - 1]! * 1e300 }),
      { folds: 3, seed: 1 },
    );
    expect(result.mean.value).toBeCloseTo(3, 14);
    expect(result.standardDeviation.value).toBeCloseTo(Math.sqrt(7), 14);
    expect(result.standardDeviation.huge / 1e300).toBeCloseTo(Math.sqrt(7), 14);
    expect([result.mean.same, result.standardDeviation.same]).toEqual([0.9, 0]);
    expect(result.folds.map(({ trained, tested }) => [trained, tested])).toEqual([
      [6, 4],
      [7, 3],
      [7, 3],
    ]);
  });

  it("prints a line per fold, the mean and the standard deviation", async () => {
    const result = await crossValidate(unlabeled(4), ({ fold }) => ({ error: fold / 2 }), {
      folds: 2,
      seed: "a",
    });
    expect(`${result}`).toBe(
      [
        "Cross-validation in 2 folds, seed a",
        "fold                examples   error",
        "──────────────────  ────────  ──────",
        "1                          2  0.5000",
        "2                          2       1",
        "mean                          0.7500",
        "standard deviation            0.3536",
      ].join("\n"),
    );
    expect(JSON.parse(JSON.stringify(result))).toMatchObject({ mean: { error: 0.75 }, seed: "a" });
  });

  it("takes what network.evaluate returns, and repeats itself to the bit", async () => {
    const digits = take(await loadDigits(), [...Array(120).keys()]);
    const run = (): ReturnType<typeof crossValidate<LabeledDataset, ReturnType<Network["evaluate"]>>> =>
      crossValidate(
        digits,
        async ({ train, test, seed }) => {
          const network = Network.fromSizes([64, 10], { seed, engine });
          await network.fit(train.inputs, train.labels, { epochs: 30, batchSize: 10 });
          return network.evaluate(test.inputs, test.labels);
        },
        { folds: 3, seed: 1 },
      );
    const { mean, folds } = await run();
    expect(mean.accuracy).toBeGreaterThan(0.6); // of ten classes
    expect((await run()).folds).toEqual(folds);
  });

  it("refuses figures that are not finite, missing or of another kind, and names the fold", async () => {
    const cross = (run: (fold: number) => unknown): Promise<unknown> =>
      crossValidate(unlabeled(4), ({ fold }) => run(fold) as { loss: number }, { folds: 2, seed: 1 });
    const refusals: [(fold: number) => unknown, string][] = [
      [(fold) => ({ loss: fold === 2 ? Number.NaN : 1 }), "loss of fold 2 to be a finite number, got NaN"],
      [() => ({ loss: Infinity }), "loss of fold 1 to be a finite number, got Infinity"],
      [() => ({ loss: "low" }), 'loss of fold 1 to be a finite number, got "low"'],
      [() => 0.9, "run to return figures by name, such as { accuracy: 0.9 }, got 0.9 in fold 1"],
      [() => [0.9], "run to return figures by name, such as { accuracy: 0.9 }, got [0.9] in fold 1"],
      [() => undefined, "run to return figures by name, such as { accuracy: 0.9 }, got undefined in fold 1"],
      [() => ({ loss: undefined }), "at least one figure, got none in fold 1"],
      [(fold) => (fold === 1 ? { loss: 1 } : { cost: 1 }), "figures loss in every fold, got cost in fold 2"],
    ];
    for (const [run, text] of refusals)
      await expect(cross(run)).rejects.toThrow(`Cannot cross-validate: expected ${text}`);
    await expect(cross(() => Promise.reject(new Error("mine")))).rejects.toThrow("mine");
    await expect(crossValidate(unlabeled(4), undefined as never)).rejects.toThrow(TypeError);
    await expect(crossValidate(unlabeled(4), () => ({ loss: 1 }))).rejects.toThrow(
      "Cannot cross-validate: expected folds to be an integer ≥ 2 and ≤ 4, got 5",
    );
  });
});
