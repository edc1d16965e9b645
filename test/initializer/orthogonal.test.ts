import { QrDecomposition } from "ml-matrix";
import { describe, expect, it } from "vitest";
import type { LayerPosition } from "../../src/initializer/initializer.ts";
import { isometricLogistic } from "../../src/initializer/isometric-logistic.ts";
import { orthogonal } from "../../src/initializer/orthogonal.ts";
import { orthonormalColumns } from "../../src/initializer/orthonormal-columns.ts";
import { Matrix } from "../../src/matrix/matrix.ts";
import { RandomStream } from "../../src/random/stream.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const stream = (purpose: string): RandomStream => new RandomStream("orthogonal", purpose);

/** The largest distance between a matrix and a multiple of the identity. */
function distanceToIdentity(matrix: number[][], diagonal: number): number {
  return Math.max(
    ...matrix.flatMap((row, i) => row.map((value, j) => Math.abs(value - (i === j ? diagonal : 0)))),
  );
}

/** Inner products of the columns, by plain loops. */
function gram(columns: number[][]): number[][] {
  return columns.map((a) => columns.map((b) => a.reduce((sum, value, index) => sum + value * b[index]!, 0)));
}

const columnsOf = (matrix: Matrix): number[][] => matrix.transpose().to2DArray();

describe("orthonormalColumns", () => {
  it.each([
    [1, 1],
    [3, 1],
    [30, 30],
    [60, 25],
    [64, 63],
  ])("has the bits of ml-matrix's decomposition with R's diagonal made positive: %i×%i", (rows, columns) => {
    const a = randomMatrix("a", rows, columns);
    const decomposition = new QrDecomposition(a);
    const signs = decomposition.upperTriangularMatrix.diagonal().map((r) => (r < 0 ? -1 : 1));
    expect(orthonormalColumns(a)).toEqual(decomposition.orthogonalMatrix.mulRowVector(signs));
  });

  it("has orthonormal columns where those of the matrix are zeros or the same", () => {
    for (const a of [Matrix.zeros(4, 3), Matrix.ones(5, 4)]) {
      expect(distanceToIdentity(gram(columnsOf(orthonormalColumns(a))), 1)).toBeLessThan(1e-14);
    }
  });
});

describe("orthogonal", () => {
  it.each([
    { inputs: 40, outputs: 40, gain: 1 },
    { inputs: 60, outputs: 25, gain: 1 },
    { inputs: 60, outputs: 25, gain: 2.5 },
    { inputs: 1, outputs: 1, gain: 3 },
    { inputs: 30, outputs: 1, gain: 1 },
  ])("has orthonormal columns times its gain: $inputs×$outputs, gain $gain", ({ inputs, outputs, gain }) => {
    const { weights } = orthogonal({ gain }).draw({ inputs, outputs }, stream("columns"));
    expect(distanceToIdentity(gram(columnsOf(weights)), gain ** 2)).toBeLessThan(1e-12);
  });

  it.each([
    { inputs: 40, outputs: 40, gain: 1 },
    { inputs: 25, outputs: 60, gain: 1 },
    { inputs: 25, outputs: 60, gain: 0.3 },
    { inputs: 1, outputs: 30, gain: 1 },
  ])("has orthonormal rows times its gain: $inputs×$outputs, gain $gain", ({ inputs, outputs, gain }) => {
    const { weights } = orthogonal({ gain }).draw({ inputs, outputs }, stream("rows"));
    expect(distanceToIdentity(gram(weights.to2DArray()), gain ** 2)).toBeLessThan(1e-12);
  });

  describe("on three units", () => {
    const count = 10_000;
    const random = stream("haar");
    const matrices = Array.from({ length: count }, () =>
      orthogonal().draw({ inputs: 3, outputs: 3 }, random),
    );
    const rows = matrices.map(({ weights }) => weights.to2DArray());

    /** Expects the mean over all draws within five standard errors. */
    function expectMean(
      f: (q: number[][]) => number,
      expected: number,
      variance: number,
      what: string,
    ): void {
      const mean = rows.reduce((sum, q) => sum + f(q), 0) / count;
      const limit = 5 * Math.sqrt(variance / count);
      expect(Math.abs(mean - expected), `${what}: ${mean} instead of ${expected} ± ${limit}`).toBeLessThan(
        limit,
      );
    }

    it("has elements that are uniform in [−1, 1], as a coordinate of a point on a sphere is", () => {
      for (let i = 0; i < 3; i++) {
        for (let j = 0; j < 3; j++) {
          expectMean((q) => q[i]![j]!, 0, 1 / 3, `mean of element ${i}, ${j}`);
          expectMean((q) => q[i]![j]! ** 2, 1 / 3, 1 / 5 - 1 / 9, `mean square of element ${i}, ${j}`);
          expectMean((q) => q[i]![j]! ** 4, 1 / 5, 1 / 9 - 1 / 25, `mean fourth power of element ${i}, ${j}`);
        }
      }
    });

    it("turns as often as it mirrors", () => {
      // the third row is the cross product of the first two, or its opposite
      const determinant = ([a, b, c]: number[][]): number =>
        a![0]! * (b![1]! * c![2]! - b![2]! * c![1]!) -
        a![1]! * (b![0]! * c![2]! - b![2]! * c![0]!) +
        a![2]! * (b![0]! * c![1]! - b![1]! * c![0]!);
      expectMean(determinant, 0, 1, "mean determinant");
    });

    it("has a trace of mean 0 and mean square 1", () => {
      const trace = (q: number[][]): number => q[0]![0]! + q[1]![1]! + q[2]![2]!;
      expectMean(trace, 0, 1, "mean trace");
      // ±(1 + 2 cos θ) with θ of density (1 − cos θ)/2π in [−π, π]: the fourth moment is 3
      expectMean((q) => trace(q) ** 2, 1, 3 - 1, "mean square of the trace");
    });
  });
});

