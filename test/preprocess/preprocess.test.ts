import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Matrix, type MatrixLike } from "../../src/matrix/matrix.ts";
import { product } from "../../src/matrix/product.ts";
import { preprocessorFromJSON } from "../../src/preprocess/from-json.ts";
import { inTurn } from "../../src/preprocess/in-turn.ts";
import { minMax } from "../../src/preprocess/min-max.ts";
import { pcaWhiten } from "../../src/preprocess/pca-whiten.ts";
import { prepareInputs } from "../../src/preprocess/prepare-inputs.ts";
import type { Preprocessor, PreprocessorJSON, PreprocessorKind } from "../../src/preprocess/preprocessor.ts";
import { standardize } from "../../src/preprocess/standardize.ts";
import { zcaWhiten } from "../../src/preprocess/zca-whiten.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const fixture = JSON.parse(
  await readFile(new URL("../fixtures/preprocess.json", import.meta.url), "utf8"),
) as Record<string, number[][]> &
  Record<"means" | "deviations" | "variances" | "deficientVariances", number[]>;

/** Every kind, each with options other than its defaults where it has any. */
const fitted: Record<string, (data: MatrixLike) => Preprocessor> = {
  standardize: (data) => standardize.fit(data),
  minMax: (data) => minMax.fit(data),
  "minMax to [-1, 2]": (data) => minMax.fit(data, { min: -1, max: 2 }),
  "minMax that clips": (data) => minMax.fit(data, { min: -1e3, max: 1e3, clip: true }),
  pcaWhiten: (data) => pcaWhiten.fit(data),
  "pcaWhiten with epsilon": (data) => pcaWhiten.fit(data, { epsilon: 0.3 }),
  zcaWhiten: (data) => zcaWhiten.fit(data),
  "zcaWhiten with epsilon": (data) => zcaWhiten.fit(data, { epsilon: 0.3 }),
  prepareInputs: (data) => prepareInputs.fit(data),
  "prepareInputs without decorrelation": (data) => prepareInputs.fit(data, { decorrelate: false }),
  inTurn: (data) => inTurn(standardize, pcaWhiten, inTurn(minMax)).fit(data),
};

function expectClose(actual: Matrix, expected: MatrixLike, tolerance: number): void {
  const wanted = new Matrix(expected as Matrix);
  expect([actual.rows, actual.columns]).toEqual([wanted.rows, wanted.columns]);
  expect(largestDifference(actual, wanted)).toBeLessThanOrEqual(tolerance);
}

function largestDifference(a: Matrix, b: Matrix): number {
  return Matrix.sub(a, b).abs().max();
}

/** The covariance as its definition has it. */
function covarianceOf(data: Matrix): Matrix {
  const centered = data.clone().subRowVector(data.mean("column"));
  return product(centered.transpose(), centered).div(data.rows);
}

/** Rows of dissimilar columns, correlated, well away from zero: always of full rank. */
const generalData = fc
  .record({
    seed: fc.integer(),
    columns: fc.integer({ min: 1, max: 5 }),
    extra: fc.integer({ min: 3, max: 20 }),
  })
  .map(({ seed, columns, extra }) => {
    const name = `data ${seed}`;
    const mixing = Matrix.eye(columns).add(randomMatrix(`${name} mixing`, columns, columns, 0.2));
    const shift = randomMatrix(`${name} shift`, 1, columns, 10).getRow(0);
    return randomMatrix(name, columns + extra, columns)
      .mmul(mixing)
      .addRowVector(shift);
  });

