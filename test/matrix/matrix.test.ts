import fc from "fast-check";
import {
  MatrixColumnSelectionView,
  MatrixRowSelectionView,
  MatrixSubView,
  MatrixTransposeView,
  WrapperMatrix1D,
} from "ml-matrix";
import { describe, expect, it } from "vitest";
import {
  type AbstractMatrix,
  checkFinite,
  checkSameShape,
  isMatrix,
  Matrix,
  type MatrixLike,
  shapeOf,
  toMatrix,
} from "../../src/matrix/matrix.ts";
import { type MatrixJSON, matrixFromJSON, matrixToJSON } from "../../src/matrix/matrix-json.ts";
import { product, productLeftTransposed, productRightTransposed } from "../../src/matrix/product.ts";
import { rowOf, selectRows } from "../../src/matrix/storage.ts";
import { expectClose } from "../support/expect-close.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const read = (value: unknown, shape?: { rows?: number; columns?: number }) =>
  toMatrix("fit an RBM", "data", value as MatrixLike, shape);

describe("toMatrix", () => {
  const rows = [
    [1, 2, 3],
    [4, 5, 6],
  ];
  const wide = new Matrix([
    [0, 1, 2, 3],
    [0, 4, 5, 6],
  ]);

  it("keeps rows of single precision single, in a copy of their own", () => {
    const single = [Float32Array.of(0.1, 2), Float32Array.of(3, 4)];
    const matrix = read(single);
    single[1]![0] = 7;
    expect(rowOf(matrix, 1)).toEqual(Float32Array.of(3, 4));
    expect(matrix.to2DArray()).toEqual([
      [Math.fround(0.1), 2],
      [3, 4],
    ]);
    expect(rowOf(read([[0.1, 2], Float32Array.of(3, 4)]), 0)).toEqual(Float64Array.of(0.1, 2));
  });

  it.each<[string, MatrixLike]>([
    ["rows of numbers", rows],
    ["frozen rows", Object.freeze(rows.map((row) => Object.freeze(row)))],
    ["rows that are Float64Array", rows.map((row) => Float64Array.from(row))],
    ["rows that are Float32Array", rows.map((row) => Float32Array.from(row))],
    ["rows that are Uint8Array", rows.map((row) => Uint8Array.from(row))],
    ["an array-like of array-likes", { length: 2, 0: { length: 3, 0: 1, 1: 2, 2: 3 }, 1: rows[1]! }],
    ["a view of the transpose", new MatrixTransposeView(new Matrix(rows).transpose())],
    ["a view of a part", new MatrixSubView(wide, 0, 1, 1, 3)],
    ["a view of selected columns", new MatrixColumnSelectionView(wide, [1, 2, 3])],
    ["one flat typed array", new WrapperMatrix1D(Float32Array.of(1, 2, 3, 4, 5, 6), { rows: 2 })],
    ["a view of selected rows", new MatrixRowSelectionView(new Matrix([rows[1]!, rows[0]!]), [1, 0])],
  ])("reads %s", (_what, value) => {
    const matrix = read(value);
    expect(isMatrix(matrix)).toBe(true);
    expect(matrix.to2DArray()).toEqual(rows);
  });

  it("returns a matrix of any kind as it is and copies rows of numbers", () => {
    const matrix = new Matrix(rows);
    const flat = new WrapperMatrix1D(Float32Array.of(1, 2, 3, 4, 5, 6), { rows: 2 });
    for (const each of [matrix, flat, new MatrixTransposeView(matrix)]) expect(read(each)).toBe(each);
    const source = [[1, 2]];
    const copy = read(source);
    copy.set(0, 0, 9);
    expect(source).toEqual([[1, 2]]);
  });

  it.each<[unknown, string]>([
    [[], "data to have at least one row and one column, got 0×0"],
    [[[]], "data to have at least one row and one column, got 1×0"],
    [new Matrix(0, 3), "data to have at least one row and one column, got 0×3"],
    [[[1, 2], [3]], "every row of data to have 2 columns, got 1 in row 1"],
    [[[1], [2], [3, 4]], "every row of data to have 1 columns, got 2 in row 2"],
    [[[1, Number.NaN]], "data to be finite, got NaN at row 0, column 1"],
    [[[1], [-Infinity]], "data to be finite, got -Infinity at row 1, column 0"],
    [new Matrix([[0, Infinity]]), "data to be finite, got Infinity at row 0, column 1"],
    [[Float32Array.of(1, Number.NaN)], "data to be finite, got NaN at row 0, column 1"],
  ])("refuses %j with a RangeError", (value, complaint) => {
    expect(() => read(value)).toThrow(new RangeError(`Cannot fit an RBM: expected ${complaint}`));
  });

  it.each<[unknown, string]>([
    [undefined, "data to be a matrix or rows of numbers, got undefined"],
    [null, "data to be a matrix or rows of numbers, got null"],
    [3, "data to be a matrix or rows of numbers, got 3"],
    ["ab", 'data to be a matrix or rows of numbers, got "ab"'],
    [{ a: 1 }, "data to be a matrix or rows of numbers, got { a }"],
    [[1, 2, 3], "data to be a matrix or rows of numbers, got 1 as row 0"],
    [new Float64Array(3), "data to be a matrix or rows of numbers, got 0 as row 0"],
    [[[1], null], "data to be a matrix or rows of numbers, got null as row 1"],
    [["12"], 'data to be a matrix or rows of numbers, got "12" as row 0'],
    [[[1, "2"]], 'data to hold numbers, got "2" at row 0, column 1'],
    [[[1], [undefined]], "data to hold numbers, got undefined at row 1, column 0"],
    [[BigInt64Array.of(1n)], "data to hold numbers, got 1n at row 0, column 0"],
  ])("refuses what is no matrix with a TypeError: %#", (value, complaint) => {
    expect(() => read(value)).toThrow(new TypeError(`Cannot fit an RBM: expected ${complaint}`));
  });

  it("refuses a matrix of another shape and names both", () => {
    const cannot = "Cannot fit an RBM: expected data to be";
    expect(() => read(rows, { columns: 4 })).toThrow(new RangeError(`${cannot} any×4, got 2×3`));
    expect(() => read(rows, { rows: 3 })).toThrow(new RangeError(`${cannot} 3×any, got 2×3`));
    expect(() => read(rows, { rows: 2, columns: 2 })).toThrow(new RangeError(`${cannot} 2×2, got 2×3`));
    expect(read(rows, { rows: 2, columns: 3 }).columns).toBe(3);
  });
});

