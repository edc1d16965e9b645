import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { Matrix } from "../../src/matrix/matrix.ts";
import { product } from "../../src/matrix/product.ts";
import { pcaWhiten } from "../../src/preprocess/pca-whiten.ts";
import { prepareInputs } from "../../src/preprocess/prepare-inputs.ts";
import { zcaWhiten } from "../../src/preprocess/zca-whiten.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const fixture = JSON.parse(
  await readFile(new URL("../fixtures/whitening.json", import.meta.url), "utf8"),
) as Record<"independent" | "independentHeldOut" | "independentWhite" | "correlated" | "alike", number[][]> &
  Record<"independentVariances" | "correlatedVariances" | "alikeVariances", number[]>;

/** Expects numbers of any size to be right to a share of each. */
function expectRelative(actual: readonly number[], expected: readonly number[], share: number): void {
  expect(actual).toHaveLength(expected.length);
  for (const [index, value] of actual.entries()) {
    expect(Math.abs(value / expected[index]! - 1), `${value} instead of ${expected[index]}`).toBeLessThan(
      share,
    );
  }
}

/** The covariance as its definition has it. */
function covarianceOf(data: Matrix): Matrix {
  const centered = data.clone().subRowVector(data.mean("column"));
  return product(centered.transpose(), centered).div(data.rows);
}

describe("pcaWhiten of columns in very different units", () => {
  it("keeps every direction, with its variance as 60 digits have it", () => {
    for (const name of ["independent", "correlated"] as const) {
      const whitening = pcaWhiten.fit(fixture[name]);
      expect(whitening.dropped, name).toBe(0);
      expectRelative(whitening.variances.getRow(0), fixture[`${name}Variances`], 1e-9);
    }
  });

  it("whitens other rows as scikit-learn does", () => {
    const white = pcaWhiten.fit(fixture.independent).transform(fixture.independentHeldOut);
    for (const [row, values] of white.to2DArray().entries()) {
      expectRelative(values, fixture.independentWhite[row]!, 1e-5); // its smallest singular value is right to 10⁻⁶
    }
  });

  it("makes the covariance the identity", () => {
    for (const name of ["independent", "correlated"] as const) {
      const white = pcaWhiten.fit(fixture[name]).transform(fixture[name]);
      expect(Matrix.sub(covarianceOf(white), Matrix.eye(5)).abs().max(), name).toBeLessThan(1e-6);
    }
  });

  it("has directions of length 1 at right angles", () => {
    const { directions } = pcaWhiten.fit(fixture.correlated);
    const products = product(directions.transpose(), directions);
    expect(Matrix.sub(products, Matrix.eye(5)).abs().max()).toBeLessThan(1e-14);
  });

  it("gives the same white data whatever the unit of a column that is independent of the others", () => {
    const signs = [
      [1, 1, 1],
      [1, -1, -1],
      [-1, 1, -1],
      [-1, -1, 1],
    ]; // orthogonal columns, so each is a direction of its own
    for (const unit of [1e-12, 1e-9, 1e-3, 1, 1e6, 1e12]) {
      const scaled = signs.map(([a, b, c]) => [a! * 3, b! * unit, c! * 2]);
      const white = pcaWhiten.fit(scaled);
      expect(white.dropped, `${unit}`).toBe(0);
      expect(Matrix.sub(white.transform(scaled).abs(), Matrix.ones(4, 3)).abs().max()).toBeLessThan(1e-12);
    }
  });
});

describe("pcaWhiten of columns that are alike", () => {
  it("keeps two columns that differ by a billionth, with the variance of the difference", () => {
    const whitening = pcaWhiten.fit(fixture.alike);
    expect(whitening.dropped).toBe(0);
    const [first, second, third] = whitening.variances.getRow(0);
    const [one, two, three] = fixture.alikeVariances;
    expectRelative([first!, second!], [one!, two!], 1e-12);
    expectRelative([third!], [three!], 1e-5); // rounding of 10⁻¹⁶ beside a difference of 10⁻⁹, in squares
  });

  it("drops what differs by no more than rounding, by the rule of rank on the data", () => {
    // √2·δ/√(rows) is the deviation along the difference; the rule keeps σ > σ_max·100·2⁻⁵²
    const data = (difference: number) =>
      Array.from({ length: 100 }, (_, row) => [row % 2, (row % 2) + (row % 4 < 2 ? difference : 0)]);
    expect(pcaWhiten.fit(data(2 ** -40)).dropped).toBe(0);
    expect(pcaWhiten.fit(data(2 ** -49)).dropped).toBe(1);
    expect(pcaWhiten.fit(data(0)).dropped).toBe(1);
  });

  it("drops a column of ones and one of each set of categories that add to one", () => {
    const data = Array.from({ length: 60 }, (_, row) => [
      1,
      ...[0, 1, 2].map((kind) => (row % 3 === kind ? 1 : 0)),
      Math.sin(row),
      1e6 * Math.cos(row),
    ]);
    expect(pcaWhiten.fit(data).dropped).toBe(2);
    expect(zcaWhiten.fit(data).dropped).toBe(2);
    expect(prepareInputs.fit(data).steps[1]).toMatchObject({ dropped: 2 });
  });

  it("counts what `components` leaves out among the dropped, and keeps the count through JSON", () => {
    const whitening = pcaWhiten.fit(fixture.independent, { components: 3 });
    expect(whitening.dropped).toBe(2);
    expectRelative(whitening.variances.getRow(0), fixture.independentVariances.slice(0, 3), 1e-9);
  });

  it("finds the rank of many columns that are sums of few", () => {
    for (const [rows, columns, rank] of [
      [40, 30, 7],
      [300, 60, 20],
      [12, 40, 5],
    ] as const) {
      const data = randomMatrix(`sums ${rank}`, rows, rank).mmul(
        randomMatrix(`mixing ${rank}`, rank, columns),
      );
      expect(pcaWhiten.fit(data).dropped).toBe(columns - rank);
      // and with one of them 10⁻¹⁰ as large
      const small = data.clone();
      for (let row = 0; row < rows; row++) small.set(row, 0, 1e-10 * Math.sin(row));
      expect(pcaWhiten.fit(small).dropped).toBe(columns - rank - 1);
    }
  });
});