describe.each(Object.entries(fitted))("%s", (_name, prepare) => {
  it("inverts what it transforms, on data of full rank", () => {
    fc.assert(
      fc.property(generalData, (data) => {
        const preprocessor = prepare(data);
        expectClose(preprocessor.inverse(preprocessor.transform(data)), data, 1e-8);
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it("leaves its inputs as they were", () => {
    const data = randomMatrix("inputs", 9, 3);
    const copy = data.to2DArray();
    const preprocessor = prepare(data);
    const transformed = preprocessor.transform(data);
    const transformedCopy = transformed.to2DArray();
    preprocessor.inverse(transformed);
    expect(data.to2DArray()).toEqual(copy);
    expect(transformed.to2DArray()).toEqual(transformedCopy);
    expect(transformed).not.toBe(data);
  });

  it("comes back from JSON exact to the bit", () => {
    const data = randomMatrix("to be saved", 9, 3).mul(1 / 3);
    const preprocessor = prepare(data);
    const json = JSON.stringify(preprocessor);
    const read = preprocessorFromJSON(JSON.parse(json));
    expect(JSON.stringify(read)).toBe(json);
    expect(read.name).toBe(preprocessor.name);
    const other = randomMatrix("seen later", 4, 3);
    expect(read.transform(other).to2DArray()).toEqual(preprocessor.transform(other).to2DArray());
    expect(read.inverse(other).to2DArray()).toEqual(preprocessor.inverse(other).to2DArray());
  });

  it("is frozen and takes rows of numbers as well as matrices", () => {
    const data = randomMatrix("rows", 9, 3);
    const preprocessor = prepare(data);
    expect(Object.isFrozen(preprocessor)).toBe(true);
    expect(prepare(data.to2DArray()).transform(data.to2DArray()).to2DArray()).toEqual(
      preprocessor.transform(data).to2DArray(),
    );
  });

  it("refuses data that is empty, ragged, not finite or of other columns", () => {
    const preprocessor = prepare(randomMatrix("refused", 9, 3));
    for (const use of [prepare, preprocessor.transform, preprocessor.inverse]) {
      expect(() => use([])).toThrow(
        /^Cannot .*: expected data to have at least one row and one column, got 0×0$/,
      );
      expect(() => use([[1, 2, 3], [1]])).toThrow(
        /expected every row of data to have 3 columns, got 1 in row 1$/,
      );
      expect(() => use([[1, 2, Number.NaN]])).toThrow(
        /expected data to be finite, got NaN at row 0, column 2$/,
      );
      expect(() => use("data" as unknown as MatrixLike)).toThrow(TypeError);
    }
    expect(() => preprocessor.transform([[1, 2]])).toThrow(/expected data to be any×3, got 1×2$/);
    expect(() => preprocessor.inverse([[1, 2, 3, 4]])).toThrow(/expected data to be any×3, got 1×4$/);
  });

  it("gives a finite result for a constant column and restores the constant", () => {
    const data = new Matrix(
      randomMatrix("with a constant", 9, 2)
        .to2DArray()
        .map(([a, b]) => [a!, 0.1, b!]),
    );
    const preprocessor = prepare(data);
    expectClose(preprocessor.inverse(preprocessor.transform(data)), data, 1e-12);
  });
});

describe("standardize", () => {
  it("learns the means and population deviations that NumPy computes, and transforms new rows by them", () => {
    const standardization = standardize.fit(fixture.data!);
    expectClose(standardization.means, [fixture.means], 1e-12);
    expectClose(standardization.deviations, [fixture.deviations], 1e-12);
    expectClose(standardization.transform(fixture.heldOut!), fixture.standardized!, 1e-12);
  });

  it("maps a constant column to 0, also where its sum is rounded and where a later row differs", () => {
    const standardization = standardize.fit(Array.from({ length: 10 }, (_, row) => [0.1, row]));
    expect(standardization.means.get(0, 0)).toBe(0.1);
    expect(standardization.deviations.get(0, 0)).toBe(0);
    expect(
      standardization
        .transform([
          [0.1, 4.5],
          [7, 4.5],
        ])
        .to2DArray(),
    ).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(standardization.inverse([[3, 0]]).to2DArray()).toEqual([[0.1, 4.5]]);
  });

  it("gives √(rows − 1) where one row alone has a one", () => {
    const rows = 50;
    const data = Array.from({ length: rows }, (_, row) => [row === 7 ? 1 : 0]);
    expect(
      standardize
        .fit(data)
        .transform([[1]])
        .get(0, 0),
    ).toBeCloseTo(Math.sqrt(rows - 1), 12);
  });

  it("refuses data whose moments overflow", () => {
    expect(() => standardize.fit([[1e200], [-1e200]])).toThrow(
      "Cannot fit standardize: expected deviations to be finite, got Infinity at row 0, column 0",
    );
    expect(() => standardize.fit([[1e308], [1.1e308]])).toThrow(/expected means to be finite/);
  });
});

describe("minMax", () => {
  it("scales new rows as NumPy does, beyond the range where they lie beyond it", () => {
    const scaling = minMax.fit(fixture.data!, { min: -1, max: 2 });
    expectClose(scaling.transform(fixture.heldOut!), fixture.scaled!, 1e-12);
    expect(
      minMax
        .fit([[0], [4]])
        .transform([[6], [-2]])
        .to2DArray(),
    ).toEqual([[1.5], [-0.5]]);
  });

  it("reaches both ends of the range exactly, and so does its inverse", () => {
    fc.assert(
      fc.property(
        fc
          .tuple(fc.double({ min: -1e6, max: 1e6 }), fc.double({ min: -1e6, max: 1e6 }))
          .filter(([a, b]) => a < b),
        fc
          .tuple(fc.double({ min: -1e3, max: 1e3 }), fc.double({ min: -1e3, max: 1e3 }))
          .filter(([a, b]) => a < b),
        ([low, high], [min, max]) => {
          const scaling = minMax.fit([[low], [high]], { min, max });
          const [first, last] = scaling.transform([[low], [high]]).getColumn(0);
          const [lowest, highest] = scaling.inverse([[min], [max]]).getColumn(0);
          expect([first === min, last === max, lowest === low, highest === high]).not.toContain(false);
        },
      ),
      { seed: 2, numRuns: 500 },
    );
  });

  it("maps a constant column to min, whatever a later row holds, and back to the constant", () => {
    const scaling = minMax.fit(
      [
        [5, 0],
        [5, 1],
      ],
      { min: -1, max: 1 },
    );
    expect(
      scaling
        .transform([
          [5, 0.5],
          [9, 0.5],
        ])
        .to2DArray(),
    ).toEqual([
      [-1, 0],
      [-1, 0],
    ]);
    expect(scaling.inverse([[0.7, 0]]).to2DArray()).toEqual([[5, 0.5]]);
  });

  it("clips, where it is told to, what is outside the fitted range, however far", () => {
    const scaling = minMax.fit([[0], [4]], { clip: true });
    expect(scaling.transform([[-2], [0], [1], [4], [6], [1e308], [-1e308]]).getColumn(0)).toEqual([
      0, 0, 0.25, 1, 1, 1, 0,
    ]);
    expect(scaling.inverse([[0.25]]).get(0, 0)).toBe(1);
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 2 }),
        fc.array(fc.double({ noNaN: true, min: -1e300, max: 1e300 }), { minLength: 1 }),
        (data, later) => {
          const column = (values: readonly number[]) => values.map((value) => [value]);
          const [clipping, plain] = [minMax.fit(column(data), { clip: true }), minMax.fit(column(data))];
          const [inside, clipped] = [clipping.transform(column(data)), clipping.transform(column(later))];
          expect(inside.to2DArray()).toEqual(plain.transform(column(data)).to2DArray());
          expect([clipped.min() >= 0, clipped.max() <= 1]).toEqual([true, true]);
        },
      ),
      { seed: 6, numRuns: 300 },
    );
  });

  it("saves that it clips, writes nothing of it where it does not, and reads JSON that says nothing of it", () => {
    expect(minMax.fit([[0], [4]]).toJSON()).not.toHaveProperty("clip");
    const json = minMax.fit([[0], [4]], { clip: true }).toJSON();
    expect(preprocessorFromJSON(json)).toMatchObject({ clip: true });
    const { clip: _, ...old } = json;
    expect(preprocessorFromJSON(old as PreprocessorJSON)).toMatchObject({ clip: false });
    expect(
      preprocessorFromJSON(old as PreprocessorJSON)
        .transform([[6]])
        .get(0, 0),
    ).toBe(1.5);
  });

  it("refuses an empty range, an unknown option and columns whose range is not finite", () => {
    const data = [[0], [1]];
    expect(() => minMax.fit(data, { min: 1, max: 1 })).toThrow(
      "Cannot fit minMax: expected max to be a finite number > 1, got 1",
    );
    expect(() => minMax.fit(data, { min: 2 })).toThrow(RangeError);
    expect(() => minMax.fit(data, { max: "1" as unknown as number })).toThrow(TypeError);
    expect(() => minMax.fit(data, { maximum: 2 } as object)).toThrow(
      /got "maximum" \(did you mean "max"\?\)$/,
    );
    expect(() => minMax.fit(data, { clip: 1 as unknown as boolean })).toThrow(
      "Cannot fit minMax: expected clip to be true or false, got 1",
    );
    expect(() => minMax.fit([[-1e308], [1e308]])).toThrow(
      "Cannot fit minMax: expected each column to have a finite range ≥ 0, got -1e+308 to 1e+308 in column 0",
    );
  });
});

describe("pcaWhiten", () => {
  it("finds the axes and variances that NumPy finds, with the same signs", () => {
    const whitening = pcaWhiten.fit(fixture.data!);
    expectClose(whitening.means, [fixture.means], 1e-12);
    expectClose(whitening.variances, [fixture.variances], 1e-10);
    expectClose(whitening.directions, fixture.directions!, 1e-10);
    expectClose(whitening.transform(fixture.heldOut!), fixture.pca!, 1e-8);
    const regularized = pcaWhiten.fit(fixture.data!, { epsilon: 0.5 });
    expectClose(regularized.transform(fixture.heldOut!), fixture.pcaEpsilon!, 1e-9);
  });

  it("drops directions without variance, by NumPy's rule of rank", () => {
    const whitening = pcaWhiten.fit(fixture.deficient!);
    expectClose(whitening.variances, [fixture.deficientVariances], 1e-10);
    expectClose(whitening.transform(fixture.deficient!), fixture.deficientPca!, 1e-8);
  });

  it("keeps as many directions as rows allow where columns outnumber them", () => {
    const data = randomMatrix("wide", 4, 7);
    const whitening = pcaWhiten.fit(data);
    expect(whitening.variances.columns).toBe(3);
    expectClose(whitening.inverse(whitening.transform(data)), data, 1e-10);
  });

  it("makes the covariance the identity and the mean zero", () => {
    fc.assert(
      fc.property(generalData, (data) => {
        const white = pcaWhiten.fit(data).transform(data);
        expectClose(covarianceOf(white), Matrix.eye(data.columns), 1e-9);
        expect(Math.max(...white.mean("column").map(Math.abs))).toBeLessThan(1e-10);
      }),
      { seed: 3, numRuns: 50 },
    );
  });

  it("leaves λ / (λ + ε) of each variance under ε", () => {
    const data = randomMatrix("regularized", 30, 3);
    const { variances, transform } = pcaWhiten.fit(data, { epsilon: 0.5 });
    const expected = variances.getRow(0).map((variance) => variance / (variance + 0.5));
    expectClose(covarianceOf(transform(data)), Matrix.diag(expected), 1e-12);
  });

  it("reconstructs from few components as the singular vectors do, whatever epsilon is", () => {
    for (const epsilon of [0, 0.5]) {
      const reduction = pcaWhiten.fit(fixture.data!, { components: 2, epsilon });
      expect(reduction.directions.columns).toBe(2);
      expectClose(reduction.inverse(reduction.transform(fixture.heldOut!)), fixture.reconstruction!, 1e-10);
    }
  });

  it("leaves the dropped variances as the mean squared error of its reconstruction", () => {
    const data = randomMatrix("reconstructed", 40, 6);
    const { variances } = pcaWhiten.fit(data);
    for (const components of [1, 3, 5]) {
      const reduction = pcaWhiten.fit(data, { components });
      const error = Matrix.sub(reduction.inverse(reduction.transform(data)), data).norm("frobenius") ** 2;
      const dropped = variances.getRow(0).slice(components);
      expect(error / data.rows).toBeCloseTo(
        dropped.reduce((sum, variance) => sum + variance, 0),
        12,
      );
    }
  });

  it("makes the first of equally large components positive, and does not let rounding choose", () => {
    for (let signs = 0; signs < 2 ** 6; signs++) {
      const corner = Array.from({ length: 6 }, (_, column) => ((signs >> column) & 1 ? 1 : -1));
      const along = (share: number) => corner.map((sign) => share * sign);
      const { directions } = pcaWhiten.fit([along(0), along(0.1), along(0.7)]);
      const expected = corner.map((sign) => [(sign * corner[0]!) / Math.sqrt(6)]);
      expectClose(directions, expected, 1e-12);
    }
  });

  it("loses no digits where the mean is large beside the deviation", () => {
    const data = randomMatrix("far away", 50, 3);
    const far = Matrix.add(data, 2 ** 20);
    const expected = pcaWhiten.fit(Matrix.sub(far, 2 ** 20)).variances; // the shift itself rounds
    expectClose(pcaWhiten.fit(far).variances, expected, 1e-9);
  });

  it("refuses more components than there are directions, data that is the same in each row, and wrong options", () => {
    const line = [
      [0, 0],
      [1, 1],
      [2, 2],
    ];
    expect(() => pcaWhiten.fit(line, { components: 2 })).toThrow(
      "Cannot fit pcaWhiten: expected components to be an integer ≥ 1 and ≤ 1, got 2",
    );
    expect(() => pcaWhiten.fit(line, { components: 0 })).toThrow(RangeError);
    expect(() => pcaWhiten.fit(line, { epsilon: -1 })).toThrow(
      /expected epsilon to be a finite number ≥ 0, got -1$/,
    );
    expect(() => pcaWhiten.fit(line, { whiten: false } as object)).toThrow(TypeError);
    expect(() =>
      pcaWhiten.fit([
        [0.1, 7],
        [0.1, 7],
        [0.1, 7],
      ]),
    ).toThrow("Cannot fit pcaWhiten: expected data that varies, got 3 equal rows");
  });

  it.skipIf(!process.env.MNIST_DIR)(
    "reconstructs the MNIST test set from 30 components with 13.87 squared error per image, fitted on the training set (skipped where MNIST_DIR is not set)",
    async () => {
      const { loadMnist } = await import("../../src/data/mnist.ts");
      const { train, test } = await loadMnist(process.env.MNIST_DIR!);
      const reduction = pcaWhiten.fit(train.inputs, { components: 30 });
      const reconstruction = reduction.inverse(reduction.transform(test.inputs));
      const error = Matrix.sub(reconstruction, test.inputs).norm("frobenius") ** 2 / test.inputs.rows;
      expect(error).toBeCloseTo(13.87, 2); // Hinton, Salakhutdinov, Science 313 (2006), figure 3A
    },
  );
});

describe("zcaWhiten", () => {
  it("whitens new rows as NumPy does, and leaves directions without variance at zero", () => {
    expectClose(zcaWhiten.fit(fixture.data!).transform(fixture.heldOut!), fixture.zca!, 1e-8);
    const regularized = zcaWhiten.fit(fixture.data!, { epsilon: 0.5 });
    expectClose(regularized.transform(fixture.heldOut!), fixture.zcaEpsilon!, 1e-9);
    const deficient = zcaWhiten.fit(fixture.deficient!);
    expectClose(deficient.transform(fixture.deficient!), fixture.deficientZca!, 1e-8);
  });

  it("makes the covariance the identity by a symmetric positive map", () => {
    fc.assert(
      fc.property(generalData, (data) => {
        const whitening = zcaWhiten.fit(data);
        expectClose(covarianceOf(whitening.transform(data)), Matrix.eye(data.columns), 1e-9);
        const mean = whitening.transform(whitening.means);
        const map = whitening
          .transform(Matrix.eye(data.columns).addRowVector(whitening.means))
          .subRowVector(mean);
        expectClose(map, map.transpose(), 1e-8);
        expect(map.trace()).toBeCloseTo(
          whitening.variances.getRow(0).reduce((sum, variance) => sum + 1 / Math.sqrt(variance), 0),
          6,
        );
      }),
      { seed: 4, numRuns: 50 },
    );
  });

  it("drops what a later row has along a direction without variance", () => {
    const whitening = zcaWhiten.fit([
      [-1, 5],
      [1, 5],
    ]);
    expectClose(whitening.transform([[1, 9]]), [[1, 0]], 1e-12);
    expectClose(whitening.inverse([[1, 4]]), [[1, 5]], 1e-12);
  });

  it("refuses data that is the same in each row and options it does not have", () => {
    expect(() => zcaWhiten.fit([[1, 2]])).toThrow(
      /^Cannot fit zcaWhiten: expected data that varies, got 1 equal rows$/,
    );
    expect(() => zcaWhiten.fit([[1], [2]], { components: 1 } as object)).toThrow(/got "components"$/);
  });
});

describe("prepareInputs", () => {
  it("standardizes and then whitens, as NumPy does", () => {
    const preparation = prepareInputs.fit(fixture.data!);
    expect(preparation.steps.map(({ name }) => name)).toEqual(["standardize", "pcaWhiten"]);
    expectClose(preparation.transform(fixture.heldOut!), fixture.prepared!, 1e-8);
  });

  it("leaves inputs of mean zero, unit variance and no correlation, whatever their units", () => {
    const data = randomMatrix("units", 40, 3).mulRowVector([1e-9, 1, 1e9]).addRowVector([1e-8, -3, 1e10]);
    const prepared = prepareInputs.fit(data).transform(data);
    expectClose(covarianceOf(prepared), Matrix.eye(3), 1e-9);
    expect(Math.max(...prepared.mean("column").map(Math.abs))).toBeLessThan(1e-10);
  });

  it("does what standardize does where it is not to decorrelate", () => {
    const preparation = prepareInputs.fit(fixture.data!, { decorrelate: false });
    expectClose(preparation.transform(fixture.heldOut!), fixture.standardized!, 1e-12);
    const nothing = { components: undefined, epsilon: undefined };
    const given = prepareInputs.fit(fixture.data!, { decorrelate: false, ...nothing });
    expect(given.toJSON()).toEqual(preparation.toJSON());
  });

  it("hands components and epsilon on, and refuses them where it does not decorrelate", () => {
    const preparation = prepareInputs.fit(fixture.data!, { components: 2, epsilon: 0.1 });
    expect(preparation.transform(fixture.data!).columns).toBe(2);
    expect(preparation.steps[1]).toMatchObject({ epsilon: 0.1 });
    expect(() => prepareInputs.fit(fixture.data!, { decorrelate: false, components: 2 })).toThrow(
      /got "components"$/,
    );
    expect(() => prepareInputs.fit(fixture.data!, { decorrelate: 0 as unknown as boolean })).toThrow(
      "Cannot fit prepareInputs: expected decorrelate to be true or false, got 0",
    );
  });
});

describe("inTurn", () => {
  it("fits each preparation on what those before it make of the data", () => {
    const data = randomMatrix("in turn", 12, 3);
    const few: PreprocessorKind = { fit: (rows) => pcaWhiten.fit(rows, { components: 2 }) };
    const preparation = inTurn(standardize, few, minMax).fit(data);
    const standardized = standardize.fit(data).transform(data);
    const white = pcaWhiten.fit(standardized, { components: 2 });
    const scaling = minMax.fit(white.transform(standardized));
    expect(preparation.steps.map(({ name }) => name)).toEqual(["standardize", "pcaWhiten", "minMax"]);
    expect(preparation.transform(data).to2DArray()).toEqual(
      scaling.transform(white.transform(standardized)).to2DArray(),
    );
    expect(preparation.inverse([[0.2, 0.7]]).to2DArray()).toEqual(
      standardize
        .fit(data)
        .inverse(white.inverse(scaling.inverse([[0.2, 0.7]])))
        .to2DArray(),
    );
  });

  it("does what prepareInputs does, of the same two", () => {
    const data = randomMatrix("prepared in turn", 12, 3);
    expect(inTurn(standardize, pcaWhiten).fit(data).transform(data).to2DArray()).toEqual(
      prepareInputs.fit(data).transform(data).to2DArray(),
    );
  });

  it("refuses nothing to do and what cannot be fitted, such as a preparation that already is", () => {
    expect(() => inTurn()).toThrow("Cannot prepare in turn: expected at least one preprocessor, got none");
    const fitted = standardize.fit([[1], [2]]) as unknown as PreprocessorKind;
    for (const wrong of [fitted, undefined, "standardize", [standardize]]) {
      expect(() => inTurn(standardize, wrong as PreprocessorKind)).toThrow(TypeError);
    }
  });
});

describe("preprocessorFromJSON", () => {
  const read = (json: unknown) => () => preprocessorFromJSON(json as PreprocessorJSON);
  const json = standardize
    .fit([
      [1, 2],
      [3, 5],
    ])
    .toJSON();

  it("refuses an unknown name, and names the known ones", () => {
    expect(read({ name: "toString" })).toThrow(
      'Cannot read a preprocessor from JSON: expected name to be one of "standardize", "minMax", "pcaWhiten", "zcaWhiten", "prepareInputs", "inTurn" or in the option preprocessors, got "toString"',
    );
    expect(read(null)).toThrow(TypeError);
    expect(read("standardize")).toThrow(TypeError);
  });

  it("refuses fields that are missing, of the wrong shape, not finite or impossible", () => {
    const field = matrixJSON;
    expect(read({ ...json, means: undefined })).toThrow(/expected means to be \{ rows, columns, float64 \}/);
    expect(read({ ...json, means: field([[1, 2, 3]]) })).toThrow(/expected deviations to be 1×3, got 1×2$/);
    expect(read({ ...json, means: field([[1], [2]]) })).toThrow(/expected means to be 1×any, got 2×1$/);
    expect(read({ ...json, means: field([[1, Number.NaN]]) })).toThrow(/got NaN at row 0, column 1$/);
    expect(read({ ...json, deviations: field([[1, -2]]) })).toThrow(
      /expected deviations to be ≥ 0, got -2 in column 1$/,
    );
    const scaling = minMax.fit([[1], [3]]).toJSON();
    expect(read({ ...scaling, max: 0 })).toThrow(/expected max to be a finite number > 0, got 0$/);
    expect(read({ ...scaling, maximums: field([[0]]) })).toThrow(/finite range ≥ 0, got 1 to 0 in column 0$/);
    const whitening = pcaWhiten
      .fit([
        [1, 2],
        [3, 5],
        [4, 0],
      ])
      .toJSON();
    expect(read({ ...whitening, directions: field([[1, 0]]) })).toThrow(
      /expected directions to be 2×2, got 1×2$/,
    );
    expect(read({ ...whitening, epsilon: null })).toThrow(TypeError);
    const preparation = prepareInputs
      .fit([
        [1, 2],
        [3, 5],
        [4, 0],
      ])
      .toJSON();
    expect(read({ ...preparation, steps: [whitening] })).toThrow(
      /expected steps to be standardize, or standardize and pcaWhiten, got \["pcaWhiten"\]$/,
    );
    expect(read({ ...preparation, steps: 3 })).toThrow(TypeError);
    for (const steps of [undefined, 3, [], {}]) {
      expect(read({ name: "inTurn", steps })).toThrow(/expected steps to be a list of preprocessors, got /);
    }
    expect(read({ name: "inTurn", steps: [null] })).toThrow(TypeError);
    expect(read({ name: "inTurn", steps: [json, { name: "unknown" }] })).toThrow(/got "unknown"$/);
    expect(read({ ...scaling, clip: "yes" })).toThrow(/expected clip to be true or false, got "yes"$/);
  });
});

/** The documented form: rows, columns and little-endian float64 in base64. */
function matrixJSON(rows: number[][]): object {
  const bytes = new Uint8Array(Float64Array.from(rows.flat()).buffer);
  return { rows: rows.length, columns: rows[0]!.length, float64: btoa(String.fromCharCode(...bytes)) };
}

describe("standardize of numbers whose squares are nothing", () => {
  it.each([1e-161, 1e-163, 1e-300, 4e-320])("tells %d from 0", (tiny) => {
    const rows = [[0], [tiny], [0], [tiny]];
    const [low, high] = standardize
      .fit(rows)
      .transform([[0], [tiny]])
      .getColumn(0);
    expect(low).toBeCloseTo(-1, 3);
    expect(high).toBeCloseTo(1, 3);
  });
});
