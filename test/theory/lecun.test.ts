import { describe, expect, it } from "vitest";
import {
  dense,
  type EngineChoice,
  linear,
  Matrix,
  Network,
  prepareInputs,
  sgd,
  standardize,
} from "../../src/index.ts";
import { EigenvalueDecomposition } from "../../src/matrix/matrix.ts";
import { engine, expectWithin, tolerance } from "../support/engine-under-test.ts";

// LeCun, Bottou, Orr, Müller, "Efficient BackProp", 1998, section 5.2: a linear unit with two weights and a bias learns two
// classes about (−0.4, −0.8) and (0.4, 0.8), with inputs whose covariance has the eigenvalues 0.84 and 0.036. The 100
// points of their figure 10 are not given; the eight points here have those centers and eigenvalues exactly.
const along = [1 / Math.sqrt(5), 2 / Math.sqrt(5)] as const; // from one center to the other
const across = [2 / Math.sqrt(5), -1 / Math.sqrt(5)] as const;
const between = 0.4 ** 2 + 0.8 ** 2; // the variance of the centers
const shift = [3, 3] as const;

/** Eight points whose covariance has these eigenvalues along and across the line between the two centers. */
function twoClasses(alongVariance: number, acrossVariance: number): number[][] {
  const [a, b] = [Math.sqrt(2 * (alongVariance - between)), Math.sqrt(2 * acrossVariance)];
  const steps = [
    [a, 0],
    [-a, 0],
    [0, b],
    [0, -b],
  ] as const;
  return [-1, 1].flatMap((side) =>
    steps.map(([s, t]) =>
      [0.4 * side, 0.8 * side].map((center, i) => center + s * along[i]! + t * across[i]!),
    ),
  );
}

const moved = (rows: readonly number[][]): number[][] => rows.map((row) => row.map((x, i) => x + shift[i]!));

/** A linear unit with two inputs, at these weights and this bias. */
const unit = (weights: readonly number[], bias: number, on: EngineChoice = engine): Network =>
  new Network({
    layers: [dense({ inputs: 2, outputs: 1 })],
    head: linear,
    seed: 1,
    engine: on,
    parameters: { "0.weights": Matrix.columnVector([...weights]), "0.bias": new Matrix([[bias]]) },
  });

/**
 * The Hessian of E = ½·mean (y − t)², as the paper has it, in the weights and the bias, from the library's gradients: its
 * loss is 2E, so with targets of 0 the gradient at half of a unit vector is a column of it.
 */
function hessian(inputs: readonly number[][]): Matrix {
  const targets = inputs.map(() => 0);
  const gradientAt = ([first, second, bias]: readonly number[]): number[] => {
    const { gradients } = unit([first!, second!], bias!, "reference").gradients(inputs, targets);
    return [...new Matrix(gradients["0.weights"]!).to1DArray(), gradients["0.bias"]!.get(0, 0)];
  };
  return new Matrix([0, 1, 2].map((axis) => gradientAt([0, 1, 2].map((i) => (i === axis ? 0.5 : 0)))));
}

const eigenvalues = (matrix: Matrix): number[] =>
  [...new EigenvalueDecomposition(matrix, { assumeSymmetric: true }).realEigenvalues].sort((a, b) => a - b);

function condition(matrix: Matrix): number {
  const [smallest, , largest] = eigenvalues(matrix);
  return largest! / smallest!;
}

const inputs = twoClasses(0.84, 0.036);

describe("The Hessian of a linear unit", () => {
  it("has the eigenvalues 0.84 and 0.036 of the covariance, and 1 for the bias, for inputs of mean zero", () => {
    const [smallest, middle, largest] = eigenvalues(hessian(inputs));
    expect(smallest).toBeCloseTo(0.036, 14);
    expect(middle).toBeCloseTo(0.84, 14);
    expect(largest).toBeCloseTo(1, 14);
  });

  it("is [[C + m·mᵀ, m], [mᵀ, 1]] for inputs of mean m: a large eigenvalue more, and the same determinant", () => {
    const centered = hessian(inputs);
    const shifted = hessian(moved(inputs));
    const mean = [...shift, 1];
    for (const i of [0, 1, 2]) {
      for (const j of [0, 1, 2]) {
        const expected = (i < 2 && j < 2 ? centered.get(i, j) : 0) + mean[i]! * mean[j]!;
        expect(shifted.get(i, j)).toBeCloseTo(expected, 13);
      }
    }
    const [smallest, middle, largest] = eigenvalues(shifted);
    expect(smallest! + middle! + largest!).toBeCloseTo(0.84 + 0.036 + 1 + 18, 12);
    expect(smallest! * middle! * largest!).toBeCloseTo(0.84 * 0.036, 12);
    expect(largest).toBeGreaterThan(18 + 1); // |m|² and the bias
  });

  it("rises from condition 33 to about 2096 for inputs shifted by 3, as in a replication with points drawn at random", () => {
    const conditions = (centered: number): [number, number] => {
      const rows = twoClasses(between + 1 / centered, 1 / centered); // classes as wide along as across
      return [condition(hessian(rows)), condition(hessian(moved(rows)))];
    };
    const [[low, lowShifted], [high, highShifted]] = [conditions(32.5), conditions(33.5)];
    expect(low).toBeCloseTo(32.5, 10);
    expect(high).toBeCloseTo(33.5, 10);
    expect(lowShifted).toBeLessThan(2096); // 2077
    expect(highShifted).toBeGreaterThan(2096); // 2131
  });
});

