import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { accuracy } from "../../src/data/metrics/accuracy.ts";
import { balancedAccuracy } from "../../src/data/metrics/balanced-accuracy.ts";
import type { ClassFigures } from "../../src/data/metrics/class-figures.ts";
import { classificationReport } from "../../src/data/metrics/classification-report.ts";
import { confusionMatrix } from "../../src/data/metrics/confusion-matrix.ts";
import { meanAbsoluteError } from "../../src/data/metrics/mean-absolute-error.ts";
import { multiLabelReport } from "../../src/data/metrics/multi-label-report.ts";
import { rSquared } from "../../src/data/metrics/r-squared.ts";
import { rootMeanSquaredError } from "../../src/data/metrics/root-mean-squared-error.ts";
import { topKAccuracy } from "../../src/data/metrics/top-k-accuracy.ts";
import { Matrix } from "../../src/matrix/matrix.ts";
import { expectClose } from "../support/expect-close.ts";

type Rows = number[][];
type Means = Readonly<Record<"precision" | "recall" | "f1", number>>;
type PerClass = Readonly<Record<keyof ClassFigures, number[]>>;

interface Case {
  readonly name: string;
  readonly weights: number[] | null;
}
interface Fixtures {
  readonly classification: readonly (Case & {
    readonly labels: number[] | string[];
    readonly predicted: number[] | string[];
    readonly accuracy: number;
    readonly balancedAccuracy: number;
    readonly confusion: Rows;
    readonly classes: PerClass;
    readonly macro: Means;
    readonly weighted: Means;
  })[];
  readonly multiLabel: readonly (Case & {
    readonly labels: Rows;
    readonly probabilities: Rows;
    readonly threshold: number;
    readonly subsetAccuracy: number;
    readonly hammingLoss: number;
    readonly figures: PerClass;
    readonly micro: Means;
    readonly macro: Means;
    readonly weighted: Means;
  })[];
  readonly topK: readonly (Case & {
    readonly labels: number[];
    readonly scores: Rows;
    readonly accuracies: number[];
  })[];
  readonly regression: readonly (Case & {
    readonly targets: number[] | Rows;
    readonly predicted: number[] | Rows;
    readonly rSquared: number;
    readonly meanAbsoluteError: number;
    readonly rootMeanSquaredError: number;
  })[];
}

/** From scikit-learn, by test/fixtures/metrics.py. */
const fixtures = JSON.parse(
  readFileSync(new URL("../fixtures/metrics.json", import.meta.url), "utf8"),
) as Fixtures;

const optionsOf = ({ weights }: Case): { readonly sampleWeights?: number[] } =>
  weights === null ? {} : { sampleWeights: weights };

function expectNear(actual: number, expected: number, what: string): void {
  const apart = Math.abs(actual - expected);
  expect(apart, `${what}: ${actual} instead of ${expected}`).toBeLessThanOrEqual(
    1e-12 * Math.max(1, Math.abs(expected)),
  );
}

function expectMeans(actual: ClassFigures, expected: Means, what: string): void {
  for (const name of ["precision", "recall", "f1"] as const)
    expectNear(actual[name], expected[name], `${what} ${name}`);
}

function expectPerClass(actual: readonly ClassFigures[], expected: PerClass): void {
  for (const name of ["precision", "recall", "f1", "support"] as const) {
    expect(actual.length).toBe(expected[name].length);
    for (const [index, value] of expected[name].entries())
      expectNear(actual[index]![name], value, `${name} of class ${index}`);
  }
}

