import { describe, expect, it } from "vitest";
import type { Units } from "../../src/index.ts";
import { bernoulliUnits, gaussianUnits } from "../../src/index.ts";
import { Matrix } from "../../src/matrix/matrix.ts";
import * as family from "../../src/rbm/index.ts";
import { pseudoLogLikelihood } from "../../src/rbm/likelihood/pseudo-log-likelihood.ts";
import { RBM } from "../../src/rbm/rbm.ts";
import { engine, expectWithin, isFloat64, rounded, tolerance } from "../support/engine-under-test.ts";
import { binaryStates } from "../support/enumerate.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const { featureLogLikelihoods } = family;
const softmax = family.softmaxUnits({ categories: 3 });

/** The columns of a feature with all its states, or the ends of an interval beyond which there is no density to speak of. */
interface Plain {
  readonly columns: readonly number[];
  readonly states?: readonly (readonly number[])[];
  readonly ends?: readonly [number, number];
}

const each = (count: number, feature: Omit<Plain, "columns">, start = 0): Plain[] =>
  Array.from({ length: count }, (_, column) => ({ columns: [start + column], ...feature }));
const numbers = (...states: number[]): Omit<Plain, "columns"> => ({ states: states.map((state) => [state]) });
const one = (start: number): Plain => ({
  columns: [start, start + 1, start + 2],
  states: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
});

/** Kinds of visible units, what is known of them by themselves, and rows of data. */
const kinds: readonly (readonly [Units, readonly Plain[], number[][]])[] = [
  [bernoulliUnits, each(3, numbers(0, 1)), binaryStates(3).slice(2, 7)],
  [
    family.spinUnits,
    each(3, numbers(-1, 1)),
    binaryStates(3).map((row) => row.map((state) => 2 * state - 1)),
  ],
  [
    family.binomialUnits({ trials: 4 }),
    each(2, numbers(0, 1, 2, 3, 4)),
    [
      [0, 3],
      [4, 1],
    ],
  ],
  [
    softmax,
    [one(0), one(3)],
    [
      [1, 0, 0, 0, 0, 1],
      [0, 1, 0, 0, 1, 0],
    ],
  ],
  [
    gaussianUnits,
    each(2, { ends: [-16, 16] }),
    [
      [0.3, -1.7],
      [2.5, 0],
    ],
  ],
  [
    family.learnedGaussianUnits(),
    each(2, { ends: [-16, 16] }),
    [
      [0.3, -1.7],
      [2.5, 0],
    ],
  ],
  [
    family.rectifiedGaussianUnits,
    each(2, { ends: [0, 16] }),
    [
      [0.3, 1.7],
      [2.5, 0],
    ],
  ],
  [
    family.truncatedExponentialUnits,
    each(2, { ends: [0, 1] }),
    [
      [0.3, 1],
      [0.95, 0],
    ],
  ],
  [
    family.mixedUnits([
      { units: family.spinUnits, columns: 1 },
      { units: family.learnedGaussianUnits(), columns: 1 },
      { units: softmax, columns: 3 },
    ]),
    [...each(1, numbers(-1, 1)), ...each(1, { ends: [-16, 16] }, 1), one(2)],
    [
      [1, 0.4, 0, 1, 0],
      [-1, -1.1, 0, 0, 1],
    ],
  ],
];

/** States of a feature with what each counts, by Simpson's rule where they are real numbers. */
function measureOf({ states, ends }: Plain): (readonly [readonly number[], number])[] {
  if (states) return states.map((state) => [state, 1]);
  const [low, high] = ends!;
  const width = (high - low) / 4000;
  return Array.from({ length: 4001 }, (_, index) => {
    const weight = index === 0 || index === 4000 ? 1 : index % 2 === 0 ? 2 : 4;
    return [[low + index * width], (weight * width) / 3];
  });
}

/** log Σₕ exp(−E(v, h)) of each row, by a sum over the states of three binary hidden units. */
function scoresOf(rbm: RBM, rows: number[][]): number[] {
  const hidden = binaryStates(3);
  const energies = hidden.map((h) => rbm.energy(rows, new Matrix(rows.map(() => h))));
  return rows.map((_, row) => Math.log(energies.reduce((sum, energy) => sum + Math.exp(-energy[row]!), 0)));
}

const machineOf = (visibleUnits: Units, visible: number, options: { readonly std?: number } = {}): RBM => {
  const { std = 0.6 } = options;
  const rbm = new RBM({
    ...{ visible, hidden: 3, visibleUnits, engine: "reference", seed: 1 },
    parameters: {
      weights: randomMatrix(`${visibleUnits.name} weights`, visible, 3, std),
      visibleBias: randomMatrix(`${visibleUnits.name} visible`, 1, visible, 0.5),
      hiddenBias: randomMatrix(`${visibleUnits.name} hidden`, 1, 3, 0.5),
    },
  });
  for (const [name, matrix] of Object.entries(rbm.parameters)) if (/Precision$/.test(name)) matrix.fill(1.5);
  return rounded(rbm);
};