describe("checkFinite", () => {
  it("takes every finite number and names the first that is not, row by row", () => {
    const matrix = new Matrix([
      [Number.MAX_VALUE, -0],
      [Number.MIN_VALUE, 1],
    ]);
    expect(() => checkFinite("run", "data", matrix)).not.toThrow();
    matrix.set(0, 1, Number.NaN).set(1, 0, Infinity);
    const text = "Cannot run: expected data to be finite, got NaN at row 0, column 1";
    expect(() => checkFinite("run", "data", matrix)).toThrow(new RangeError(text));
  });
});

const cells = [
  [0.5, -0, 3],
  [1024, -0.25, 2 ** -20],
  [-7, 8, 9.5],
];
const flatCells = cells.flat();
/** The same cells in every kind of storage. */
const stored: [string, AbstractMatrix][] = [
  ["a Matrix", new Matrix(cells)],
  ["a Float64Array", new WrapperMatrix1D(Float64Array.from(flatCells), { rows: 3 })],
  ["a Float32Array", new WrapperMatrix1D(Float32Array.from(flatCells), { rows: 3 })],
  ["an array", new WrapperMatrix1D(flatCells, { rows: 3 })],
  ["a view of the transpose", new MatrixTransposeView(new Matrix(cells).transpose())],
  ["a view of a part", new MatrixSubView(new Matrix([[9, 9, 9], ...cells]), 1, 3, 0, 2)],
];