describe("Metrics of classes", () => {
  it.each(fixtures.classification)("are those of scikit-learn: $name", (given) => {
    const { labels, predicted } = given;
    const options = optionsOf(given);
    const report = classificationReport(labels, predicted, options);
    expectNear(accuracy(labels, predicted, options), given.accuracy, "accuracy");
    expectNear(report.accuracy, given.accuracy, "accuracy of the report");
    expectNear(balancedAccuracy(labels, predicted, options), given.balancedAccuracy, "balanced accuracy");
    expectClose(confusionMatrix(labels, predicted, options).counts, given.confusion, 1e-12);
    expectPerClass(report.classes, given.classes);
    expectMeans(report.macro, given.macro, "macro");
    expectMeans(report.weighted, given.weighted, "weighted");
  });

  it("are the same for indices, for names, and for names on one side only", () => {
    const names = ["ape", "bat", "cat"];
    const [labels, predicted] = [
      [0, 1, 2, 2, 1],
      [0, 2, 2, 1, 1],
    ];
    const named = (indices: readonly number[]): string[] => indices.map((index) => names[index]!);
    const expected = classificationReport(labels, predicted, { classNames: names });
    expect(classificationReport(named(labels), named(predicted))).toEqual(expected);
    expect(classificationReport(labels, named(predicted), { classNames: names })).toEqual(expected);
    expect(accuracy(Uint8Array.from(labels), Int32Array.from(predicted))).toBe(0.6);
  });

  it("take names in the order given, or else sorted, and numbers among names by size", () => {
    expect(confusionMatrix(["b", "a"], ["b", "c"]).classNames).toEqual(["a", "b", "c"]);
    expect(confusionMatrix(["10", "9"], ["9", "-1"]).classNames).toEqual(["-1", "9", "10"]);
    const { counts } = confusionMatrix(["b", "a"], ["b", "b"], { classNames: ["b", "a"] });
    expect(counts.to2DArray()).toEqual([
      [1, 0],
      [1, 0],
    ]);
    expect(confusionMatrix(["__proto__"], ["__proto__"]).classNames).toEqual(["__proto__"]);
  });

  it("know of classes that occur nowhere where they are told, and leave them out of the macro mean", () => {
    const options = { classes: 4 };
    expect(confusionMatrix([0, 1], [0, 1], options).counts).toMatchObject({ rows: 4, columns: 4 });
    const report = classificationReport([0, 1], [0, 1], options);
    expect(report.classes[3]).toEqual({ precision: 0, recall: 0, f1: 0, support: 0 });
    expect(report.macro.f1).toBe(1);
  });

  it("refuse what is no class, lists of two lengths, and weights that weigh nothing", () => {
    const compute = "Cannot compute the accuracy: expected ";
    const refusals: [() => unknown, string][] = [
      [() => accuracy([0, 1], [0]), "one prediction for each of 2 labels, got 1"],
      [() => accuracy([], []), "labels of at least one example, got none"],
      [() => accuracy([0, -1], [0, 0]), "labels to be class indices from 0 to 9999, got -1 at example 1"],
      [
        () => accuracy([0, 0], [0, 0.5]),
        "predicted to be class indices from 0 to 9999, got 0.5 at example 1",
      ],
      [
        () => accuracy([0], [Number.NaN]),
        "predicted to be class indices from 0 to 9999, got NaN at example 0",
      ],
      [
        () => accuracy([2019], [1e9]),
        "predicted to be class indices from 0 to 9999, got 1000000000 at example 0",
      ],
      [() => accuracy(["a"], [0]), 'predicted to be names among ["a"], got 0 at example 0'],
      [() => accuracy(["a", ""], ["a", "a"]), 'labels to be names among ["a"], got "" at example 1'],
      [
        () => accuracy(new Array<number>(1), [0]),
        "labels to be class indices or names, one per example, got undefined at example 0",
      ],
      [
        () => accuracy([true] as unknown as number[], [0]),
        "labels to be class indices or names, one per example, got true at example 0",
      ],
      [
        () => accuracy("01" as unknown as string[], [0, 1]),
        'labels to be class indices or names, one per example, got "01"',
      ],
      [
        () => accuracy([0], new Matrix([[1, 0]]) as unknown as number[]),
        "predicted to be class indices or names, one per example, got Matrix",
      ],
      [
        () => accuracy([0], [0], { sampleWeights: [0] }),
        "the sum of sampleWeights to be a finite number > 0 and ≤ 1e+300, got 0",
      ],
      [
        () => accuracy([0], [0], { sampleWeights: [1, 1] }),
        "one number in sampleWeights for each of 1 examples, got 2",
      ],
      [
        () => accuracy([0], [0], { sampleWeights: [-1] }),
        "sampleWeights[0] to be a finite number ≥ 0, got -1",
      ],
      [
        () => accuracy([0, 0], [0, 0], { sampleWeights: [1e308, 1e308] }),
        "the sum of sampleWeights to be a finite number > 0 and ≤ 1e+300, got Infinity",
      ],
      [() => accuracy([0], [0], { weights: [1] } as object), 'options named "sampleWeights", got "weights"'],
      [() => accuracy([0], [0], null as never), "options to be an object, got null"],
      [
        () => accuracy([0], [0], { sampleWeights: Matrix.columnVector([1]) as never }),
        "sampleWeights to be numbers, one per example, got Matrix",
      ],
    ];
    for (const [refused, text] of refusals) expect(refused).toThrow(compute + text);
    expect(() => confusionMatrix([0, 3], [0, 0], { classes: 3 })).toThrow(
      "Cannot make a confusion matrix: expected labels to be class indices from 0 to 2, got 3 at example 1",
    );
    expect(() => confusionMatrix(["a"], ["z"], { classNames: ["a", "b"] })).toThrow(
      'expected predicted to be class indices from 0 to 1, or names among ["a", "b"], got "z" at example 0',
    );
    expect(() => confusionMatrix([0], [0], { classNames: ["a", "a"] })).toThrow(/got "a" twice$/);
    expect(() => confusionMatrix([0], [0], { classNames: "ab" as unknown as string[] })).toThrow(TypeError);
    expect(() => confusionMatrix(["a"], ["b"], { classes: 3 })).toThrow(
      'expected a name for each of 3 classes, got names ["a", "b"]',
    );
    expect(() => confusionMatrix([0], [0], { classes: 0 })).toThrow(RangeError);
  });
});