/** x·W + b by plain loops. */
function affine(x: number[], weights: number[][], bias?: number[]): number[] {
  const z = bias === undefined ? weights[0]!.map(() => 0) : [...bias];
  x.forEach((value, input) => {
    weights[input]!.forEach((weight, unit) => {
      z[unit]! += value * weight;
    });
  });
  return z;
}

/** W·δ by plain loops: the gradient on its way back through a layer. */
function back(delta: number[], weights: number[][]): number[] {
  return weights.map((row) => row.reduce((sum, weight, unit) => sum + weight * delta[unit]!, 0));
}

const logistic = (z: number): number => 1 / (1 + Math.exp(-z));
const largestDistance = (a: number[], b: number[]): number =>
  Math.max(...a.map((value, index) => Math.abs(value - b[index]!)));

describe("isometricLogistic", () => {
  it("has twice the orthogonal weights and no bias in the first layer", () => {
    const fan = { inputs: 12, outputs: 7 };
    const w = orthogonal({ gain: 1.5 }).draw(fan, stream("first")).weights.to2DArray();
    const { weights, bias } = isometricLogistic({ gain: 1.5 }).draw(fan, stream("first"), "first");
    expect(weights.to2DArray()).toEqual(w.map((row) => row.map((value) => 2 * value)));
    expect(bias).toBeUndefined();
  });

  it("has four times the orthogonal weights and −2 times their column sums in a later layer", () => {
    const fan = { inputs: 7, outputs: 12 };
    const w = orthogonal({ gain: 1.5 }).draw(fan, stream("later")).weights;
    const { weights, bias } = isometricLogistic({ gain: 1.5 }).draw(fan, stream("later"), "later");
    expect(weights.to2DArray()).toEqual(w.to2DArray().map((row) => row.map((value) => 4 * value)));
    const sums = columnsOf(w).map((column) => column.reduce((sum, value) => sum + value, 0));
    expect(
      largestDistance(
        bias!.getRow(0),
        sums.map((sum) => -2 * sum),
      ),
    ).toBeLessThan(1e-14);
  });

  it("takes a layer of which nothing is said for the first", () => {
    const fan = { inputs: 5, outputs: 5 };
    const { weights, bias } = isometricLogistic().draw(fan, stream("alone"));
    const first = isometricLogistic().draw(fan, stream("alone"), "first");
    expect(weights.to2DArray()).toEqual(first.weights.to2DArray());
    expect(bias).toBeUndefined();
  });

  it.each([
    { what: "20 layers of 100 units", sizes: Array.from({ length: 21 }, () => 100), gain: 1 },
    { what: "widths that change and gain 1.2", sizes: [30, 80, 50, 50, 90, 20], gain: 1.2 },
  ])("gives (1 + t)/2 of the tanh net in every layer, and half its gradient: $what", ({ sizes, gain }) => {
    const random = stream("inputs");
    const inputs = Array.from({ length: sizes[0]! }, () => 0.7 * random.normal());
    const layers = sizes.slice(1).map((outputs, layer) => {
      const fan = { inputs: sizes[layer]!, outputs };
      const position: LayerPosition = layer === 0 ? "first" : "later";
      const { weights, bias } = isometricLogistic({ gain }).draw(fan, stream(`layer ${layer}`), position);
      return {
        w: orthogonal({ gain })
          .draw(fan, stream(`layer ${layer}`))
          .weights.to2DArray(),
        weights: weights.to2DArray(),
        bias: bias?.getRow(0),
      };
    });

    let [t, y] = [inputs, inputs];
    const slopes = layers.map(({ w, weights, bias }) => {
      t = affine(t, w).map(Math.tanh);
      y = affine(y, weights, bias).map(logistic);
      expect(
        largestDistance(
          y,
          t.map((value) => (1 + value) / 2),
        ),
      ).toBeLessThan(1e-12);
      return { tanh: t.map((value) => 1 - value * value), logistic: y.map((value) => value * (1 - value)) };
    });

    let ofTanh = t.map(() => random.normal()); // ∂E/∂t of the last layer, and the same numbers as ∂E/∂y
    let ofLogistic = ofTanh;
    for (const [layer, { w, weights }] of [...layers.entries()].reverse()) {
      ofTanh = back(
        ofTanh.map((value, unit) => value * slopes[layer]!.tanh[unit]!),
        w,
      );
      ofLogistic = back(
        ofLogistic.map((value, unit) => value * slopes[layer]!.logistic[unit]!),
        weights,
      );
    }
    expect(
      largestDistance(
        ofLogistic,
        ofTanh.map((value) => value / 2),
      ),
    ).toBeLessThan(1e-12);
    expect(Math.hypot(...ofLogistic)).toBeGreaterThan(0.01); // so the comparison is not one of vanished numbers
  });
});
