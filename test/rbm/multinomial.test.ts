import { describe, expect, it } from "vitest";
import { Matrix } from "../../src/matrix/matrix.ts";
import { RandomStream } from "../../src/random/stream.ts";
import {
  baseRate,
  featureLogLikelihoods,
  mixedUnits,
  multinomialUnits,
  softmaxUnits,
  spinUnits,
} from "../../src/rbm/index.ts";
import { logLikelihood } from "../../src/rbm/likelihood/log-likelihood.ts";
import { logPartition } from "../../src/rbm/likelihood/log-partition.ts";
import { RBM } from "../../src/rbm/rbm.ts";
import { gaussianUnits } from "../../src/units/gaussian.ts";
import { bitsOf } from "../support/bits.ts";
import { engine, expectWithin, isFloat64, rounded } from "../support/engine-under-test.ts";
import { binaryStates } from "../support/enumerate.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const WORDS = 3;
const LONGEST = 4;

/** The documents of so many words, each with every order of its words. */
const documents = (length: number): number[][] =>
  length === 0 ? [[]] : documents(length - 1).flatMap((rest) => [0, 1, 2].map((word) => [...rest, word]));

const countsOf = (words: readonly number[]): number[] =>
  [0, 1, 2].map((word) => words.filter((each) => each === word).length);

describe("multinomialUnits", () => {
  it("with a category for what is missing are the replicated softmax of every length, in plain sums over documents", () => {
    const weights = randomMatrix("topics", WORDS, 2, 0.8).to2DArray();
    const wordBias = randomMatrix("words", 1, WORDS, 0.5).to1DArray();
    const topicBias = [0.4, -0.9];
    /** Σₕ exp(v·b + h·(v·W) + D·a·h), of one document in one order. */
    const scoreOf = (words: readonly number[]): number =>
      binaryStates(2).reduce((sum, h) => {
        let score = 0;
        for (const word of words) score += wordBias[word]!;
        for (const [topic, on] of h.entries()) {
          if (on === 0) continue;
          score += words.length * topicBias[topic]!;
          for (const word of words) score += weights[word]![topic]!;
        }
        return sum + Math.exp(score);
      }, 0);
    // The biases of the topics are in the weights of all words, beside the weights 0 of what is missing.
    const rbm = new RBM({
      ...{ visible: WORDS + 1, hidden: 2, engine: "reference" },
      visibleUnits: multinomialUnits({ categories: WORDS + 1, trials: LONGEST }),
      parameters: {
        weights: [...weights.map((row) => row.map((w, topic) => w + topicBias[topic]!)), [0, 0]],
        visibleBias: [[...wordBias, 0.3]],
      },
    });
    const logZ = logPartition(rbm);
    for (let length = 1; length <= LONGEST; length++) {
      const ordered = documents(length);
      const total = ordered.reduce((sum, words) => sum + scoreOf(words), 0);
      const expected = new Map<string, number>();
      for (const words of ordered) {
        const key = countsOf(words).join();
        expected.set(key, (expected.get(key) ?? 0) + scoreOf(words) / total);
      }
      const rows = [...expected.keys()].map((key) => [...key.split(",").map(Number), LONGEST - length]);
      const joint = Array.from(rbm.freeEnergy(rows), (energy) => Math.exp(-energy - logZ));
      const ofLength = joint.reduce((sum, p) => sum + p, 0);
      for (const [index, p] of [...expected.values()].entries())
        expect(joint[index]! / ofLength, rows[index]!.join()).toBeCloseTo(p, 12);
    }
  });

  it("of one trial are softmax units, but for their draws", () => {
    const [one, softmax] = [multinomialUnits({ categories: 3, trials: 1 }), softmaxUnits({ categories: 3 })];
    const [counting, plain] = [one, softmax].map(
      (visibleUnits) => new RBM({ visible: 6, hidden: 3, visibleUnits, seed: 1, engine }),
    );
    const rows = [[0, 1, 0, 1, 0, 0]];
    expect(counting!.reconstruct(rows)).toEqual(plain!.reconstruct(rows));
    expectWithin(logPartition(counting!), logPartition(plain!), 1e-12);
    expectWithin(counting!.freeEnergy(rows)[0], plain!.freeEnergy(rows)[0]!, isFloat64 ? 1e-13 : 1e-6);
  });

  it("have a sum over the states of a unit for its log-likelihood given the others", () => {
    const visibleUnits = multinomialUnits({ categories: 3, trials: 2 });
    const rbm = rounded(
      new RBM({
        ...{ visible: 6, hidden: 2, visibleUnits, engine: "reference" },
        parameters: { weights: randomMatrix("features", 6, 2, 0.6), hiddenBias: [[0.3, -0.2]] },
      }),
    );
    const row = [1, 0, 1, 0, 2, 0];
    const states = [
      [2, 0, 0],
      [0, 2, 0],
      [0, 0, 2],
      [1, 1, 0],
      [1, 0, 1],
      [0, 1, 1],
    ];
    const found = featureLogLikelihoods(rbm, [row], { engine });
    const own = rbm.freeEnergy([row])[0]!;
    for (const [feature, start] of [0, 3].entries()) {
      const others = states.map((state) => row.map((value, column) => state[column - start] ?? value));
      const total = rbm.freeEnergy(others).reduce((sum, energy) => sum + Math.exp(own - energy), 0);
      expectWithin(found[feature], -Math.log(total), isFloat64 ? 1e-12 : 1e-5);
    }
  });

  it("learn topics: documents are more probable than by the frequencies of their words", async () => {
    const random = new RandomStream(1, "documents");
    const data = Array.from({ length: 200 }, (_, document) => {
      const counts = [0, 0, 0, 0, 0];
      const length = 3 + random.integer(4);
      for (let word = 0; word < length; word++) counts[2 * (document % 2) + random.integer(2)]! += 1;
      counts[4] = 6 - length;
      return counts;
    });
    const visibleUnits = multinomialUnits({ categories: 5, trials: 6 });
    const rbm = new RBM({ visible: 5, hidden: 2, visibleUnits, seed: 1, engine });
    await rbm.fit(data, { epochs: 200 });
    const base = logLikelihood(baseRate(rbm, data), data);
    // the topic of each document tells log 2 nats of each word, 4.5 of them, less log 2 for which of the topics it is
    expect(logLikelihood(rbm, data) - base).toBeGreaterThan(0.8 * 3.5 * Math.log(2));
    const again = RBM.fromJSON(JSON.parse(JSON.stringify(rbm)), { units: [visibleUnits] });
    expect(bitsOf(again.parameters)).toEqual(bitsOf(rbm.parameters));
  });

  it("are trained by a hundredth of the default rate where they have a hundred trials, as many units that share their weights", async () => {
    const visibleUnits = multinomialUnits({ categories: 3, trials: 100 });
    const rbm = new RBM({ visible: 3, hidden: 2, visibleUnits, seed: 1, engine });
    const { settings } = await rbm.fit([[50, 20, 30]], { epochs: 1 });
    expect(settings[0]!.learningRate).toBeCloseTo(0.001, 12);
    const mixed = mixedUnits([
      { units: spinUnits, columns: 1 },
      { units: visibleUnits, columns: 3 },
    ]);
    const grouped = new RBM({ visible: 4, hidden: 2, visibleUnits: mixed, seed: 1, engine });
    const ofGroups = await grouped.fit([[-1, 50, 20, 30]], { epochs: 1 });
    expect(ofGroups.settings[0]!.learningRate).toBeCloseTo(0.001, 12);
  });

  it("refuse counts of another sum with the row and the columns, and what is out of range", async () => {
    const visibleUnits = multinomialUnits({ categories: 3, trials: 4 });
    const rbm = new RBM({ visible: 6, hidden: 2, visibleUnits, seed: 1, engine });
    const good = [1, 2, 1, 0, 0, 4];
    await expect(rbm.fit([good, [1, 2, 1, 0, 0, 3]])).rejects.toThrow(
      "expected data to be 4 in sum over columns 3 to 5, a unit of multinomial(3, 4), got 3 in row 1",
    );
    await expect(rbm.fit([good, [1, 2, 1, 0, -1, 5]])).rejects.toThrow("to lie in [0, 4], got -1");
    await rbm.fit([good], { epochs: 1, observed: [[0, 0, 0, 1, 1, 1]] });
    const many = multinomialUnits({ categories: 2, trials: 10_000 });
    const long = new RBM({ visible: 2, hidden: 2, visibleUnits: many, seed: 1, engine });
    await expect(long.fit([[5000, 4999]])).rejects.toThrow(
      "expected data to be 10000 in sum over columns 0 to 1",
    );
    expect(() => new RBM({ visible: 7, hidden: 2, visibleUnits })).toThrow(
      "expected columns of multinomial(3, 4) units to be a multiple of 3, got 7",
    );
    expect(() => multinomialUnits({ categories: 3, trials: 0 })).toThrow(
      "expected trials to be an integer ≥ 1 and ≤ 10000, got 0",
    );
    expect(() => multinomialUnits({ categories: 1, trials: 1 })).toThrow("expected categories to be");
  });

  it("of too many states to list are trained, and refuse what needs the list", async () => {
    const visibleUnits = multinomialUnits({ categories: 60, trials: 50 });
    const rbm = new RBM({ visible: 60, hidden: 2, visibleUnits, seed: 1, engine });
    const rows = [Array.from({ length: 60 }, (_, word) => +(word < 50)), [50, ...new Array(59).fill(0)]];
    await rbm.fit(rows, { epochs: 1 });
    expect(Number.isFinite(logPartition(rbm))).toBe(true); // over the hidden states
    const drawn = rbm.sample({ count: 20, gibbsSteps: 2, seed: 1 });
    for (const row of drawn.to2DArray()) expect(row.reduce((sum, count) => sum + count, 0)).toBe(50);
    expect(() => featureLogLikelihoods(rbm, rows)).toThrow(
      "expected visible units whose states can be listed, got multinomial(60, 50) units",
    );
  });
});

