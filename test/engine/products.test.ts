import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { systemBlas } from "../../src/blas/system-blas.ts";
import { reference } from "../../src/engine/reference.ts";
import { Matrix } from "../../src/matrix/matrix.ts";
import { engineKinds } from "../support/engines.ts";
import { type Expected, grid, kernelCheck, plain, type Rows, range, sumOf } from "../support/kernel-check.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const size = fc.integer({ min: 1, max: 9 });
const shapes = { seed: 20, numRuns: 40 };

interface Product {
  readonly a: Matrix;
  readonly b: Matrix;
  readonly expected: readonly (readonly Expected[])[];
}

/** By shape: the products that all engines are held to. */
const products = new Map<string, readonly Product[]>();

/** Products of this shape with the left side full of numbers, with a fifth of them, and with ones in place of those. */
function beyondBlocks(rows: number, inner: number, columns: number): readonly Product[] {
  const shape = `${rows} ${inner} ${columns}`;
  const sizes = (matrix: Matrix): Matrix => Matrix.abs(matrix);
  const made =
    products.get(shape) ??
    ["all", "a fifth", "a fifth, all ones"].map((kind) => {
      const a = randomMatrix("a", rows, inner).apply(function (this: Matrix, i, j) {
        if (kind === "all") return;
        if ((i * 7 + j * 3) % 10 >= 2) this.set(i, j, 0);
        else if (kind === "a fifth, all ones") this.set(i, j, 1);
      });
      const b = randomMatrix("b", inner, columns);
      const [values, largest] = [reference.product(a, b), reference.product(sizes(a), sizes(b))];
      const at = (i: number, j: number) => ({ value: values.get(i, j), size: largest.get(i, j) });
      return { a, b, expected: grid(rows, columns, at) };
    });
  products.set(shape, made);
  return made;
}

describe.each(engineKinds.map((kind) => [kind.name, kind] as const))("%s", (_name, kind) => {
  const engine = kind.open();
  const { loaded, check, checkInto, expectResult } = kernelCheck(engine);

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

    it("add alpha times themselves to beta times what they are written into", () => {
      fc.assert(
        fc.property(size, size, size, (rows, inner, columns) => {
          const ways = [
            [loaded("a", rows, inner), loaded("b", inner, columns), engine.product],
            [loaded("a", inner, rows), loaded("b", inner, columns), engine.productLeftTransposed],
            [loaded("a", rows, inner), loaded("b", columns, inner), engine.productRightTransposed],
          ] as const;
          for (const [a, b, kernel] of ways) {
            const terms = (i: number, j: number): number[] =>
              range(inner).map((k) => {
                const left = kernel === engine.productLeftTransposed ? a.get(k, i) : a.get(i, k);
                return -2.5 * left * (kernel === engine.productRightTransposed ? b.get(j, k) : b.get(k, j));
              });
            const into = loaded("into", rows, columns);
            const before = plain(into);
            const sums = grid(rows, columns, (i, j) => sumOf([0.75 * before[i]![j]!, ...terms(i, j)]));
            expect(kernel(a, b, into, -2.5, 0.75)).toBe(into);
            expectResult(into, sums);
            expectResult(
              kernel(a, b, undefined, -2.5),
              grid(rows, columns, (i, j) => sumOf(terms(i, j))),
            );
          }
        }),
        shapes,
      );
    });

    const makesEmptyMatrices = engine.zeros(0, 5).rows === 0; // as the engines of the tests do not
    it.runIf(makesEmptyMatrices)("are what they are added to where the inner dimension is 0", () => {
      const [a, b, into] = [engine.zeros(3, 0), engine.zeros(0, 5), loaded("into", 3, 5)];
      const before = plain(into);
      const zeros = (rows: number, columns: number): Rows => plain(engine.zeros(rows, columns));
      expect(plain(engine.product(a, b))).toEqual(zeros(3, 5));
      expect(plain(engine.productLeftTransposed(b, b))).toEqual(zeros(5, 5));
      expect(plain(engine.productRightTransposed(a, a))).toEqual(zeros(3, 3));
      expect(plain(engine.product(a, b, into, 2, 1))).toEqual(before);
    });

    it("overwrite what was not a number where beta is 0", () => {
      const [a, b] = [loaded("a", 3, 2), loaded("b", 2, 5)];
      const into = engine.map(() => Number.NaN, engine.zeros(3, 5));
      expect(plain(engine.product(a, b, into, 1, 0))).toEqual(plain(engine.product(a, b)));
    });

    it.each([
      ["many rows", 533, 300, 60],
      ["a long inner dimension, whose lists fill blocks of few rows", 141, 2300, 60],
      ["many columns", 9, 270, 530],
    ])("agree on shapes beyond any block: %s", (_what, rows, inner, columns) => {
      for (const { a, b, expected } of beyondBlocks(rows, inner, columns)) {
        const [left, turned] = [engine.load(a), engine.load(a.transpose())];
        const [right, turnedRight] = [engine.load(b), engine.load(b.transpose())];
        expectResult(engine.product(left, right), expected);
        expectResult(engine.productLeftTransposed(turned, right), expected);
        expectResult(engine.productRightTransposed(left, turnedRight), expected);
      }
    });

    // More than a BLAS promises: OpenBLAS 0.3.21 holds it by its kernels for SkylakeX, not by those for Haswell or Prescott.
    it.skipIf(kind.name === "blas" && !systemBlas().library.includes("SkylakeX"))(
      "have the same bits for a row full of zeros, be it among its like or among rows full of numbers",
      () => {
        const [rows, inner, columns] = [23, 450, 130];
        for (const isOnes of [false, true]) {
          const sparse = randomMatrix("sparse", rows, inner).apply(function (this: Matrix, i, j) {
            if ((i * 7 + j * 3) % 5 > 0) this.set(i, j, 0);
            else if (isOnes) this.set(i, j, 1);
          });
          const mixed = randomMatrix("mixed", 200, inner).setSubMatrix(sparse, 0, 0);
          const b = loaded("b", inner, columns);
          const product = plain(engine.product(engine.load(sparse), b));
          expect(plain(engine.product(engine.load(mixed), b)).slice(0, rows)).toEqual(product);
        }
      },
    );

    it("agree with rows of zeros among them", () => {
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
});
