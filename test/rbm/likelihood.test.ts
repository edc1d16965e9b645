import { describe, expect, it } from "vitest";
import { freeEnergyGap } from "../../src/rbm/likelihood/free-energy-gap.ts";
import { logLikelihood } from "../../src/rbm/likelihood/log-likelihood.ts";
import { logPartition } from "../../src/rbm/likelihood/log-partition.ts";
import { pseudoLogLikelihood } from "../../src/rbm/likelihood/pseudo-log-likelihood.ts";
import { reconstructionError } from "../../src/rbm/likelihood/reconstruction-error.ts";
import { RBM } from "../../src/rbm/rbm.ts";
import { gaussianUnits } from "../../src/units/gaussian.ts";
import { engine, expectWithin, tolerance } from "../support/engine-under-test.ts";
import {
  barsAndStripesRows,
  binaryLogPartition,
  binaryStates,
  meanLogProbability,
  meanPseudoLogProbability,
} from "../support/enumerate.ts";
import { randomMatrix } from "../support/random-matrix.ts";
import { smallRBM } from "../support/small-rbm.ts";

// These figures are exact by default, on the reference engine; here they are to be right on either.
const on = { engine };
/** So many digits, or in float32 what 30 roundings of terms that add up to 20 leave. */
const near = (digits: number): number => tolerance(0.5 * 10 ** -digits, 30, 20);

const wide = smallRBM("wide", 4, 3, on);
const narrow = smallRBM("narrow", 3, 4, on);
const rows = [
  [1, 0, 1, 1],
  [0, 0, 0, 0],
  [1, 1, 0, 1],
];

describe("logPartition", () => {
  it("agrees with the sum over all joint states, from whichever side it enumerates", () => {
    expectWithin(logPartition(wide.rbm, on), binaryLogPartition(wide.plain), near(12)); // 8 hidden states
    expectWithin(logPartition(narrow.rbm, on), binaryLogPartition(narrow.plain), near(12)); // 8 visible states
  });

  it("is the same for a machine turned round, over more states than one block holds", () => {
    const { rbm } = smallRBM("many blocks", 13, 12, { std: 0.5 });
    const { weights, visibleBias, hiddenBias } = rbm.parameters;
    const turned = new RBM({
      visible: 12,
      hidden: 13,
      parameters: { weights: weights.transpose(), visibleBias: hiddenBias, hiddenBias: visibleBias },
    });
    expectWithin(logPartition(rbm, on), logPartition(turned, on), near(11));
    const hidden = binaryStates(12);
    const sum = hidden.reduce((total, h) => {
      const fields = visibleBias
        .to1DArray()
        .map((b, i) => h.reduce((s, x, j) => s + x * weights.get(i, j), b));
      const score = h.reduce((s, x, j) => s + x * hiddenBias.get(0, j), 0);
      return total + Math.exp(score) * fields.reduce((product, field) => product * (1 + Math.exp(field)), 1);
    }, 0);
    expectWithin(logPartition(rbm, on), Math.log(sum), near(11));
  });

  it("is (visible + hidden)·log 2 where every parameter is zero", () => {
    const zero = { weights: randomMatrix("zero", 800, 5, 0) };
    const fair = new RBM({ visible: 800, hidden: 5, parameters: zero });
    expectWithin(logPartition(fair, on), 805 * Math.LN2, tolerance(0.5e-10, 800, 800 * Math.LN2));
  });

  it("stays finite where exp of an energy would overflow", () => {
    const steep = new RBM({ visible: 2, hidden: 1, parameters: { weights: [[2000], [2000]] } });
    expect(logPartition(steep, on)).toBe(4000);
  });

  it("refuses to enumerate more than 20 units, and says how many states that would be", () => {
    expect(() => logPartition(new RBM({ visible: 784, hidden: 21 }))).toThrow(
      "Cannot compute the log partition function: expected at most 20 units on the side whose states are " +
        "enumerated, got 21, a sum over 2^21 states",
    );
    const gaussian = new RBM({ visible: 3, hidden: 30, visibleUnits: gaussianUnits });
    expect(() => logPartition(gaussian)).toThrow("2^30 states");
  });
});