describe("baseRate", () => {
  it("of units of several kinds has a finite bias for a category that is never met, each kind by its own range", () => {
    const groups = [
      { units: gaussianUnits, columns: 1 },
      { units: softmaxUnits({ categories: 3 }), columns: 3 },
    ];
    const rbm = new RBM({ visible: 4, hidden: 2, visibleUnits: mixedUnits(groups), seed: 1 });
    const { visibleBias } = baseRate(rbm, [
      [2, 1, 0, 0],
      [1, 0, 1, 0],
    ]).parameters;
    const shares = [1.5, 1.5, 0.5].map((sum) => Math.log(sum / 3));
    expect(visibleBias.to1DArray()).toEqual([1.5, ...shares]);
  });

  it("of counts draws them to equal shares as by one more example", () => {
    const visibleUnits = multinomialUnits({ categories: 4, trials: 2 });
    const rbm = new RBM({ visible: 4, hidden: 2, visibleUnits, seed: 1 });
    const base = baseRate(rbm, [[2, 0, 0, 0]]);
    const means = new RBM({ visible: 4, hidden: 2, visibleUnits, parameters: base.parameters }).visibleMeans(
      Matrix.zeros(1, 2),
    );
    for (const [word, mean] of [1.25, 0.25, 0.25, 0.25].entries())
      expectWithin(means.get(0, word), mean, isFloat64 ? 1e-14 : 1e-6);
  });
});
