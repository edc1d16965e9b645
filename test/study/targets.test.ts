import { describe, expect, it } from "vitest";
import { datasetFrom, shareDataset } from "../../src/cli/shared-dataset.ts";
import type { NumericDataset } from "../../src/data/dataset.ts";
import { loadDigits } from "../../src/data/digits.ts";
import { dense, identity, linear, Matrix, Network, RandomStream } from "../../src/index.ts";
import { renderReport } from "../../src/report/render-report.ts";
import type { Arm } from "../../src/study/arm.ts";
import { conclude } from "../../src/study/conclude.ts";
import { fingerprintOf } from "../../src/study/hash.ts";
import { planStudy } from "../../src/study/plan.ts";
import { runStudy } from "../../src/study/run-study.ts";
import { partData } from "../../src/study/trial-data.ts";
import { trialRunner } from "../../src/study/trial-runner.ts";
import { TRIAL_VERSION, type TrialSpec } from "../../src/study/trial-spec.ts";
import { simulatedStudy } from "../support/simulated-trials.ts";

/** y = 5x₀ − 3x₁ + 2x₂ in large units, with noise that is `noise` of its variance. */
function line(rows: number, noise: number): NumericDataset {
  const random = new RandomStream(1, "line");
  const weights = [5, -3, 2];
  const signal = Math.sqrt(weights.reduce((sum, weight) => sum + weight ** 2, 0) / 12); // of uniform inputs
  const deviation = signal * Math.sqrt(noise / (1 - noise));
  const inputs = Matrix.zeros(rows, 3).apply(function draw(this: Matrix, row: number, column: number) {
    this.set(row, column, random.uniform());
  });
  const targets = inputs.to2DArray().map((x) => {
    const y = weights.reduce((sum, weight, column) => sum + weight * x[column]!, 0);
    return [1e6 + 1e3 * (y + deviation * random.normal())];
  });
  return { name: "line", inputs, targets: new Matrix(targets), targetNames: ["y"] };
}

const dataset = line(200, 0);
const plan = await planStudy(dataset, { depths: [1], widths: [8], seeds: 1 });
const specOf = (arm: string): TrialSpec => ({
  ...{ version: TRIAL_VERSION, data: plan.data.fingerprint, purpose: "compare", arm, optimizer: "momentum" },
  ...{ depth: 1, width: 8, times: 1 },
  ...{ labels: plan.settings.train, seed: 1, learningRate: 1e-12, settings: { ...plan.settings, epochs: 1 } },
});

describe("planStudy", () => {
  it("plans for numeric targets without classes, and names the data by their targets to the bit", async () => {
    expect(plan.data).toEqual({
      ...{ name: "line", fingerprint: await fingerprintOf(dataset), examples: 200, inputs: 3, targets: 1 },
    });
    const other = { ...dataset, targets: dataset.targets.clone() };
    other.targets.set(7, 0, other.targets.get(7, 0) * (1 + 2 ** -52));
    expect(await fingerprintOf(other)).not.toBe(plan.data.fingerprint);
  });

  it.each<[string, Partial<NumericDataset>, RegExp]>([
    [
      "no labels and no targets",
      {},
      /a dataset with labels, or with targets that are numbers, got one without, "x"/,
    ],
    [
      "a target that is one value",
      { targets: Matrix.ones(60, 1), targetNames: ["y"] },
      /target "y" to vary, got one value/,
    ],
    [
      "a target that is no number",
      { targets: Matrix.ones(60, 1).mul(Number.NaN) },
      /targets to be finite, got NaN at row 0/,
    ],
    [
      "numbers as classes",
      { labels: Int32Array.from({ length: 60 }, (_, row) => row % 40), classes: 40 },
      /at least 3 examples of each class, .* got 2 of class 0 and too few of 39 others; numbers that are to be told are targets/,
    ],
    [
      "a single example of a class",
      {
        labels: Int32Array.from({ length: 60 }, (_, row) => (row === 5 ? 2 : row % 2)),
        ...{ classes: 3, classNames: ["a", "b", "c"] },
      },
      /got 1 of class "c"$/,
    ],
    ["one class of two", { labels: new Int32Array(60), classes: 2 }, /at least two classes, got 1/],
  ])("refuses %s", async (_, told, message) => {
    await expect(planStudy({ name: "x", inputs: Matrix.ones(60, 2), ...told })).rejects.toThrow(message);
  });
});

describe("partData", () => {
  it("standardizes targets by those that are trained on", () => {
    const { classes, train, test } = partData(dataset, { seed: 1, settings: plan.settings });
    expect(classes).toBe(0);
    const moments = (values: readonly number[]) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length };
    };
    const { mean, variance } = moments((train.targets as Matrix).to1DArray());
    expect(mean).toBeCloseTo(0, 9);
    expect(variance).toBeCloseTo(1, 9);
    expect(moments((test.targets as Matrix).to1DArray()).variance).not.toBeCloseTo(1, 9);
  });
});

