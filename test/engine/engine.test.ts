import { MatrixTransposeView } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { sigmoid } from "../../src/activation/sigmoid.ts";
import { Matrix, WrapperMatrix1D } from "../../src/matrix/matrix.ts";
import { engineKinds } from "../support/engines.ts";
import { kernelCheck, plain, sumOf } from "../support/kernel-check.ts";

describe.each(engineKinds.map((kind) => [kind.name, kind] as const))("%s", (_name, kind) => {
  const engine = kind.open();
  const { loaded, expectNumber } = kernelCheck(engine);

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

    it("zeros may have no columns, and their row sums are zeros, whatever the memory held before", () => {
      engine.scope(() => engine.scale(3, loaded("filling", 8, 8)));
      engine.scope(() => expect(plain(engine.rowSums(engine.zeros(2, 0)))).toEqual([[0], [0]]));
    });

    it("copy overwrites the matrix it is given", () => {
      const [from, into] = [loaded("from", 3, 5), loaded("into", 3, 5)];
      expect(engine.copy(from, into)).toBe(into);
      expect(plain(into)).toEqual(plain(from));
      engine.scale(0, into, into);
      expect(plain(from)).toEqual(plain(loaded("from", 3, 5)));
    });

    it("exchange lets two matrices trade places, and what is computed from them follows", () => {
      const [a, b] = [loaded("a", 3, 5), loaded("b", 3, 5)];
      const [first, second] = [plain(a), plain(b)];
      engine.exchange(a, b);
      expect([plain(a), plain(b)]).toEqual([second, first]);
      engine.scale(2, a, a);
      expect(plain(a)).toEqual(second.map((row) => row.map((x) => 2 * x)));
      expect(plain(b)).toEqual(first);
    });

    it("read copies into an ordinary matrix, which stays when the engine is closed", () => {
      const [opened, into] = [kind.open(), new Matrix(3, 5)];
      const a = opened.load(loaded("a", 3, 5));
      const expected = plain(a);
      expect(opened.read(a, into)).toBe(into);
      opened.close();
      expect(plain(into)).toEqual(expected);
    });

    it("close leaves another engine of the same kind as it is", () => {
      const [one, other] = [kind.open(), kind.open()];
      const kept = other.load(loaded("a", 3, 5));
      one.load(loaded("b", 3, 5));
      one.close();
      expect(plain(other.scale(1, kept))).toEqual(plain(loaded("a", 3, 5)));
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
        expectNumber(sum, sumOf(terms));
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

  describe("gatherRows", () => {
    it("gives rows in the order asked for, one more than once too", () => {
      const a = loaded("a", 5, 3);
      const rows = plain(a);
      expect(plain(engine.gatherRows(a, [4, 0, 4]))).toEqual([rows[4], rows[0], rows[4]]);
      expect(plain(engine.gatherRows(a, Uint32Array.of(2)))).toEqual([rows[2]]);
      expect(plain(a)).toEqual(rows);
    });

    it("takes rows from a matrix of any kind that was not loaded", () => {
      const source = new Matrix([
        [0.5, -0, 3],
        [1024, -0.25, 2 ** -20],
      ]);
      const kinds = [source, new WrapperMatrix1D(Float32Array.from(source.to1DArray()), { rows: 2 })];
      for (const each of [...kinds, new WrapperMatrix1D(source.to1DArray(), { rows: 2 })]) {
        expect(plain(engine.gatherRows(each, [1, 0]))).toEqual(source.to2DArray().reverse());
      }
      const transposed = new MatrixTransposeView(source.transpose());
      expect(plain(engine.gatherRows(transposed, [1]))).toEqual([source.getRow(1)]);
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
      ["exchange", () => engine.exchange(a, b), "2×3", "4×5"],
      ["read", () => engine.read(a, new Matrix(4, 5)), "2×3", "4×5"],
      ["divideByRoot", () => engine.divideByRoot(1, a, 1, b, 1), "2×3", "4×5"],
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
});