describe("confusionMatrix", () => {
  it("prints a row for each true class and a column for each predicted one, by name", () => {
    const matrix = confusionMatrix(["cat", "cat", "dog"], ["cat", "dog", "dog"]);
    const table = [
      "Confusion matrix: true classes in rows, predicted classes in columns",
      "true  cat  dog",
      "────  ───  ───",
      "cat     1    1",
      "dog     0    1",
    ].join("\n");
    expect(`${matrix}`).toBe(table);
    expect(inspect(matrix)).toBe(table);
    expect(Object.isFrozen(matrix)).toBe(true);
  });
});

describe("classificationReport", () => {
  it("prints the figures of each class, their means, and which of them are 0 / 0", () => {
    const report = classificationReport([0, 0, 1, 1], [0, 0, 2, 0], { classNames: ["ape", "bat", "cat"] });
    expect(`${report}`).toBe(
      [
        "Accuracy 50 % of 4 examples",
        "class          precision  recall      F1  support",
        "─────────────  ─────────  ──────  ──────  ───────",
        "ape               0.6667       1  0.8000        2",
        "bat                    0       0       0        2",
        "cat                    0       0       0        0",
        "macro mean        0.2222  0.3333  0.2667        4",
        "weighted mean     0.3333  0.5000  0.4000        4",
        "Never predicted, so precision is 0 / 0 and stands as 0: bat",
        "Without examples, so recall is 0 / 0 and stands as 0: cat",
      ].join("\n"),
    );
  });

  it("says nothing of 0 / 0 where there is none", () => {
    expect(`${classificationReport([0, 1], [1, 0])}`).not.toMatch(/0 \/ 0|\n$/);
  });

  it("holds plain numbers, frozen", () => {
    const report = classificationReport([0, 1], [0, 1]);
    expect(JSON.parse(JSON.stringify(report))).toEqual({
      classes: [0, 1].map(() => ({ precision: 1, recall: 1, f1: 1, support: 1 })),
      macro: { precision: 1, recall: 1, f1: 1, support: 2 },
      weighted: { precision: 1, recall: 1, f1: 1, support: 2 },
      accuracy: 1,
    });
    for (const part of [report, report.classes, report.classes[0], report.macro, report.weighted])
      expect(Object.isFrozen(part)).toBe(true);
  });
});

describe("Metrics of several labels per example", () => {
  it.each(fixtures.multiLabel)("are those of scikit-learn: $name", (given) => {
    const { labels, probabilities, threshold } = given;
    const report = multiLabelReport(labels, probabilities, { threshold, ...optionsOf(given) });
    expectNear(report.subsetAccuracy, given.subsetAccuracy, "subset accuracy");
    expectNear(report.hammingLoss, given.hammingLoss, "Hamming loss");
    expectPerClass(report.labels, given.figures);
    for (const name of ["micro", "macro", "weighted"] as const) expectMeans(report[name], given[name], name);
  });
});