describe("trialRunner", () => {
  /** A net that says `share` of the standardized target, which its inputs tell exactly. */
  const saying = (share: number): Arm => ({
    ...{ name: `says ${share}`, description: "a linear net with the right weights", kind: "cure" },
    start: ({ spec, inputs }) => {
      const { train } = partData(dataset, spec);
      const t = train.targets as Matrix;
      const rows = [0, 1, 2, 3].map((row) => [...inputs.getRow(row), 1]);
      const solution = solve(
        rows,
        [0, 1, 2, 3].map((row) => t.get(row, 0)),
      );
      return {
        network: new Network({
          layers: [dense({ inputs: 3, outputs: 3, activation: identity }), dense({ inputs: 3, outputs: 1 })],
          ...{ head: linear, seed: 1, threads: 1 },
          parameters: {
            "0.weights": Matrix.eye(3),
            "0.bias": Matrix.zeros(1, 3),
            "1.weights": Matrix.columnVector(solution.slice(0, 3)).mul(share),
            "1.bias": new Matrix([[solution[3]! * share]]),
          },
        }),
      };
    },
  });

  it.each([1, 0.5, 0.9, 0, -1])(
    "counts as the error 1 − R², and 1 where that is more: of a net that says %d of the truth",
    async (share) => {
      const arm = saying(share);
      const { curve } = await trialRunner(dataset, [arm]).run(specOf(arm.name));
      const { test } = partData(dataset, { seed: 1, settings: plan.settings });
      const t = (test.targets as Matrix).to1DArray();
      const mean = t.reduce((sum, value) => sum + value, 0) / t.length;
      const total = (center: number) => t.reduce((sum, value) => sum + (value - center) ** 2, 0);
      expect(curve[0]!.testError).toBeCloseTo(Math.min(1, ((1 - share) ** 2 * total(0)) / total(mean)), 5);
    },
  );
});

/** x of A·x = b by elimination. */
function solve(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const rows = a.map((row, index) => [...row, b[index]!]);
  for (let pivot = 0; pivot < rows.length; pivot++) {
    const largest = rows
      .slice(pivot)
      .reduce((best, row) => (Math.abs(row[pivot]!) > Math.abs(best[pivot]!) ? row : best));
    const place = rows.indexOf(largest);
    [rows[pivot], rows[place]] = [rows[place]!, rows[pivot]!];
    for (const [index, row] of rows.entries()) {
      if (index === pivot) continue;
      const factor = row[pivot]! / rows[pivot]![pivot]!;
      rows[index] = row.map((value, column) => value - factor * rows[pivot]![column]!);
    }
  }
  return rows.map((row, index) => row.at(-1)! / row[index]!);
}

describe("runStudy", () => {
  it("explains a line with noise of a tenth by ReLU and isometry, and nothing from the classical start when deep", async () => {
    const options = { arms: ["classical", "isometric", "relu"], depths: [6], widths: [24], seeds: 1 };
    const { plan, results, verdict } = await runStudy(line(300, 0.1), options);
    const errorOf = (name: string) => verdict.arms.find(({ arm }) => arm === name)!.bestTestError;
    expect(errorOf("classical")).toBeGreaterThan(0.95);
    for (const arm of ["isometric", "relu"]) {
      expect(errorOf(arm)).toBeGreaterThan(0.05); // less than the noise is luck
      expect(errorOf(arm)).toBeLessThan(0.2);
    }
    expect(verdict.warnings).toEqual([
      "classical: no better than naming the mean for everything, which leaves all of the variance, " +
        "with 6 hidden layers of 24 units on 180 examples, in 1 of 1 seeds.",
    ]);
    expect(JSON.stringify(verdict)).not.toMatch(/(test|validation) error/);
    const { html } = await renderReport({ verdict, results, pictures: [], plan, command: "" });
    expect(html).toContain(
      "300 examples of 3 numbers with 1 number to tell of each, the test error being the share of their variance",
    );
    expect(html).not.toMatch(/undefined|NaN/);
  });
});

describe("conclude", () => {
  it("calls the error of numeric targets what it is: the variance that remains", () => {
    const truths = {
      classical: { error: 0.9 },
      rbm: { error: 0.1 },
      isometric: { error: 0.1 },
      relu: { error: 0.1 },
    };
    const trials = simulatedStudy(truths, new RandomStream(1, "variance"));
    const verdict = conclude({ data: { targets: 1 } }, trials);
    const becauseOf = ({ claims }: typeof verdict) => claims.find(({ id }) => id === "p")!.because;
    expect(becauseOf(verdict)).toMatch(/^The pretrained net ends at 10\.\d % and the classical one at/);
    expect(verdict.claims[0]!.claim).toContain("lower remaining test variance than from the classical start");
    expect(verdict.explanation[1]).toMatch(/% remaining test variance, with all trained/);
    expect(JSON.stringify(verdict)).not.toMatch(/(test|validation) error/);
    const ofClasses = conclude({ data: { classes: 10 } }, trials);
    expect(ofClasses.claims[0]!.claim).toContain("lower test error than from the classical start");
    expect(ofClasses.explanation[1]).toMatch(/% test error, with all trained/);
  });
});

describe("shareDataset", () => {
  it("hands other threads the same labels and the same targets", async () => {
    const shared = datasetFrom(structuredClone(shareDataset(dataset)));
    expect(shared.targets!.to2DArray()).toEqual(dataset.targets.to2DArray());
    expect(await fingerprintOf(shared)).toBe(plan.data.fingerprint);
    const digits = await loadDigits();
    expect(await fingerprintOf(datasetFrom(structuredClone(shareDataset(digits))))).toBe(
      await fingerprintOf(digits),
    );
  });
});
