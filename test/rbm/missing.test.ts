import { describe, expect, it } from "vitest";
import { bernoulliUnits, gaussianUnits } from "../../src/index.ts";
import { Matrix } from "../../src/matrix/matrix.ts";
import { RandomStream } from "../../src/random/stream.ts";
import { centering, fillIn, learnedGaussianUnits, sampleGiven, softmaxUnits } from "../../src/rbm/index.ts";
import { RBM } from "../../src/rbm/rbm.ts";
import { persistentContrastiveDivergence } from "../../src/rbm/samplers/persistent-contrastive-divergence.ts";
import { bitsOf } from "../support/bits.ts";
import { engine, expectWithin, tolerance } from "../support/engine-under-test.ts";
import { binaryStates, visibleProbabilities } from "../support/enumerate.ts";
import { smallRBM } from "../support/small-rbm.ts";

const random = new RandomStream("missing", "data");
const uniform = (): number => random.uniform();

describe("rbm.fit with observed", () => {
  it("does not see what stands in the place of missing entries", async () => {
    const rows = Array.from({ length: 30 }, () => [uniform() < 0.5 ? 1 : 0, uniform() < 0.5 ? 1 : 0, 1]);
    const observed = rows.map(() => [1, uniform() < 0.5 ? 1 : 0, uniform() < 0.5 ? 1 : 0]);
    const trained = async (fill: number): Promise<object> => {
      const data = rows.map((row, i) => row.map((value, j) => (observed[i]![j] === 1 ? value : fill)));
      const rbm = new RBM({ visible: 3, hidden: 2, seed: 1, engine });
      await rbm.fit(data, { observed, epochs: 3, batchSize: 10, seed: 2 });
      return bitsOf(rbm.parameters);
    };
    expect(await trained(7)).toEqual(await trained(0));
    expect(await trained(-1)).toEqual(await trained(1));
  });

  it("trains the units that are there as a machine without the others", async () => {
    const rows = Array.from({ length: 40 }, () => [uniform() < 0.5 ? 1 : 0, uniform() < 0.3 ? 1 : 0]);
    const weights = [
      [0.3, -0.2],
      [0.1, 0.4],
    ];
    const build = (visible: number): RBM =>
      new RBM({
        ...{ visible, hidden: 2, seed: 1, engine },
        parameters: { weights: weights.slice(0, visible) },
      });
    const [whole, part] = [build(2), build(1)];
    // A unit that is never there changes nothing of the others, but for the order of the draws: the means take none.
    const { contrastiveDivergence } = await import("../../src/rbm/samplers/contrastive-divergence.ts");
    const options = {
      epochs: 2,
      batchSize: 10,
      sampler: contrastiveDivergence({ visibleStates: "means" }),
      seed: 3,
    };
    await whole.fit(rows, { ...options, observed: rows.map(() => [1, 0]) });
    await part.fit(
      rows.map(([first]) => [first!]),
      options,
    );
    expect(whole.parameters.weights.getRow(0)).toEqual(part.parameters.weights.getRow(0));
    expect(whole.parameters.hiddenBias).toEqual(part.parameters.hiddenBias);
    expect(whole.parameters.weights.getRow(1).map(Math.fround)).toEqual(weights[1]!.map(Math.fround));
    expect(whole.parameters.visibleBias.get(0, 1)).toBe(0);
  });

  it("leaves a precision alone where its unit is never there", async () => {
    const { contrastiveDivergence } = await import("../../src/rbm/samplers/contrastive-divergence.ts");
    const rows = Array.from({ length: 40 }, () => [uniform() - 0.5, 100 * uniform()]);
    for (const visibleStates of ["samples", "means"] as const) {
      const rbm = new RBM({ visible: 2, hidden: 2, visibleUnits: learnedGaussianUnits(), seed: 1, engine });
      await rbm.fit(rows, {
        ...{ epochs: 4, batchSize: 10, sampler: contrastiveDivergence({ visibleStates }) },
        observed: rows.map(() => [1, 0]),
      });
      const { visiblePrecision } = rbm.parameters;
      expect(visiblePrecision!.get(0, 1)).toBe(1);
      expect(visiblePrecision!.get(0, 0)).toBeGreaterThan(1); // the variance of the data is 1/12
    }
  });

  it.each([
    [{ observed: [[1, 1]] }, "expected observed to be 1×3, got 1×2"],
    [
      {
        observed: [
          [1, 1, 1],
          [1, 1, 1],
        ],
      },
      "expected observed to be 1×3, got 2×3",
    ],
    [{ observed: [[0, 0, 0]] }, "expected observed to be 1 somewhere in every row, got none in row 0"],
    [
      { observed: [[1, 1, 0]], centering: centering() },
      "expected observed without centering or monitors, got centering",
    ],
    [{ observed: [[1, 0.5, 1]] }, "expected observed to be 0 or 1, got 0.5 in row 0"],
    [{ observed: [[1, Number.NaN, 1]] }, "expected observed to be finite"],
    [
      { observed: [[1, 1, 0]], sampler: persistentContrastiveDivergence() },
      "expected observed only with data at once and a sampler that followsExamples, got persistentContrastiveDivergence",
    ],
  ])("refuses a mask that is none (%#)", async (options, message) => {
    const rbm = new RBM({ visible: 3, hidden: 2, seed: 1, engine });
    await expect(rbm.fit([[1, 0, 1]], options)).rejects.toThrow(message);
  });

  it("refuses NaN for a missing entry, and a category that is there in part", async () => {
    const rbm = new RBM({ visible: 3, hidden: 2, seed: 1, engine });
    await expect(rbm.fit([[1, Number.NaN, 1]], { observed: [[1, 0, 1]] })).rejects.toThrow("to be finite");
    const visibleUnits = softmaxUnits({ categories: 3 });
    const rated = new RBM({ visible: 6, hidden: 2, visibleUnits, seed: 1, engine });
    const row = [[0, 1, 0, 0, 0, 0]];
    await rated.fit(row, { epochs: 1, observed: [[1, 1, 1, 0, 0, 0]] });
    await expect(rated.fit(row, { observed: [[1, 1, 1, 1, 0, 0]] })).rejects.toThrow(
      "expected data to be all there or all missing in columns 3 to 5, a unit of softmax(3), got 1 of 3 in row 0",
    );
    await expect(rated.fit(row)).rejects.toThrow(
      "expected data to be 1 in sum over columns 3 to 5, a unit of softmax(3), got 0 in row 0",
    );
  });
});

