import fc from "fast-check";
import { describe, it } from "vitest";
import { sigmoid } from "../../src/activation/sigmoid.ts";
import { Matrix } from "../../src/matrix/matrix.ts";
import { engineKinds } from "../support/engines.ts";
import { type Expected, exact, grid, kernelCheck, plain, type Rows, sumOf } from "../support/kernel-check.ts";

const size = fc.integer({ min: 1, max: 9 });
const shapes = { seed: 20, numRuns: 40 };

describe.each(engineKinds.map((kind) => [kind.name, kind] as const))("%s", (_name, kind) => {
  const engine = kind.open();
  const { loaded, expectNumber, expectResult, check, checkElementwise } = kernelCheck(engine);

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
        const squares = engine.multiply(b, b);
        checkElementwise(
          [a, squares],
          (into, a, b) => engine.divideByRoot(-0.5, a!, 1.5, b!, 0.25, into),
          (a, b) => exact((-0.5 * a!) / (Math.sqrt(1.5 * b!) + 0.25)),
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
        expectNumber(engine.sum(a), total);
        expectNumber(engine.sumOfSquares(a), squares);
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
});
