import { describe, expect, it } from "vitest";
import type { LabeledDataset } from "../../src/data/dataset.ts";
import { loadDigits } from "../../src/data/digits.ts";
import { take } from "../../src/data/take.ts";
import { Matrix } from "../../src/index.ts";
import { fingerprintOf } from "../../src/study/hash.ts";
import { planStudy, type StudyOptions } from "../../src/study/plan.ts";
import { runStudy } from "../../src/study/run-study.ts";
import { partData, tasksIn } from "../../src/study/trial-data.ts";
import { brief } from "../support/small-study.ts";

const digits = await loadDigits();
const low = [0, 1, 2, 3, 4];
const rowsOf = (matrix: { to2DArray(): number[][] }): Set<string> => new Set(matrix.to2DArray().map(String));

/** So many examples of classes in turn, whose input is their number. */
function numbered(count: number, classes: number, first = 0): LabeledDataset {
  return {
    name: "numbered",
    inputs: new Matrix(Array.from({ length: count }, (_, row) => [(first + row) / 1000])),
    labels: Int32Array.from({ length: count }, (_, row) => row % classes),
    classes,
    classNames: Array.from({ length: classes }, (_, label) => `class ${label}`),
  };
}

describe("tasksIn", () => {
  it("leaves data whole where no classes are set apart", () => {
    expect(tasksIn(digits, {})).toEqual({ task: digits });
  });

  it("parts the examples by their classes, and counts those of each task anew", () => {
    const dataset = numbered(12, 4);
    const { task, other } = tasksIn(dataset, { otherClasses: [3, 1] });
    expect([...task.labels!]).toEqual([0, 1, 0, 1, 0, 1]);
    expect(task).toMatchObject({ classes: 2, classNames: ["class 0", "class 2"] });
    expect(task.inputs.to1DArray().map((x) => Math.round(1000 * x))).toEqual([0, 2, 4, 6, 8, 10]);
    expect([...other!.labels]).toEqual([1, 0, 1, 0, 1, 0]); // in the order in which they were named
    expect(other).toMatchObject({ classes: 2, classNames: ["class 3", "class 1"] });
  });

  it("takes the other task's examples out of those that are set apart to test on too", () => {
    const dataset = { ...numbered(12, 4), test: numbered(8, 4, 500) };
    const { task, other } = tasksIn(dataset, { otherClasses: [0, 1] });
    expect(task.test!.inputs.to1DArray().map((x) => Math.round(1000 * x))).toEqual([502, 503, 506, 507]);
    expect([...task.test!.labels!]).toEqual([0, 1, 0, 1]);
    expect(other!.test).toBeUndefined();
  });
});

describe("planStudy", () => {
  it("is about the classes that were not set apart, whose chance it states, and adds the arm transfer", async () => {
    const plan = await planStudy(digits, { transferFrom: low });
    const five = [...digits.labels].filter((label) => label > 4).length;
    expect(plan.data).toMatchObject({ classes: 5, examples: five });
    expect(plan.data.chance!.test).toBeGreaterThan(0.78);
    expect(plan.data.chance!.test).toBeLessThan(0.81);
    expect(plan.settings.otherClasses).toEqual(low);
    expect(plan.arms.at(-1)).toMatchObject({ name: "transfer", tags: ["transfer"] });
    expect((await planStudy(digits)).arms.map(({ name }) => name)).not.toContain("transfer");
  });

  it.each<[StudyOptions, RegExp]>([
    [{ transferFrom: [1] }, /transferFrom to leave two of 10 classes or more on each side, got 1 classes/],
    [{ transferFrom: [1, 1] }, /got 1 classes/],
    [{ transferFrom: [0, 1, 2, 3, 4, 5, 6, 7, 8] }, /got 9 classes/],
    [{ transferFrom: [0, 10] }, /transferFrom to be an integer ≥ 0 and ≤ 9, got 10/],
    [{ transferFrom: [0.5, 1] }, /transferFrom to be an integer/],
    [{ transferFrom: "0,1" as never }, /transferFrom to be a list of classes/],
    [{ arms: ["transfer"] }, /transferFrom, for the arm "transfer", got none/],
  ])("refuses %o", async (options, message) => {
    await expect(planStudy(digits, options)).rejects.toThrow(message);
  });

  it("refuses to set classes apart where there are none", async () => {
    const { inputs } = digits;
    const targets = new Matrix(inputs.rows, 1).apply(function draw(
      this: Matrix,
      row: number,
      column: number,
    ) {
      this.set(row, column, row);
    });
    await expect(planStudy({ name: "numbers", inputs, targets }, { transferFrom: [0, 1] })).rejects.toThrow(
      "expected transferFrom where the data have classes, got numeric targets",
    );
  });

  it("tests on the examples that were set apart, and trains on more of the others", async () => {
    const dataset = { ...numbered(300, 3), test: numbered(90, 3, 500) };
    const [apart, alone] = [await planStudy(dataset), await planStudy(numbered(300, 3))];
    expect(alone.settings).toMatchObject({ train: 180, validation: 60, test: 60 });
    expect(apart.settings).toMatchObject({ train: 240, validation: 60, test: 90 });
    const many = { ...dataset, test: numbered(2000, 3, 500) };
    expect((await planStudy(many)).settings).toMatchObject({ train: 240, validation: 60, test: 333 });
    expect(apart.data.fingerprint).not.toBe(alone.data.fingerprint);
    const { test, ...whole } = dataset;
    expect(apart.data.fingerprint).not.toBe(await fingerprintOf({ ...whole, test: take(test, [0, 1, 2]) }));
  });
});