describe("fillIn", () => {
  it("keeps what is there, and gives the means of the rest from the observed units alone", () => {
    const { rbm, plain } = smallRBM("fill in", 3, 2, { engine });
    const filled = fillIn(rbm, [[1, 9, 0]], [[1, 0, 1]]);
    const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
    const hidden = plain.hiddenBias.map((c, j) => sigmoid(c + plain.weights[0]![j]!));
    const field = hidden.reduce((sum, h, j) => sum + h * plain.weights[1]![j]!, plain.visibleBias[1]!);
    expect(filled.get(0, 0)).toBe(1);
    expect(filled.get(0, 2)).toBe(0);
    expectWithin(filled.get(0, 1), sigmoid(field), tolerance(1e-13, 12, 4));
  });
});

describe("sampleGiven", () => {
  it("refuses a mask of another shape than the rows in its own name, and draws whole rows where nothing is observed", () => {
    const rbm = new RBM({ visible: 2, hidden: 2, seed: 1, engine });
    const rows = [
      [0, 1],
      [1, 0],
    ];
    for (const given of [sampleGiven, fillIn])
      expect(() => given(rbm, rows, [[1, 1]])).toThrow("expected observed to be 2×2, got 1×2");
    expect(sampleGiven(rbm, [0, 1], [0, 0], { gibbsSteps: 1 }).rows).toBe(1);
  });

  it("draws from the conditional distribution of the whole machine", () => {
    const { rbm, plain } = smallRBM("given", 4, 3, { engine });
    const draws = 10_000;
    const observed = [1, 0, 1, 0];
    const row = [1, 0, 0, 0];
    const rows = new Matrix(draws, 4);
    for (let chain = 0; chain < draws; chain++) rows.setRow(chain, row);
    const mask = new Matrix(draws, 4);
    for (let chain = 0; chain < draws; chain++) mask.setRow(chain, observed);
    const states = sampleGiven(rbm, rows, mask, { gibbsSteps: 30, seed: 1 });
    const fits = (v: readonly number[]): boolean => v[0] === 1 && v[2] === 0;
    const probabilities = visibleProbabilities(plain);
    const all = binaryStates(4);
    const total = all.reduce((sum, v, index) => sum + (fits(v) ? probabilities[index]! : 0), 0);
    for (const [index, v] of all.entries()) {
      if (!fits(v)) continue;
      const p = probabilities[index]! / total;
      const share =
        states.to2DArray().filter((state) => state.every((value, i) => value === v[i])).length / draws;
      expect(Math.abs(share - p)).toBeLessThan(4.5 * Math.sqrt((p * (1 - p)) / draws));
    }
    expect(states.to2DArray().every(fits)).toBe(true);
  });

  it("holds real-valued entries to the bit of the engine, and changes nothing that it is given", () => {
    const rbm = new RBM({
      visible: 3,
      hidden: 2,
      visibleUnits: gaussianUnits,
      hiddenUnits: bernoulliUnits,
      seed: 1,
      engine,
    });
    const given = new Matrix([[0.1, 5, -3]]);
    const states = sampleGiven(rbm, given, [[1, 0, 1]], { gibbsSteps: 3, seed: 1 });
    const round = engine.precision === "float32" ? Math.fround : (value: number) => value;
    expect([states.get(0, 0), states.get(0, 2)]).toEqual([round(0.1), -3]);
    expect(states.get(0, 1)).not.toBe(5);
    expect(given.to2DArray()).toEqual([[0.1, 5, -3]]);
  });
});