describe("rowOf", () => {
  it.each(stored)("gives each row of %s", (_storage, matrix) => {
    expect(cells.map((_, row) => Array.from(rowOf(matrix, row)))).toEqual(cells);
  });
});

describe("selectRows", () => {
  it.each(stored)("copies rows of %s in the order asked for, and keeps float32", (_storage, matrix) => {
    const selected = selectRows(matrix, [2, 0, 2]);
    expect(selected.to2DArray()).toEqual([cells[2], cells[0], cells[2]]);
    selected.set(0, 0, 99);
    expect(matrix.to2DArray()).toEqual(cells);
    const isFloat32 = (each: AbstractMatrix) => rowOf(each, 0) instanceof Float32Array;
    expect(isFloat32(selected)).toBe(isFloat32(matrix));
  });
});

describe("checkFinite on each kind of storage", () => {
  it.each(stored)("finds NaN in %s", (_storage, matrix) => {
    const rows = selectRows(matrix, [0, 1, 2]).set(1, 2, Number.NaN);
    const text = "Cannot run: expected data to be finite, got NaN at row 1, column 2";
    expect(() => checkFinite("run", "data", rows)).toThrow(new RangeError(text));
    expect(() => checkFinite("run", "data", matrix)).not.toThrow();
  });
});

describe("isMatrix and shapeOf", () => {
  it("know a matrix and its views, and nothing else", () => {
    const matrix = new Matrix(2, 3);
    expect([matrix, new MatrixTransposeView(matrix)].map(isMatrix)).toEqual([true, true]);
    expect([[[1]], null, undefined, {}, "Matrix"].map(isMatrix)).toEqual([false, false, false, false, false]);
    expect(shapeOf(new MatrixTransposeView(matrix))).toBe("3×2");
  });
});