describe("partData", () => {
  it("tests on no example that was not set apart for it, and on all where so many are asked for", async () => {
    const shape = { width: 1, height: 1 }; // images in [0, 1] stay as they are
    const dataset = { ...numbered(300, 3), shape, test: numbered(90, 3, 500) };
    const { settings } = await planStudy(dataset);
    const parts = (test: number) => partData(dataset, { seed: 1, settings: { ...settings, test } });
    const { train, validation, test } = parts(60);
    const others = rowsOf(dataset.inputs);
    for (const part of [train, validation]) {
      for (const row of rowsOf(part.inputs)) expect(others.has(row)).toBe(true);
    }
    expect(test.inputs.rows).toBe(60);
    for (const row of rowsOf(test.inputs)) expect(rowsOf(dataset.test.inputs).has(row)).toBe(true);
    expect(rowsOf(parts(90).test.inputs)).toEqual(rowsOf(dataset.test.inputs));
    const again = partData(dataset, { seed: 2, settings });
    expect(rowsOf(again.train.inputs)).not.toEqual(rowsOf(train.inputs));
  });

  it("scales the other task's inputs as those of the training part, and keeps its examples out of all parts", async () => {
    const dataset = numbered(400, 4);
    const wide = { ...dataset, inputs: Matrix.mul(dataset.inputs, 50) }; // up to 20
    const { settings } = await planStudy(wide, { transferFrom: [0, 1] });
    const { train, validation, test, other } = partData(wide, { seed: 1, settings });
    expect(other!.inputs.rows).toBe(200);
    expect(other!.classes).toBe(2);
    for (const part of [train, validation, test, other!]) {
      const values = part.inputs.to2DArray().flat();
      expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...values)).toBeLessThanOrEqual(1);
    }
    const inOther = rowsOf(other!.inputs);
    expect([...rowsOf(train.inputs)].filter((row) => inOther.has(row)).length).toBeLessThanOrEqual(2); // those clipped to 0 and to 1
  });
});

describe("transfer", () => {
  it("starts from a body that has learnt the other task, and counts what that cost", async () => {
    const some = take(digits, [...Array(500).keys()]);
    const { results, plan } = await runStudy(some, {
      ...{
        arms: ["isometric", "transfer"],
        transferFrom: low,
        depths: [2],
        widths: [16],
        seeds: 1,
        ...brief,
      },
    });
    const compared = results.filter(({ spec }) => spec.purpose === "compare");
    const of = (name: string) => compared.find(({ spec }) => spec.arm === name)!;
    const { epochs, batchSize } = plan.settings;
    const examples = [...some.labels].filter((label) => label < 5).length;
    const weights = 64 * 16 + 16 * 16 + 16 * 5;
    const update = 2 * (weights + 16 + 16 + 5);
    const epoch = examples * (3 * weights - 64 * 16) + Math.ceil(examples / batchSize) * update;
    expect(of("transfer").pretrainingCost).toBe(epochs * epoch);
    expect(of("isometric").pretrainingCost).toBe(0);
    expect(of("transfer").curve[0]!.trainLoss).not.toBe(of("isometric").curve[0]!.trainLoss);
  });
});
