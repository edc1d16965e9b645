import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sigmoid } from "../src/activation/sigmoid.ts";
import { type AbstractMatrix, Matrix } from "../src/matrix/matrix.ts";
import { RandomStream } from "../src/random/stream.ts";
import fixture from "./fixtures/random.json" with { type: "json" };
import { countBy, even, expectDistribution } from "./support/chi-squared.ts";
import { engines, toleranceOf } from "./support/engines.ts";
import { randomMatrix } from "./support/random-matrix.ts";

type Rows = readonly (readonly number[])[];

/** An element as plain arithmetic has it, with the sum of the sizes of its terms, which scales what rounding may do. */
interface Expected {
  readonly value: number;
  readonly size: number;
}

const size = fc.integer({ min: 1, max: 9 });
const shapes = { seed: 20, numRuns: 40 };

const exact = (value: number): Expected => ({ value, size: Math.abs(value) });
const sumOf = (terms: readonly number[]): Expected => ({
  value: terms.reduce((sum, term) => sum + term, 0),
  size: terms.reduce((sum, term) => sum + Math.abs(term), 0),
});
const grid = (rows: number, columns: number, at: (row: number, column: number) => Expected): Expected[][] =>
  Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_, column) => at(row, column)));
const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe.each(engines.map((engine) => [engine.name, engine] as const))("%s", (_name, engine) => {
  const tolerance = toleranceOf(engine);
  const loaded = (name: string, rows: number, columns: number) =>
    engine.load(randomMatrix(name, rows, columns));
  const plain = (matrix: AbstractMatrix): Rows => matrix.to2DArray();

  function expectResult(actual: AbstractMatrix, expected: readonly (readonly Expected[])[]): void {
    expect([actual.rows, actual.columns]).toEqual([expected.length, expected[0]!.length]);
    for (const [row, cells] of expected.entries()) {
      for (const [column, { value, size }] of cells.entries()) {
        const difference = Math.abs(actual.get(row, column) - value);
        expect(difference, `element [${row}, ${column}]`).toBeLessThanOrEqual(tolerance * size);
      }
    }
  }

  /** Runs a kernel on loaded operands, and checks that it leaves them and that `expected` is what it gives. */
  function check(
    operands: readonly AbstractMatrix[],
    kernel: (...operands: AbstractMatrix[]) => AbstractMatrix,
    expected: (...operands: Rows[]) => readonly (readonly Expected[])[],
  ): void {
    const before = JSON.stringify(operands.map(plain));
    expectResult(kernel(...operands), expected(...operands.map(plain)));
    expect(JSON.stringify(operands.map(plain))).toBe(before);
  }

  /** The same with `into`: a matrix of other numbers is overwritten and returned. */
  function checkInto(
    operands: readonly AbstractMatrix[],
    kernel: (into: AbstractMatrix | undefined, ...operands: AbstractMatrix[]) => AbstractMatrix,
    expected: (...operands: Rows[]) => readonly (readonly Expected[])[],
  ): void {
    check(operands, (...given) => kernel(undefined, ...given), expected);
    const { rows, columns } = kernel(undefined, ...operands);
    const into = loaded("into", rows, columns);
    check(
      operands,
      (...given) => {
        expect(kernel(into, ...given)).toBe(into);
        return into;
      },
      expected,
    );
  }

  /** The same for an elementwise kernel: `into` may be any of the operands too. */
  function checkElementwise(
    operands: readonly AbstractMatrix[],
    kernel: (into: AbstractMatrix | undefined, ...operands: AbstractMatrix[]) => AbstractMatrix,
    expected: (...elements: number[]) => Expected,
  ): void {
    const all = (...rows: Rows[]) =>
      grid(rows[0]!.length, rows[0]![0]!.length, (row, column) =>
        expected(...rows.map((each) => each[row]![column]!)),
      );
    checkInto(operands, kernel, all);
    for (const target of range(operands.length)) {
      const copies = operands.map((operand) => engine.load(operand));
      const wanted = all(...copies.map(plain));
      expect(kernel(copies[target], ...copies)).toBe(copies[target]);
      expectResult(copies[target]!, wanted);
    }
  }

  describe("load, zeros, copy and scope", () => {
    it("load gives a copy of equal values in other memory", () => {
      const source = new Matrix([
        [0.5, -0, 3],
        [1024, -0.25, 2 ** -20],
      ]);
      const copy = engine.load(source);
      expect(plain(copy)).toEqual(plain(source));
      engine.scale(2, copy, copy);
      expect(source.get(1, 0)).toBe(1024);
      expect(plain(engine.load(engine.load(source)))).toEqual(plain(source));
    });

    it("zeros are zeros of the shape asked for", () => {
      expect(plain(engine.zeros(2, 3))).toEqual([
        [0, 0, 0],
        [0, 0, 0],
      ]);
    });

    it("copy overwrites the matrix it is given", () => {
      const [from, into] = [loaded("from", 3, 5), loaded("into", 3, 5)];
      expect(engine.copy(from, into)).toBe(into);
      expect(plain(into)).toEqual(plain(from));
      engine.scale(0, into, into);
      expect(plain(from)).toEqual(plain(loaded("from", 3, 5)));
    });

    it("scope gives back what its step does, and leaves what was loaded before it", () => {
      const a = loaded("a", 4, 4);
      const before = plain(a);
      for (let step = 0; step < 3; step++) {
        const sum = engine.scope(() => engine.sum(engine.add(engine.product(a, a), engine.scale(2, a))));
        const terms = before.flatMap((row) => [
          ...row.map((x) => 2 * x),
          ...row.flatMap((x, k) => before[k]!.map((y) => x * y)),
        ]);
        const { value, size } = sumOf(terms);
        expect(Math.abs(sum - value)).toBeLessThanOrEqual(tolerance * size);
      }
      expect(plain(a)).toEqual(before);
    });

    it("scope lets an error through and goes on working", () => {
      const broken = () =>
        engine.scope(() => {
          throw new Error("broken off");
        });
      expect(broken).toThrow("broken off");
      expect(engine.scope(() => engine.sum(engine.load(new Matrix([[1, 2]]))))).toBe(3);
    });
  });

  describe("products on random shapes", () => {
    const dots =
      (a: Rows, b: Rows, inner: number, at: (a: Rows, b: Rows, i: number, j: number, k: number) => number) =>
      (rows: number, columns: number) =>
        grid(rows, columns, (i, j) => sumOf(range(inner).map((k) => at(a, b, i, j, k))));

    it("product is Σₖ aᵢₖ·bₖⱼ", () => {
      fc.assert(
        fc.property(size, size, size, (rows, inner, columns) => {
          checkInto(
            [loaded("a", rows, inner), loaded("b", inner, columns)],
            (into, a, b) => engine.product(a!, b!, into),
            (a, b) => dots(a!, b!, inner, (a, b, i, j, k) => a[i]![k]! * b[k]![j]!)(rows, columns),
          );
        }),
        shapes,
      );
    });

    it("productLeftTransposed is Σₖ aₖᵢ·bₖⱼ", () => {
      fc.assert(
        fc.property(size, size, size, (rows, inner, columns) => {
          checkInto(
            [loaded("a", inner, rows), loaded("b", inner, columns)],
            (into, a, b) => engine.productLeftTransposed(a!, b!, into),
            (a, b) => dots(a!, b!, inner, (a, b, i, j, k) => a[k]![i]! * b[k]![j]!)(rows, columns),
          );
        }),
        shapes,
      );
    });

    it("productRightTransposed is Σₖ aᵢₖ·bⱼₖ", () => {
      fc.assert(
        fc.property(size, size, size, (rows, inner, columns) => {
          checkInto(
            [loaded("a", rows, inner), loaded("b", columns, inner)],
            (into, a, b) => engine.productRightTransposed(a!, b!, into),
            (a, b) => dots(a!, b!, inner, (a, b, i, j, k) => a[i]![k]! * b[j]![k]!)(rows, columns),
          );
        }),
        shapes,
      );
    });

    it("affine is x·W + 1·b, and affineTransposed x·Wᵀ + 1·b", () => {
      fc.assert(
        fc.property(size, size, size, (rows, inner, columns) => {
          const x = loaded("x", rows, inner);
          const bias = loaded("bias", 1, columns);
          check(
            [x, loaded("weights", inner, columns), bias],
            (x, weights, bias) => engine.affine(x!, weights!, bias!),
            (x, weights, bias) =>
              grid(rows, columns, (i, j) =>
                sumOf([...range(inner).map((k) => x![i]![k]! * weights![k]![j]!), bias![0]![j]!]),
              ),
          );
          check(
            [x, loaded("weights", columns, inner), bias],
            (x, weights, bias) => engine.affineTransposed(x!, weights!, bias!),
            (x, weights, bias) =>
              grid(rows, columns, (i, j) =>
                sumOf([...range(inner).map((k) => x![i]![k]! * weights![j]![k]!), bias![0]![j]!]),
              ),
          );
        }),
        shapes,
      );
    });

    it("agree on shapes beyond any block, with rows of zeros among them", () => {
      const sparse = randomMatrix("sparse", 37, 131).apply(function (this: Matrix, i, j) {
        if ((i * 7 + j) % 5 > 0 || i === 3) this.set(i, j, 0);
      });
      check(
        [engine.load(sparse), loaded("b", 131, 53)],
        (a, b) => engine.product(a!, b!),
        (a, b) => grid(37, 53, (i, j) => sumOf(range(131).map((k) => a![i]![k]! * b![k]![j]!))),
      );
      check(
        [engine.load(sparse), loaded("c", 37, 53)],
        (a, c) => engine.productLeftTransposed(a!, c!),
        (a, c) => grid(131, 53, (i, j) => sumOf(range(37).map((k) => a![k]![i]! * c![k]![j]!))),
      );
      check(
        [engine.load(sparse), loaded("d", 53, 131)],
        (a, d) => engine.productRightTransposed(a!, d!),
        (a, d) => grid(37, 53, (i, j) => sumOf(range(131).map((k) => a![i]![k]! * d![j]![k]!))),
      );
    });
  });

  it("computes elementwise kernels on random shapes, also into one of their operands", () => {
    fc.assert(
      fc.property(size, size, (rows, columns) => {
        const [a, b] = [loaded("a", rows, columns), loaded("b", rows, columns)];
        checkElementwise(
          [a, b],
          (into, a, b) => engine.add(a!, b!, into),
          (a, b) => sumOf([a!, b!]),
        );
        checkElementwise(
          [a, b],
          (into, a, b) => engine.subtract(a!, b!, into),
          (a, b) => sumOf([a!, -b!]),
        );
        checkElementwise(
          [a, b],
          (into, a, b) => engine.multiply(a!, b!, into),
          (a, b) => exact(a! * b!),
        );
        checkElementwise(
          [a],
          (into, a) => engine.scale(-2.5, a!, into),
          (a) => exact(-2.5 * a!),
        );
        checkElementwise(
          [a, b],
          (into, a, b) => engine.combine(0.75, a!, -1.5, b!, into),
          (a, b) => sumOf([0.75 * a!, -1.5 * b!]),
        );
        checkElementwise(
          [a],
          (into, a) => engine.map(Math.atan, a!, into),
          (a) => exact(Math.atan(a!)),
        );
        const quotient = (a: number, b: number) => a / (1 + b * b);
        checkElementwise(
          [a, b],
          (into, a, b) => engine.zip(quotient, a!, b!, into),
          (a, b) => exact(quotient(a!, b!)),
        );
      }),
      shapes,
    );
  });

  it("takes one matrix for both operands", () => {
    const a = loaded("a", 3, 4);
    const rows = plain(a);
    const each = (f: (x: number) => Expected) => rows.map((row) => row.map(f));
    expectResult(
      engine.add(a, a),
      each((x) => sumOf([x, x])),
    );
    expectResult(
      engine.multiply(a, a),
      each((x) => exact(x * x)),
    );
    expectResult(
      engine.combine(0.5, a, 2, a, a),
      each((x) => sumOf([0.5 * x, 2 * x])),
    );
  });

  it("adds and multiplies one row or one column along the others", () => {
    fc.assert(
      fc.property(size, size, (rows, columns) => {
        const a = loaded("a", rows, columns);
        const row = loaded("row", 1, columns);
        const column = loaded("column", rows, 1);
        check(
          [a, row],
          (a, row) => engine.addRow(a!, row!),
          (a, row) => grid(rows, columns, (i, j) => sumOf([a![i]![j]!, row![0]![j]!])),
        );
        check(
          [a, row],
          (a, row) => engine.multiplyRow(a!, row!),
          (a, row) => grid(rows, columns, (i, j) => exact(a![i]![j]! * row![0]![j]!)),
        );
        check(
          [a, column],
          (a, column) => engine.addColumn(a!, column!),
          (a, column) => grid(rows, columns, (i, j) => sumOf([a![i]![j]!, column![i]![0]!])),
        );
        check(
          [a, column],
          (a, column) => engine.multiplyColumn(a!, column!),
          (a, column) => grid(rows, columns, (i, j) => exact(a![i]![j]! * column![i]![0]!)),
        );
      }),
      shapes,
    );
  });

  it("sums columns, rows, everything and squares", () => {
    fc.assert(
      fc.property(size, size, (rows, columns) => {
        const a = loaded("a", rows, columns);
        check(
          [a],
          (a) => engine.columnSums(a!),
          (a) => grid(1, columns, (_, j) => sumOf(a!.map((row) => row[j]!))),
        );
        check(
          [a],
          (a) => engine.rowSums(a!),
          (a) => grid(rows, 1, (i) => sumOf(a![i]!)),
        );
        const cells = plain(a).flat();
        const [total, squares] = [sumOf(cells), sumOf(cells.map((x) => x * x))];
        expect(Math.abs(engine.sum(a) - total.value)).toBeLessThanOrEqual(tolerance * total.size);
        expect(Math.abs(engine.sumOfSquares(a) - squares.value)).toBeLessThanOrEqual(
          tolerance * squares.size,
        );
      }),
      shapes,
    );
  });

  it("applies an activation and its slope, which is handed z and y", () => {
    const z = loaded("z", 5, 7);
    const y = engine.activate(sigmoid, z);
    const logistic = (z: number) => 1 / (1 + Math.exp(-z));
    expectResult(
      y,
      plain(z).map((row) => row.map((z) => exact(logistic(z)))),
    );
    const slopes = plain(z).map((row) =>
      row.map((z) => ({ value: logistic(z) * (1 - logistic(z)), size: 1 })),
    );
    expectResult(engine.slope(sigmoid, z, y), slopes);

    const both = { name: "both", apply: (z: number) => 3 * z, slope: (z: number, y = 0) => z + 100 * y };
    const tripled = engine.activate(both, z);
    const given = plain(tripled);
    const seen = plain(z).map((row, i) => row.map((z, j) => sumOf([z, 100 * given[i]![j]!])));
    expectResult(engine.slope(both, z, tripled), seen);
  });

  describe("softmax and logSumExp", () => {
    it("are exp(z)/Σ exp(z) and log Σ exp(z) of each row", () => {
      fc.assert(
        fc.property(size, size, (rows, columns) => {
          const sums = (z: Rows) => z.map((row) => row.reduce((sum, x) => sum + Math.exp(x), 0));
          check(
            [loaded("z", rows, columns)],
            (z) => engine.softmax(z!),
            (z) => grid(rows, columns, (i, j) => ({ value: Math.exp(z![i]![j]!) / sums(z!)[i]!, size: 1 })),
          );
          check(
            [loaded("z", rows, columns)],
            (z) => engine.logSumExp(z!),
            (z) => grid(rows, 1, (i) => ({ value: Math.log(sums(z!)[i]!), size: 1 + Math.abs(z![i]![0]!) })),
          );
        }),
        shapes,
      );
    });

    it("neither overflow nor vanish at ±1000", () => {
      const z = engine.load(
        new Matrix([
          [1000, 1000, -1000],
          [-1000, -1000, -1000],
          [1000, 999, 998],
          [-1000, 0, 1000],
        ]),
      );
      const e = Math.exp(-1);
      const total = 1 + e + e * e;
      const near = (value: number): Expected => ({ value, size: 1000 });
      expectResult(engine.softmax(z), [
        [0.5, 0.5, 0].map(near),
        [1 / 3, 1 / 3, 1 / 3].map(near),
        [1 / total, e / total, (e * e) / total].map(near),
        [0, 0, 1].map(near),
      ]);
      expectResult(engine.logSumExp(z), [
        [near(1000 + Math.LN2)],
        [near(-1000 + Math.log(3))],
        [near(1000 + Math.log(total))],
        [near(1000)],
      ]);
    });
  });

  describe("gatherRows", () => {
    it("gives rows in the order asked for, one more than once too", () => {
      const a = loaded("a", 5, 3);
      const rows = plain(a);
      expect(plain(engine.gatherRows(a, [4, 0, 4]))).toEqual([rows[4], rows[0], rows[4]]);
      expect(plain(engine.gatherRows(a, Uint32Array.of(2)))).toEqual([rows[2]]);
      expect(plain(a)).toEqual(rows);
    });

    it.each([5, -1, 0.5, Number.NaN])("refuses the index %d", (index) => {
      const text = `Cannot gather rows: expected row indices from 0 to 4, got ${index}`;
      expect(() => engine.gatherRows(loaded("a", 5, 3), [0, index])).toThrow(new RangeError(text));
    });
  });

  describe("shapes that do not fit are refused, and both are named", () => {
    const [a, b] = [engine.zeros(2, 3), engine.zeros(4, 5)];
    it.each<[string, () => unknown, string, string]>([
      ["product", () => engine.product(a, b), "2×3", "4×5"],
      ["product of too few rows", () => engine.product(b, engine.zeros(3, 2)), "4×5", "3×2"],
      ["productLeftTransposed", () => engine.productLeftTransposed(a, b), "2×3", "4×5"],
      ["productRightTransposed", () => engine.productRightTransposed(a, b), "2×3", "4×5"],
      ["affine", () => engine.affine(a, b, engine.zeros(1, 5)), "2×3", "4×5"],
      ["bias of affine", () => engine.affine(a, engine.zeros(3, 5), engine.zeros(1, 4)), "2×5", "1×4"],
      ["affineTransposed", () => engine.affineTransposed(a, b, engine.zeros(1, 4)), "2×3", "4×5"],
      [
        "bias of affineTransposed",
        () => engine.affineTransposed(a, engine.zeros(5, 3), engine.zeros(2, 5)),
        "2×5",
        "2×5",
      ],
      ["add", () => engine.add(a, b), "2×3", "4×5"],
      ["add of a transpose", () => engine.add(a, engine.zeros(3, 2)), "2×3", "3×2"],
      ["subtract", () => engine.subtract(a, b), "2×3", "4×5"],
      ["multiply", () => engine.multiply(a, b), "2×3", "4×5"],
      ["combine", () => engine.combine(1, a, 1, b), "2×3", "4×5"],
      ["zip", () => engine.zip((x) => x, a, b), "2×3", "4×5"],
      ["slope", () => engine.slope(sigmoid, a, b), "2×3", "4×5"],
      ["addRow", () => engine.addRow(a, engine.zeros(1, 2)), "2×3", "1×2"],
      ["addRow of two rows", () => engine.addRow(a, engine.zeros(2, 3)), "2×3", "2×3"],
      ["multiplyRow", () => engine.multiplyRow(a, engine.zeros(1, 2)), "2×3", "1×2"],
      ["addColumn", () => engine.addColumn(a, engine.zeros(3, 1)), "2×3", "3×1"],
      ["multiplyColumn", () => engine.multiplyColumn(a, engine.zeros(3, 1)), "2×3", "3×1"],
      ["multiplyColumn by two", () => engine.multiplyColumn(a, engine.zeros(2, 2)), "2×3", "2×2"],
      ["copy", () => engine.copy(a, b), "2×3", "4×5"],
      ["into of add", () => engine.add(a, a, b), "2×3", "4×5"],
      ["into of scale", () => engine.scale(2, a, b), "2×3", "4×5"],
      ["into of map", () => engine.map((x) => x, a, b), "2×3", "4×5"],
      ["into of product", () => engine.product(a, engine.zeros(3, 7), b), "2×7", "4×5"],
      ["into of productLeftTransposed", () => engine.productLeftTransposed(a, a, b), "3×3", "4×5"],
      ["into of productRightTransposed", () => engine.productRightTransposed(a, a, b), "2×2", "4×5"],
    ])("by %s", (_kernel, run, first, second) => {
      expect(run).toThrow(RangeError);
      expect(run).toThrow(new RegExp(`^Cannot .*${first}.*${second}`));
    });
  });

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
