import { describe, expect, it } from "vitest";
import { datasetFromCsv } from "../../src/data/csv.ts";
import type { LabeledDataset } from "../../src/data/dataset.ts";
import { loadDigits } from "../../src/data/digits.ts";
import { intoUnitInterval } from "../../src/data/into-unit-interval.ts";
import { Pipeline } from "../../src/data/pipeline/pipeline.ts";
import { take } from "../../src/data/take.ts";
import { Matrix } from "../../src/matrix/matrix.ts";
import { planStudy } from "../../src/study/plan.ts";
import { partData } from "../../src/study/trial-data.ts";

const rows = Array.from({ length: 60 }, (_, row) => [1 + Math.sin(row), 2 + Math.cos(3 * row)]);
const inUnit = (unit: number): LabeledDataset => ({
  name: "table",
  inputs: new Matrix(rows.map((row) => row.map((value) => value * unit))),
  labels: Int32Array.from(rows, (_, row) => row % 2),
  classes: 2,
});

describe("intoUnitInterval", () => {
  it("leaves images in [0, 1] as they are, and scales images outside it", async () => {
    const digits = take(await loadDigits(), [0, 1, 2]);
    expect(intoUnitInterval(digits)).toBeUndefined();
    const bytes = { ...digits, inputs: Matrix.mul(digits.inputs as Matrix, 2) };
    expect(intoUnitInterval(bytes)).toMatchObject({ name: "minMax", min: 0, max: 1, clip: true });
  });

  it("scales the columns of what is no image, whether or not they lie in [0, 1] already", () => {
    const scaled = (unit: number) => intoUnitInterval(inUnit(unit))!.transform(inUnit(unit).inputs);
    expect([scaled(2 ** -9).min(), scaled(2 ** -9).max()]).toEqual([0, 1]);
    expect(scaled(2 ** -9).to2DArray()).toEqual(scaled(1).to2DArray());
    expect(intoUnitInterval({ ...inUnit(2 ** -9), shape: { height: 1, width: 2 } })).toBeUndefined();
  });

  it("takes the range from some of the examples, and clips the others to it", () => {
    const some = take(inUnit(1), [0, 1]);
    const all = intoUnitInterval(inUnit(1), some)!.transform(inUnit(1).inputs);
    expect([all.min(), all.max()]).toEqual([0, 1]);
    expect(all.getColumn(0).filter((value) => value > 0 && value < 1)).not.toHaveLength(58);
  });
});

describe("columns too large to be scaled", () => {
  it("are named, with the dataset and the number", async () => {
    const big = "x,y,t\n1,1e300,1e301\n2,-1.7e308,2\n3,1.7e308,3\n";
    const inputs = datasetFromCsv(big, { name: "big.csv", label: "x" });
    expect(() => intoUnitInterval(inputs)).toThrow(
      'expected numbers in column "y" of "big.csv" that have a finite mean and deviation, got one of size 1.7e+308',
    );
    await expect(Pipeline.fit(inputs, { epochs: 1 })).rejects.toThrow(
      'expected numbers in column "y" of "big.csv" that have a finite mean and deviation, got one of size 1.7e+308',
    );
    const targets = datasetFromCsv(big, { name: "big.csv", target: "t", ignore: "y" });
    await expect(Pipeline.fit(targets, { epochs: 1 })).rejects.toThrow(
      'expected numbers in target "t" of "big.csv" that have a finite mean and deviation, got one of size 1e+301',
    );
  });
});

describe("partData", () => {
  it("gives a study the same inputs whatever unit the numbers are in", async () => {
    const inputsOf = async (unit: number) => {
      const { settings } = await planStudy(inUnit(unit), { depths: [1], widths: [2], seeds: 1 });
      const { train, validation, test } = partData(inUnit(unit), { seed: 1, settings });
      return [train, validation, test].map(({ inputs }) => inputs.to2DArray());
    };
    const one = await inputsOf(1);
    expect(await inputsOf(2 ** -9)).toEqual(one);
    expect(one.flat(2).every((value) => value >= 0 && value <= 1)).toBe(true);
  });
});