describe("logLikelihood", () => {
  it("agrees with the mean of log P(v) by enumeration", () => {
    expectWithin(logLikelihood(wide.rbm, rows, on), meanLogProbability(wide.plain, rows), near(12));
  });

  it("takes a log Z that is known", () => {
    const logZ = logPartition(wide.rbm);
    expect(logLikelihood(wide.rbm, rows, { logPartition: logZ + 2 })).toBeCloseTo(
      logLikelihood(wide.rbm, rows) - 2,
      13,
    );
  });

  it("makes the probabilities of all visible states add up to one", () => {
    const states = binaryStates(4);
    const sum = states.reduce((total, v) => total + Math.exp(logLikelihood(wide.rbm, [v])), 0);
    expect(sum).toBeCloseTo(1, 13);
  });

  it("of real-valued units is a density that integrates to one", () => {
    const { rbm } = smallRBM("density", 1, 2, { visibleUnits: gaussianUnits });
    const grid = Array.from({ length: 481 }, (_, index) => -15 + index / 16);
    const logZ = logPartition(rbm);
    const sum = grid.reduce(
      (total, x) => total + Math.exp(logLikelihood(rbm, [[x]], { logPartition: logZ })),
      0,
    );
    expect(sum / 16).toBeCloseTo(1, 10);
  });

  // The best any model can do is the distribution of the patterns themselves. One hidden unit per pattern p, with the
  // field s·(½ − the number of pixels in which v differs from p), comes as near to it as e^(−s/2).
  it.each([
    [2, -13.863],
    [3, -41.589],
    [4, -108.131],
  ])(
    "of bars and stripes of side %i comes up to its upper bound for a machine made for them",
    (size, bound) => {
      const patterns = barsAndStripesRows(size);
      const distinct = [...new Set(patterns.map(String))].map((text) => text.split(",").map(Number));
      const copies = distinct.map((p) => patterns.filter((other) => String(other) === String(p)).length);
      const steepness = 80;
      const weights = distinct[0]!.map((_, i) => distinct.map((p) => steepness * (2 * p[i]! - 1)));
      const on = distinct.map((p) => p.reduce((sum, pixel) => sum + pixel, 0));
      const hiddenBias = [on.map((count, j) => steepness * (0.5 - count) + Math.log(copies[j]!))];
      const rbm = new RBM({
        visible: size * size,
        hidden: distinct.length,
        parameters: { weights, hiddenBias },
      });
      const sum = logLikelihood(rbm, patterns) * patterns.length;
      const entropy = copies.reduce((total, times) => total + times * Math.log(times / patterns.length), 0);
      expect(sum).toBeCloseTo(entropy, 9);
      expect(sum).toBeLessThanOrEqual(entropy + 1e-12);
      expect(sum).toBeCloseTo(bound, 3);
    },
  );
});