describe("product", () => {
  it("is Σₖ aᵢₖ·bₖⱼ on random shapes, and leaves its operands", () => {
    fc.assert(
      fc.property(size(), size(), size(), (rows, inner, columns) => {
        const [a, b] = [randomMatrix("a", rows, inner), randomMatrix("b", inner, columns)];
        const before = JSON.stringify([a, b]);
        const expected = a.to2DArray().map((row) =>
          b
            .transpose()
            .to2DArray()
            .map((column) => dot(row, column)),
        );
        expectClose(product(a, b), expected, 1e-14);
        expectClose(product(new MatrixTransposeView(a.transpose()), b), expected, 1e-14);
        expect(JSON.stringify([a, b])).toBe(before);
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it("has the bits of ml-matrix's product, as have its forms with one side transposed", () => {
    fc.assert(
      fc.property(size(), size(), size(), (rows, inner, columns) => {
        const [a, b] = [randomMatrix("a", rows, inner), randomMatrix("b", inner, columns)];
        const expected = a.mmul(b).to2DArray();
        expect(product(a, b).to2DArray()).toEqual(expected);
        expect(productLeftTransposed(a.transpose(), b).to2DArray()).toEqual(expected);
        expect(productRightTransposed(a, b.transpose()).to2DArray()).toEqual(expected);
      }),
      { seed: 2, numRuns: 50 },
    );
  });

  it("refuses inner dimensions that differ and names both shapes, also where ml-matrix would not", () => {
    const text = "Cannot multiply 2×3 by 4×2: expected inner dimensions to match, got 3 and 4";
    expect(() => product(new Matrix(2, 3), new Matrix(4, 2))).toThrow(new RangeError(text));
    const other = "Cannot multiply 2×5 by 4×2: expected inner dimensions to match, got 5 and 4";
    expect(() => product(new Matrix(2, 5), new Matrix(4, 2))).toThrow(new RangeError(other));
  });
});

describe("checkSameShape", () => {
  it("names both shapes", () => {
    const [a, b] = [new Matrix(2, 3), new Matrix(2, 4)];
    expect(() => checkSameShape("add", a, a.clone())).not.toThrow();
    expect(() => checkSameShape("add", a, b)).toThrow(
      new RangeError("Cannot add: expected shapes to be equal, got 2×3 and 2×4"),
    );
    expect(() => checkSameShape("add", a, a.transpose())).toThrow("got 2×3 and 3×2");
  });
});

describe("matrixToJSON and matrixFromJSON", () => {
  const back = (matrix: AbstractMatrix) =>
    matrixFromJSON("load", "weights", JSON.parse(JSON.stringify(matrixToJSON(matrix))) as MatrixJSON);
  const bits = (matrix: AbstractMatrix) => new BigUint64Array(Float64Array.from(matrix.to1DArray()).buffer);

  it("give back the same bits, of negative zero, subnormals and infinities too", () => {
    const hard = new Matrix([
      [-0, 0, Number.MIN_VALUE, -Number.MIN_VALUE],
      [Number.MAX_VALUE, Number.EPSILON, 0.1, 2 ** -1022 - 2 ** -1074],
      [Infinity, -Infinity, Number.NaN, 1 / 3],
    ]);
    expect(bits(back(hard))).toEqual(bits(hard));
    expect(Object.is(back(hard).get(0, 0), -0)).toBe(true);
  });

  it("give back any matrix, of whatever shape", () => {
    const values = fc.array(fc.double(), { minLength: 35, maxLength: 35 });
    fc.assert(
      fc.property(size(), fc.integer({ min: 1, max: 5 }), values, (rows, columns, values) => {
        const matrix = Matrix.from1DArray(rows, columns, values.slice(0, rows * columns));
        const [first, second] = [matrix, back(matrix)];
        expect(shapeOf(second)).toBe(shapeOf(first));
        expect(bits(second)).toEqual(bits(first));
      }),
      { seed: 2 },
    );
  });

  it("give back matrices longer than one piece of the text, views and empty ones", () => {
    const large = randomMatrix("large", 251, 253); // 500 kB, more than a call takes arguments
    expect(bits(back(large))).toEqual(bits(large));
    expect(bits(back(new MatrixTransposeView(large)))).toEqual(bits(large.transpose()));
    expect(shapeOf(back(new Matrix(0, 3)))).toBe("0×3");
  });

  it("write float64 little-endian, row by row, in base64", () => {
    const json = matrixToJSON(new Matrix([[1, -2]]));
    // 1 is 3ff0000000000000 and −2 is c000000000000000
    const bytes = Buffer.from("000000000000f03f00000000000000c0", "hex");
    expect(json).toEqual({ rows: 1, columns: 2, float64: bytes.toString("base64") });
  });

  const good = matrixToJSON(new Matrix([[1, 2, 3]]));
  it.each<[string, unknown, string]>([
    ["cut short", { ...good, float64: good.float64.slice(0, -4) }, "weights to hold 24 bytes, got 21"],
    [
      "with one byte too many",
      { ...good, float64: `${good.float64}AA==` },
      "weights to hold 24 bytes, got 25",
    ],
    ["with rows that are not there", { ...good, rows: 2 }, "weights to hold 48 bytes, got 24"],
    ["with a fraction of a row", { ...good, rows: 1.5 }, "rows of weights to be an integer ≥ 0, got 1.5"],
    ["with negative columns", { ...good, columns: -3 }, "columns of weights to be an integer ≥ 1, got -3"],
    ["without columns", { rows: 1, float64: "" }, "columns of weights to be an integer ≥ 1, got undefined"],
    ["not in base64", { ...good, float64: "%%%" }, 'weights to be base64, got "%%%"'],
    [
      "without numbers",
      { rows: 1, columns: 3 },
      "weights to be { rows, columns, float64 }, got { rows, columns }",
    ],
    ["that is null", null, "weights to be { rows, columns, float64 }, got null"],
    ["that is a text", "AAAA", 'weights to be { rows, columns, float64 }, got "AAAA"'],
  ])("refuse one %s", (_what, json, complaint) => {
    expect(() => matrixFromJSON("load a network", "weights", json as MatrixJSON)).toThrow(
      `Cannot load a network: expected ${complaint}`,
    );
  });
});

function size(): fc.Arbitrary<number> {
  return fc.integer({ min: 1, max: 7 });
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, index) => sum + x * b[index]!, 0);
}