describe("featureLogLikelihoods", () => {
  it.each(kinds.map((kind) => [kind[0].name, kind] as const))(
    "of %s units are ratios of sums or integrals over all states",
    (_, [units, features, data]) => {
      const rbm = machineOf(units, data[0]!.length);
      const found = featureLogLikelihoods(rbm, data, { engine });
      expect(found).toHaveLength(features.length);
      const here = scoresOf(rbm, data);
      for (const [index, feature] of features.entries()) {
        const measure = measureOf(feature);
        let expected = 0;
        for (const [row, given] of data.entries()) {
          const others = measure.map(([state]) =>
            given.map((value, column) => state[feature.columns.indexOf(column)] ?? value),
          );
          const total = scoresOf(rbm, others).reduce(
            (sum, score, place) => sum + measure[place]![1] * Math.exp(score - here[row]!),
            0,
          );
          expected -= Math.log(total) / data.length;
        }
        expectWithin(found[index], expected, isFloat64 ? 1e-9 : 2e-4, `feature ${index}`);
      }
    },
  );

  it("of real numbers between steep hidden units are those of the mixture of normal distributions that they are", () => {
    const rbm = rounded(
      new RBM({
        ...{ visible: 1, hidden: 3, visibleUnits: gaussianUnits, engine: "reference" },
        parameters: { weights: [[30, -17, 8]], visibleBias: [[2]], hiddenBias: [[-400, 20, 1]] },
      }),
    );
    const weights = [30, -17, 8];
    const parts = binaryStates(3).map((h) => {
      const mean = 2 + h.reduce((sum, state, unit) => sum + state * weights[unit]!, 0);
      const bias = -400 * h[0]! + 20 * h[1]! + h[2]!;
      return { mean, log: bias + 0.5 * mean ** 2 - 2 }; // ∫ exp(−½(v − b)² + w·v + c·h)
    });
    const largest = Math.max(...parts.map(({ log }) => log));
    const total = parts.reduce((sum, { log }) => sum + Math.exp(log - largest), 0);
    for (const v of [-15, 2, 25, 40]) {
      const density = parts.reduce(
        (sum, { mean, log }) => sum + (Math.exp(log - largest) / total) * Math.exp(-0.5 * (v - mean) ** 2),
        0,
      );
      const [found] = featureLogLikelihoods(rbm, [[v]], { engine });
      expectWithin(found, Math.log(density / Math.sqrt(2 * Math.PI)), tolerance(1e-9, 8, 1000), `${v}`);
    }
  });

  it("of binary units add up to the pseudo-log-likelihood, over more rows than one block holds", () => {
    const rbm = machineOf(bernoulliUnits, 4);
    const rows = Array.from({ length: 1500 }, (_, row) => binaryStates(4)[(7 * row) % 13]!);
    const sum = featureLogLikelihoods(rbm, rows, { engine }).reduce((all, each) => all + each, 0);
    expectWithin(sum, pseudoLogLikelihood(rbm, rows), tolerance(1e-12, 40, 4));
  });

  it("take unbounded hidden units beside bounded visible ones", () => {
    const rbm = new RBM({ visible: 2, hidden: 2, hiddenUnits: gaussianUnits, seed: 1, engine: "reference" });
    const rows = [[1, 0]];
    const odds = (unit: number): number => {
      const other = rows[0]!.map((state, column) => (column === unit ? 1 - state : state));
      const [now, then] = rbm.freeEnergy([rows[0]!, other]);
      return -Math.log1p(Math.exp(now! - then!));
    };
    const found = featureLogLikelihoods(rbm, rows, { engine });
    for (const unit of [0, 1]) expectWithin(found[unit], odds(unit), tolerance(1e-12, 20, 4));
  });

  it("refuse units without an energy with the reason, and entries that are no states with their place", () => {
    const noisy = new RBM({
      visible: 2,
      hidden: 2,
      visibleUnits: family.noisyRectifiedUnits,
      seed: 1,
      engine,
    });
    expect(() => featureLogLikelihoods(noisy, [[1, 0]])).toThrow(
      "Cannot compute the log-likelihoods of features: expected units that have an energy, got noisyRectified units: " +
        "max(0, field + ε·√σ(field)) is drawn from no energy",
    );
    const hidden = new RBM({
      visible: 2,
      hidden: 2,
      hiddenUnits: family.noisyRectifiedUnits,
      seed: 1,
      engine,
    });
    expect(() => featureLogLikelihoods(hidden, [[1, 0]])).toThrow("is drawn from no energy");
    const rbm = machineOf(bernoulliUnits, 2);
    expect(() =>
      featureLogLikelihoods(rbm, [
        [1, 0],
        [1, 0.5],
      ]),
    ).toThrow("expected states of bernoulli units, got 0.5 at row 1, column 1");
  });

  it("refuse examples so far out that differences of energies are roundings, with their values", () => {
    const rbm = machineOf(gaussianUnits, 3);
    for (const far of [1e18, -1e100]) {
      expect(() => featureLogLikelihoods(rbm, [[far, 0.3, 0]])).toThrow(
        /^Cannot compute the log-likelihoods of features: expected examples whose energies .*, got \[-?1(0{18}|e\+100), /,
      );
    }
  });
});
