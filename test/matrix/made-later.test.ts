import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { knownBound, madeLater, makeRows } from "../../src/matrix/made-later.ts";
import { checkFinite } from "../../src/matrix/matrix.ts";
import { copyOf, exchangeStorage, rowOf } from "../../src/matrix/storage.ts";

const rows = [
  [0, 1],
  [10, 11],
  [20, 21],
];

/** A matrix of these rows, and the indices of those that were made. */
function later(bound = 21): { readonly matrix: Matrix; readonly made: number[] } {
  const made: number[] = [];
  const matrix = madeLater(3, 2, bound, (row) => {
    made.push(row);
    return Float64Array.from(rows[row]!);
  });
  return { matrix, made };
}

describe("madeLater", () => {
  it("gives a matrix that has its shape and no numbers, until one of them is asked for", () => {
    const { matrix, made } = later();
    expect(matrix).toBeInstanceOf(Matrix);
    expect([matrix.rows, matrix.columns]).toEqual([3, 2]);
    expect(made).toEqual([]);
    expect(matrix.get(1, 1)).toBe(11);
    expect(made).toEqual([0, 1, 2]);
    expect(matrix.get(2, 0)).toBe(20);
    expect(made).toEqual([0, 1, 2]);
  });

  it.each<[string, (matrix: Matrix) => Matrix]>([
    ["read", (matrix) => matrix],
    ["copied", copyOf],
    ["cloned", (matrix) => matrix.clone()],
    ["frozen", (matrix) => Object.freeze(matrix)],
  ])("gives one that is like any other where it is %s", (_what, change) => {
    const { matrix } = later();
    const plain = new Matrix(rows);
    expect(change(matrix)).toEqual(plain);
    expect(change(matrix).mmul(matrix.transpose())).toEqual(plain.mmul(plain.transpose()));
    expect(structuredClone(later().matrix)).toEqual(structuredClone(plain));
  });

  it("gives one that can be written at once, and trades places with another", () => {
    const { matrix } = later();
    matrix.set(0, 1, 5);
    expect([...Array.from(rowOf(matrix, 0))]).toEqual([0, 5]);
    const [a, b] = [later().matrix, Matrix.zeros(3, 2)];
    exchangeStorage(a, b);
    expect(a).toEqual(Matrix.zeros(3, 2));
    expect(b).toEqual(new Matrix(rows));
  });
});

describe("makeRows", () => {
  it("may be interrupted behind each row, and leaves nothing to make", () => {
    const [first, second] = [later(), later()];
    const work = makeRows([Matrix.zeros(1, 1), first.matrix, second.matrix]);
    work.next();
    work.next();
    expect(first.made).toEqual([0, 1]);
    expect(first.matrix.get(2, 1)).toBe(21); // somebody asks meanwhile
    expect(first.made).toEqual([0, 1, 2]);
    exchangeStorage(first.matrix, Matrix.zeros(3, 2));
    expect([...work]).toEqual([undefined, undefined, undefined]); // the rows of the second
    expect(second.made).toEqual([0, 1, 2]);
    expect(first.matrix).toEqual(Matrix.zeros(3, 2)); // what was written stays
    expect([...makeRows([first.matrix, second.matrix])]).toEqual([]);
  });
});

describe("knownBound", () => {
  it("spares a check of numbers that are not made, and only where they cannot be too large", () => {
    const { matrix, made } = later(21);
    checkFinite("test", "numbers", matrix);
    checkFinite("test", "numbers", matrix, "float32");
    expect(made).toEqual([]);
    expect(knownBound(matrix)).toBe(21);
    const beyond = later(1e39);
    checkFinite("test", "numbers", beyond.matrix);
    expect(beyond.made).toEqual([]);
    checkFinite("test", "numbers", beyond.matrix, "float32");
    expect(beyond.made).toEqual([0, 1, 2]);
    expect(knownBound(beyond.matrix)).toBe(Infinity);
    const endless = madeLater(1, 1, Infinity, () => Float64Array.of(Infinity));
    expect(() => checkFinite("test", "numbers", endless)).toThrow("got Infinity at row 0, column 0");
  });
});
