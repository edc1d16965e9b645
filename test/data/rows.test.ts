import { describe, expect, it } from "vitest";
import { datasetFromRows } from "../../src/data/dataset-from-rows.ts";
import { split } from "../../src/data/split.ts";
import { Matrix } from "../../src/matrix/matrix.ts";
import { rowOf } from "../../src/matrix/storage.ts";

const rows = [
  [1, 2],
  [3, 4],
  [5, 6],
];

describe("datasetFromRows", () => {
  it("numbers names in sorted order, or in that of classNames", () => {
    const dataset = datasetFromRows(rows, { labels: ["dog", "ape", "dog"] });
    expect(dataset.inputs.to2DArray()).toEqual(rows);
    expect(dataset).toMatchObject({ name: "rows", classes: 2, classNames: ["ape", "dog"] });
    expect(dataset.labels).toEqual(Int32Array.of(1, 0, 1));
    const classNames = ["dog", "cat", "ape"];
    const ordered = datasetFromRows(rows, { labels: ["dog", "ape", "dog"], classNames });
    expect(ordered.labels).toEqual(Int32Array.of(0, 2, 0));
    expect(ordered.classes).toBe(3);
    expect(datasetFromRows(rows, { labels: ["10", "9", "10"] }).classNames).toEqual(["9", "10"]);
  });

  it("takes labels as indices, counting classes up to the largest or as it is told", () => {
    const dataset = datasetFromRows(rows, { labels: Uint8Array.of(0, 2, 0) });
    expect(dataset).toEqual({
      name: "rows",
      inputs: new Matrix(rows),
      labels: Int32Array.of(0, 2, 0),
      classes: 3,
      warnings: ["No example has class 1: class indices count from 0."],
    });
    const absent = { targets: undefined };
    const told = datasetFromRows(rows, { labels: [0, 2, 0], classes: 5, ...absent });
    expect(told.classes).toBe(5);
    expect(told.warnings).toBeUndefined();
    expect(datasetFromRows(rows, { labels: [0, 0, 0], classNames: ["a", "b"] })).toMatchObject({
      classes: 2,
      classNames: ["a", "b"],
    });
  });

  it("takes one target per row or several, or neither labels nor targets", () => {
    expect(datasetFromRows(rows, { targets: [1, 2, 3] }).targets.to2DArray()).toEqual([[1], [2], [3]]);
    const dataset = datasetFromRows(rows, {
      name: "houses",
      columnNames: ["rooms", "area"],
      targets: [
        [1, 0],
        [2, 0],
        [3, 1],
      ],
      targetNames: ["price", "rent"],
    });
    expect(dataset).toMatchObject({
      name: "houses",
      columnNames: ["rooms", "area"],
      targetNames: ["price", "rent"],
    });
    expect(dataset.targets.columns).toBe(2);
    expect(datasetFromRows(rows)).toEqual({ name: "rows", inputs: new Matrix(rows) });
  });

  it("copies rows, keeps a matrix and float32, and returns a frozen object", () => {
    const dataset = datasetFromRows(rows, { labels: [0, 1, 0] });
    dataset.inputs.set(0, 0, 9);
    expect(rows[0]).toEqual([1, 2]);
    const matrix = new Matrix(rows);
    expect(datasetFromRows(matrix).inputs).toBe(matrix);
    const single = datasetFromRows([Float32Array.of(1, 2), Float32Array.of(3, 4)]);
    expect(rowOf(single.inputs, 1)).toBeInstanceOf(Float32Array);
    for (const made of [dataset, datasetFromRows(rows, { targets: [1, 2, 3] }), datasetFromRows(rows)])
      expect(Object.isFrozen(made)).toBe(true);
  });

  it("makes what the other functions of datasets take", () => {
    const { train, test } = split(datasetFromRows(rows, { labels: ["b", "a", "b"] }), {
      trainCount: 2,
      seed: 1,
    });
    for (const part of [train, test]) {
      for (let row = 0; row < part.inputs.rows; row++)
        expect(part.labels[row]).toBe(part.inputs.get(row, 0) === 3 ? 0 : 1);
    }
  });

  it("refuses what does not fit, with the value and its place", () => {
    const refusals: [() => unknown, string][] = [
      [() => datasetFromRows([[1, 2], [3]]), "every row of inputs to have 2 columns, got 1 in row 1"],
      [() => datasetFromRows([]), "inputs to have at least one row and one column, got 0×0"],
      [() => datasetFromRows([[1, Number.NaN]]), "inputs to be finite, got NaN at row 0, column 1"],
      [() => datasetFromRows([1, 2] as never), "inputs to be a matrix or rows of numbers, got 1 as row 0"],
      [() => datasetFromRows(rows, { labels: [0, 1] }), "one label for each of 3 rows, got 2"],
      [
        () => datasetFromRows(rows, { labels: [0.5, 1, 2] }),
        "labels, unlike targets, to be class indices from 0 to 9999, got 0.5 at example 0",
      ],
      [
        () => datasetFromRows(rows, { labels: [1, -1, 1] }),
        "labels, unlike targets, to be class indices from 0 to 9999, got -1 at example 1",
      ],
      [
        () => datasetFromRows(rows, { labels: ["a", "", "b"] }),
        'labels, unlike targets, to be names among ["a", "b"], got "" at example 1',
      ],
      [
        () => datasetFromRows(rows, { labels: ["a", 1, "b"] as never }),
        'labels, unlike targets, to be names among ["a", "b"], got 1 at example 1',
      ],
      [
        () => datasetFromRows(rows, { labels: null as never }),
        "labels, unlike targets, to be class indices or names",
      ],
      [() => datasetFromRows(rows, { targets: [1, 2] }), "targets to be 3×any, got 2×1"],
      [
        () => datasetFromRows(rows, { targets: [1, 2, Number.NaN] }),
        "targets to be finite, got NaN at row 2, column 0",
      ],
      [
        () => datasetFromRows(rows, { targets: ["1", "2", "3"] as never }),
        "targets to be a matrix or rows of numbers",
      ],
      [() => datasetFromRows(rows, { columnNames: ["a"] }), "columnNames to be 2 words, got 1"],
      [
        () => datasetFromRows(rows, { columnNames: ["a", "a"] }),
        'columnNames to be different words, got "a" twice',
      ],
      [
        () => datasetFromRows(rows, { columnNames: ["a", 2] as never }),
        "columnNames to be different words, got 2 at 1",
      ],
      [() => datasetFromRows(rows, { name: 3 as never }), "name to be a word, got 3"],
      [
        () => datasetFromRows(rows, { labels: [0, 1, 0], targets: [1, 2, 3] } as never),
        'options named "name", "columnNames", "labels", "classes", "classNames", got "targets"',
      ],
      [
        () => datasetFromRows(rows, { label: [0, 1, 0] } as never),
        'options named "name", "columnNames", "labels", "targets", got "label"',
      ],
      [() => datasetFromRows(rows, null as never), "options to be an object, got null"],
    ];
    for (const [refused, text] of refusals)
      expect(refused).toThrow(`Cannot make a dataset of rows: expected ${text}`);
  });
});