describe("topKAccuracy", () => {
  it.each(fixtures.topK)("is that of scikit-learn for every k: $name", (given) => {
    for (const [index, expected] of given.accuracies.entries()) {
      const k = index + 1;
      expectNear(topKAccuracy(given.labels, given.scores, { k, ...optionsOf(given) }), expected, `k = ${k}`);
    }
  });

  it("takes the lower of two classes with equal scores first", () => {
    const scores = [
      [1, 1, 0],
      [1, 1, 0],
      [0, 0, 0],
    ];
    expect(topKAccuracy([0, 1, 2], scores, { k: 1 })).toBe(1 / 3);
    expect(topKAccuracy([0, 1, 2], scores, { k: 2 })).toBe(2 / 3);
    expect(topKAccuracy([0, 1, 2], scores, { k: 3 })).toBe(1);
  });

  it("refuses a k that is no count of classes, labels without a column, and scores that are not finite", () => {
    for (const k of [0, 4, 1.5]) expect(() => topKAccuracy([0], [[1, 2, 3]], { k })).toThrow(RangeError);
    expect(() => topKAccuracy([3], [[1, 2, 3]], { k: 1 })).toThrow(
      "Cannot compute the top-k accuracy: expected labels to be integers from 0 to 2, got 3 at example 0",
    );
    expect(() => topKAccuracy([0, 1], [[0.2], [0.7]], { k: 1 })).toThrow(
      /expected one column of scores for each class, got a single one$/,
    );
    expect(() => topKAccuracy([0, 1], [[1, 2, 3]], { k: 1 })).toThrow(/one label for each of 1 rows/);
    expect(() => topKAccuracy([0], [[Number.NaN, 2]], { k: 1 })).toThrow(RangeError);
    expect(() => topKAccuracy([0], [[1, 2]], undefined as unknown as { k: number })).toThrow(TypeError);
  });
});

describe("Metrics of numbers", () => {
  it.each(fixtures.regression)("are those of scikit-learn: $name", (given) => {
    const { targets, predicted } = given;
    const options = optionsOf(given);
    expectNear(rSquared(targets, predicted, options), given.rSquared, "R²");
    expectNear(
      meanAbsoluteError(targets, predicted, options),
      given.meanAbsoluteError,
      "mean absolute error",
    );
    const root = rootMeanSquaredError(targets, predicted, options);
    expectNear(root, given.rootMeanSquaredError, "root mean squared error");
  });

  it("take numbers and columns of one alike", () => {
    const column = Matrix.columnVector([1, 2, 4]);
    expect(rootMeanSquaredError([1, 2, 3], column)).toBe(Math.sqrt(1 / 3));
    expect(meanAbsoluteError(column, Float32Array.of(1, 2, 3))).toBe(1 / 3);
  });

  it("find no variance in equal targets whose mean rounds off them", () => {
    expect(rSquared([0.1, 0.1, 0.1], [0.1, 0.1, 0.2])).toBe(0);
    expect(rSquared([0.1, 0.1, 0.1], [0.1, 0.1, 0.1])).toBe(1);
    expect(rSquared([0.1, 5, 0.1], [0.1, 0.1, 0.2], { sampleWeights: [1, 0, 1] })).toBe(0);
  });

  it("refuse shapes that differ, one example for R², and squares that are no numbers", () => {
    expect(() => rSquared([1], [1])).toThrow(
      "Cannot compute R²: expected the number of examples to be an integer ≥ 2, got 1",
    );
    expect(() => meanAbsoluteError([1, 2], [[1, 2]])).toThrow(
      "Cannot compute the mean absolute error: expected predicted to be 2×1, got 1×2",
    );
    expect(() => rootMeanSquaredError([1, Number.NaN], [1, 2])).toThrow(RangeError);
    expect(() => rootMeanSquaredError([1e200], [0])).toThrow(
      "Cannot compute the root mean squared error: expected targets and predictions whose squares are of ordinary size, got a result of Infinity",
    );
    expect(() => rSquared([1e-200, 2e-200], [0, 0])).toThrow(RangeError);
    for (const wrong of [undefined, null, 3, "12", [], ["a"]]) {
      expect(() => meanAbsoluteError(wrong as unknown as number[], [1, 2])).toThrow(
        /^Cannot compute the mean absolute error: /,
      );
    }
  });
});