describe("prepareInputs", () => {
  const mixed = moved(inputs).map(([x, y]) => [100 * x! + 7, 0.01 * y!]); // in other units as well
  it.each([
    { where: "as they are", rows: inputs },
    { where: "shifted by 3", rows: moved(inputs) },
    { where: "shifted and in other units", rows: mixed },
  ])("brings the condition of the Hessian to 1 for inputs $where", ({ rows }) => {
    const prepared = prepareInputs.fit(rows).transform(rows);
    expect(condition(hessian(prepared.to2DArray()))).toBeCloseTo(1, 10);
  });

  it("lets one step of gradient descent reach the minimum, wherever the inputs were", async () => {
    const rows = moved(inputs);
    const targets = rows.map(([x, y]) => 2 * x! - y! + 0.5);
    const prepared = prepareInputs.fit(rows).transform(rows);
    const optimizer = sgd({ learningRate: 0.5 }); // 1/λ: the library's loss is the mean of squares, 2E
    const network = unit([0.3, -0.2], 0.1);
    expect(network.evaluate(prepared, targets).loss).toBeGreaterThan(1);
    await network.fit(prepared, targets, { epochs: 1, optimizer });
    // A difference of outputs of size 10 at most, after some 20 roundings, squared.
    expect(network.evaluate(prepared, targets).loss).toBeLessThan(tolerance(1e-12, 20, 10) ** 2);
  });
});

describe("standardize", () => {
  it("alone leaves the condition (1 + ρ)/(1 − ρ) of inputs with correlation ρ", () => {
    const [[xx, xy], [, yy]] = [0, 1].map((i) =>
      [0, 1].map((j) => 0.84 * along[i]! * along[j]! + 0.036 * across[i]! * across[j]!),
    ) as [[number, number], [number, number]];
    const correlation = xy / Math.sqrt(xx * yy);
    const rows = standardize.fit(moved(inputs)).transform(moved(inputs)).to2DArray();
    expect(condition(hessian(rows))).toBeCloseTo((1 + correlation) / (1 - correlation), 9);
  });
});

describe("sgd on a linear unit", () => {
  // Along an eigenvector of eigenvalue λ each step multiplies the distance to the minimum by 1 − ηλ.
  const distance = { along: 1, across: -0.7, bias: 0.4 };
  const weights = [0, 1].map((i) => distance.along * along[i]! + distance.across * across[i]!);
  const targets = inputs.map(([x, y]) => weights[0]! * x! + weights[1]! * y! + distance.bias);
  const lossAfter = (steps: number, rate: number): number =>
    [
      [0.84, distance.along],
      [0.036, distance.across],
      [1, distance.bias],
    ].reduce((sum, [lambda, c]) => sum + lambda! * (c! * (1 - rate * lambda!) ** steps) ** 2, 0);

  it.each([
    { rate: 1.5, what: "converges" },
    { rate: 2.5, what: "diverges" },
  ])(
    "$what with the learning rate $rate, as figure 11 shows, at exactly the pace of the eigenvalues",
    async ({ rate, what }) => {
      const network = unit([0, 0], 0);
      expectWithin(network.evaluate(inputs, targets).loss, lossAfter(0, rate), tolerance(0.5e-13, 20, 2));
      await network.fit(inputs, targets, { epochs: 25, optimizer: sgd({ learningRate: rate / 2 }) });
      const { loss } = network.evaluate(inputs, targets);
      // Ten roundings a step; where it converges, the distance has shrunk to a fifth of what they are relative to.
      expectWithin(loss / lossAfter(25, rate), 1, tolerance(0.5e-10, 25 * 10, 2 * 5));
      expect(loss < lossAfter(0, rate)).toBe(what === "converges");
    },
  );
});