describe("pseudoLogLikelihood", () => {
  it("agrees with ratios of enumerated probabilities", () => {
    const expected = meanPseudoLogProbability(wide.plain, rows);
    expectWithin(pseudoLogLikelihood(wide.rbm, rows, on), expected, near(12));
  });

  it("with fewer flips is an unbiased estimate", () => {
    const exact = pseudoLogLikelihood(wide.rbm, rows);
    for (const flips of [1, 3]) {
      const estimates = Array.from({ length: 4000 }, (_, seed) =>
        pseudoLogLikelihood(wide.rbm, rows, { flips, seed }),
      );
      const mean = estimates.reduce((sum, value) => sum + value, 0) / estimates.length;
      const variance =
        estimates.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (estimates.length - 1);
      expect(variance).toBeGreaterThan(0);
      expect(Math.abs(mean - exact)).toBeLessThan(4 * Math.sqrt(variance / estimates.length));
    }
  });

  it("flips no unit of an example twice", () => {
    const estimates = (flips: number): number[] =>
      Array.from({ length: 200 }, (_, seed) => pseudoLogLikelihood(wide.rbm, [rows[0]!], { flips, seed }));
    const exact = pseudoLogLikelihood(wide.rbm, [rows[0]!]);
    const terms = [...new Set(estimates(1).map((estimate) => estimate / 4))]; // log P(vᵢ | v₋ᵢ), one by one
    expect(terms.length).toBe(4);
    expect(terms.reduce((sum, term) => sum + term, 0)).toBeCloseTo(exact, 13);
    const allButOne = terms.map((term) => ((exact - term) * 4) / 3);
    for (const estimate of estimates(3)) {
      const nearest = Math.min(...allButOne.map((value) => Math.abs(value - estimate)));
      expect(nearest).toBeLessThan(1e-13);
    }
    expect(pseudoLogLikelihood(wide.rbm, rows, { flips: 4, seed: 1 })).toBe(
      pseudoLogLikelihood(wide.rbm, rows),
    );
  });

  it("gives equal bits for equal seeds", () => {
    const estimate = (seed: number): number => pseudoLogLikelihood(wide.rbm, rows, { flips: 2, seed });
    expect(estimate(3)).toBe(estimate(3));
    expect(estimate(3)).not.toBe(estimate(4));
  });

  it("refuses real-valued visible units and a number of flips out of range", () => {
    const gaussian = new RBM({ visible: 4, hidden: 2, visibleUnits: gaussianUnits });
    expect(() => pseudoLogLikelihood(gaussian, rows)).toThrow(
      "Cannot compute the pseudo-log-likelihood: expected bernoulli visible units, which can be flipped, got gaussian",
    );
    expect(() => pseudoLogLikelihood(wide.rbm, rows, { flips: 5 })).toThrow(
      "expected flips to be an integer ≥ 1 and ≤ 4, got 5",
    );
  });

  it("works over more rows than one block holds", () => {
    const many = Array.from({ length: 2500 }, (_, row) => rows[row % 3]!);
    const weights = [834, 833, 833]; // how often each row occurs
    const expected = rows.reduce(
      (sum, row, index) => sum + (weights[index]! / 2500) * meanPseudoLogProbability(wide.plain, [row]),
      0,
    );
    expectWithin(pseudoLogLikelihood(wide.rbm, many, on), expected, near(11));
  });
});

describe("reconstructionError", () => {
  it("is the mean over examples of the squared differences, summed over the units", () => {
    const reconstruction = wide.rbm.reconstruct(rows);
    let sum = 0;
    for (const [r, row] of rows.entries()) {
      for (const [c, value] of row.entries()) sum += (value - reconstruction.get(r, c)) ** 2;
    }
    expectWithin(reconstructionError(wide.rbm, rows, on), sum / 3, near(14));
  });

  it("is a quarter per unit where the machine says ½ of every unit", () => {
    const rbm = new RBM({ visible: 8, hidden: 2, parameters: { weights: randomMatrix("zero", 8, 2, 0) } });
    expect(reconstructionError(rbm, [[1, 0, 1, 0, 1, 0, 1, 0]], on)).toBe(2);
  });
});

describe("freeEnergyGap", () => {
  it("is the mean log-likelihood of evenly spaced training rows minus that of the validation rows", () => {
    const validation = rows.slice(0, 2);
    const training = [
      [1, 1, 1, 1],
      [0, 1, 0, 1],
      [0, 0, 1, 0],
      [1, 0, 0, 0],
    ];
    const spaced = [training[0]!, training[2]!];
    const expected = meanLogProbability(wide.plain, spaced) - meanLogProbability(wide.plain, validation);
    expectWithin(freeEnergyGap(wide.rbm, validation, training, on), expected, near(13));
    const fewer = meanLogProbability(wide.plain, rows.slice(0, 1)) - meanLogProbability(wide.plain, training);
    expectWithin(freeEnergyGap(wide.rbm, training, rows.slice(0, 1), on), fewer, near(13));
  });
});

describe("every measure of an RBM", () => {
  const measures = { logLikelihood, pseudoLogLikelihood, reconstructionError };

  it.each(Object.entries(measures))("%s refuses unknown options and data it cannot take", (_, measure) => {
    const unknown = { flip: 1 } as object;
    expect(() => measure(wide.rbm, rows, unknown)).toThrow("expected options named");
    expect(() => measure(wide.rbm, [[1, 0, 1]])).toThrow("expected data to be any×4, got 1×3");
    expect(() => measure(wide.rbm, [[1, 0, 1, 2]])).toThrow("got 2 at row 0, column 3");
    expect(() => measure(wide.rbm, [])).toThrow("expected data to have at least one row and one column");
  });
});
