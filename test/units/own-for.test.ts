import { describe, expect, it } from "vitest";
import { checkUnits } from "../../src/extend/index.ts";
import { bernoulliUnits, logLikelihood, Matrix, RBM, type Units } from "../../src/index.ts";
import { RandomStream } from "../../src/random/stream.ts";
import { baseRate, learnedGaussianUnits, mixedUnits } from "../../src/rbm/index.ts";

const random = new RandomStream("columns", "draws");
/** Columns of several means and spreads. */
const rows = Array.from({ length: 50 }, () =>
  [
    [3, 0.2],
    [-100, 5],
    [0.01, 0.05],
  ].map(([mean, spread]) => mean! + spread! * (random.uniform() - random.uniform() + random.uniform() - 0.5)),
);
const columnOf = (data: number[][], column: number): number[] => data.map((row) => row[column]!);
const meanOf = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const varianceOf = (values: number[]): number => meanOf(values.map((value) => (value - meanOf(values)) ** 2));
/** log p per example of independent Gaussians of the means and variances of the data: −½ Σ (log 2πσ² + 1). */
const independent = (data: number[][]): number =>
  data[0]!
    .map((_, column) => -0.5 * (Math.log(2 * Math.PI * varianceOf(columnOf(data, column))) + 1))
    .reduce((sum, each) => sum + each, 0);

const machineOf = (visibleUnits: Units, visible: number, parameters = {}): RBM =>
  new RBM({ visible, hidden: 2, visibleUnits, parameters, seed: 1, engine: "reference" });
const expectNear = (got: number, wanted: number): void => {
  expect(Math.abs(got - wanted)).toBeLessThan(1e-9 * (1 + Math.abs(wanted)));
};

describe("baseRate of units with parameters of their own", () => {
  it("has the log-likelihood of independent Gaussians, whatever the machine has learned", () => {
    const units = learnedGaussianUnits();
    for (const precision of [0.1, 1, 50]) {
      const rbm = machineOf(units, 3, { visiblePrecision: [precision, precision, precision] });
      const base = baseRate(rbm, rows);
      expectNear(logLikelihood(base, rows), independent(rows));
      for (const column of [0, 1, 2]) {
        const values = columnOf(rows, column);
        expectNear(base.parameters.visiblePrecision!.get(0, column), 1 / varianceOf(values));
        expectNear(base.parameters.visibleBias.get(0, column), meanOf(values) / varianceOf(values));
      }
      expect(rbm.parameters.visiblePrecision!.to1DArray()).toEqual([precision, precision, precision]);
    }
  });

  it("has it in a mixture too, beside the other groups", () => {
    const visibleUnits = mixedUnits([
      { units: bernoulliUnits, columns: 1 },
      { units: learnedGaussianUnits(), columns: 3 },
    ]);
    const data = rows.map((row, index) => [index % 5 === 0 ? 1 : 0, ...row]);
    const mean = (10 + 0.5) / (50 + 1); // of one more example
    const binary = 0.2 * Math.log(mean) + 0.8 * Math.log(1 - mean);
    expectNear(logLikelihood(baseRate(machineOf(visibleUnits, 4), data), data), binary + independent(rows));
  });

  it("keeps precisions within their bounds, of a column without variance too", () => {
    const units = learnedGaussianUnits({ minimum: 0.5, maximum: 20 });
    const { visiblePrecision, visibleBias } = baseRate(machineOf(units, 3), [
      [7, 100, 1],
      [7, -100, 3],
    ]).parameters;
    expect(visiblePrecision!.to1DArray()).toEqual([20, 0.5, 1]);
    for (const [column, bias] of [140, 0, 2].entries()) expectNear(visibleBias.get(0, column), bias);
  });

  it("stays what the machine has, without data", () => {
    const rbm = machineOf(learnedGaussianUnits(), 3, { visiblePrecision: [2, 3, 4], visibleBias: [1, 2, 3] });
    const { visiblePrecision, visibleBias } = baseRate(rbm).parameters;
    expect([visiblePrecision!.to1DArray(), visibleBias.to1DArray()]).toEqual([
      [2, 3, 4],
      [1, 2, 3],
    ]);
  });
});

describe("ownFor of one's own", () => {
  const own: Units = { ...learnedGaussianUnits(), name: "own" };

  it("is checked by checkUnits: a precision that is not likeliest is refused", () => {
    checkUnits(own);
    const half: Units = {
      ...own,
      ownFor: (data) => ({ precision: own.ownFor!(data).precision!.clone().mul(0.5) }),
    };
    expect(() => checkUnits(half)).toThrow(
      /^Cannot check units: expected the mean gradient of precision in column 0 by what ownFor gives to be /,
    );
  });

  it.each([
    [() => undefined, "expected ownFor of own units to give matrices by name, got undefined"],
    [async () => ({}), "expected ownFor of own units to give matrices by name, got a promise; await it"],
    [() => ({ precision: 3 }), 'expected ownFor of own units to give "precision", 1×3, got 3'],
    [
      () => ({ precision: new Matrix(1, 2) }),
      'expected ownFor of own units to give "precision", 1×3, got 1×2',
    ],
    [() => ({ variance: new Matrix(1, 3) }), 'got "variance"'],
    [() => ({ bias: new Matrix(1, 3) }), 'got "bias"'],
    [
      () => ({ precision: new Matrix(1, 3).fill(Number.NaN) }),
      "expected precision by ownFor of own units to be finite, got NaN at row 0, column 0",
    ],
  ])("is refused where it gives something else (%#)", (wrong, said) => {
    const units = { ...own, ownFor: wrong } as unknown as Units;
    expect(() => baseRate(machineOf(units, 3), rows)).toThrow(said);
    expect(() => baseRate(machineOf(units, 3), rows)).toThrow("Cannot make a base-rate machine: expected ");
  });
});
