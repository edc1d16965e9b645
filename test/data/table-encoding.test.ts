import { readFileSync } from "node:fs";
import { describe, expect, expectTypeOf, it } from "vitest";
import { type CsvOptions, datasetFromCsv } from "../../src/data/csv.ts";
import type { Dataset, LabeledDataset, NumericDataset, TableEncoding } from "../../src/data/dataset.ts";
import { split } from "../../src/data/split.ts";
import { tableEncodingFromJSON } from "../../src/data/table/encoding.ts";
import type { TableEncodingJSON } from "../../src/data/table-encoding.ts";
import { take } from "../../src/data/take.ts";

const fixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/tables/${name}`, import.meta.url), "utf8");
const manyRows = (names: string, row: (index: number) => string, count = 40): string =>
  [names, ...Array.from({ length: count }, (_, index) => row(index))].join("\n");

/** Ages 39, ?, 42: their mean is 40.5. */
const people = "age,job,kind\n39,nurse,a\n?,cook,b\n42,,a\n";
const options = { label: "kind", categorical: "job", missing: "mean" } as const;
const columns = ["age", "age is missing", "job=cook", "job=nurse", "job is missing"];
const rows = [
  [39, 0, 0, 1, 0],
  [40.5, 1, 1, 0, 0],
  [42, 0, 0, 0, 1],
];

describe("datasetFromCsv", () => {
  it("has the type of what is asked for", () => {
    const text = "a,b\n1,2\n3,4\n";
    expectTypeOf(datasetFromCsv(text, { label: "b" })).toExtend<LabeledDataset>();
    expectTypeOf(datasetFromCsv(text, { target: "b" })).toExtend<NumericDataset>();
    expectTypeOf(datasetFromCsv(text)).toExtend<Dataset>();
    expectTypeOf(datasetFromCsv(text).encoding).toEqualTypeOf<TableEncoding>();
    const all = datasetFromCsv(text);
    expect(all.inputs.to2DArray()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(Object.keys(all)).toEqual(["name", "inputs", "columnNames", "encoding"]);
    expect(Object.isFrozen(all)).toBe(true);
  });

  it("reads targets as numbers, in the order in which they are named", () => {
    const { inputs, targets, targetNames, labels } = datasetFromCsv("a,b,c\n1,2,3\n4,5,6.5\n", {
      target: ["c", "a"],
    });
    expect(inputs.to2DArray()).toEqual([[2], [5]]);
    expect(targets.to2DArray()).toEqual([
      [3, 1],
      [6.5, 4],
    ]);
    expect(targetNames).toEqual(["c", "a"]);
    expect(labels).toBeUndefined();
  });

  it("makes a column of 0 and 1 for each word, and puts the mean where a number is missing", () => {
    const { inputs, columnNames } = datasetFromCsv(people, options);
    expect(columnNames).toEqual(columns);
    expect(inputs.to2DArray()).toEqual(rows);
  });

  it("takes all columns of words as categories, and refuses words among numbers even then", () => {
    const { columnNames } = datasetFromCsv(fixture("titan.csv"), {
      label: "survived",
      ignore: ["id", "name"],
      categorical: true,
      missing: "mean",
    });
    expect(columnNames).toEqual(["klass", "sex=female", "sex=male", "age", "age is missing", "fare"]);
    const cabins = "cabin,kind\nC85,a\n12,b\n";
    expect(() => datasetFromCsv(cabins, { label: "kind", categorical: true })).toThrow(
      /categorical: \["cabin"\]/,
    );
    expect(datasetFromCsv(cabins, { label: "kind", categorical: "cabin" }).inputs.columns).toBe(2);
  });

  it("drops rows with a missing value, and says how many", () => {
    const { inputs, labels, warnings } = datasetFromCsv(
      "a,b,kind\n1,2,x\n,2,y\n3,4,\n5,6,y\n7,8,x\n9,1,y\n",
      {
        label: "kind",
        missing: "drop",
      },
    );
    expect(inputs.to2DArray()).toEqual([[1, 2], [5, 6], [7, 8], [9, 1]]); // biome-ignore format: rows
    expect([...labels]).toEqual([0, 1, 0, 1]);
    expect(warnings).toEqual(['2 of 6 rows left out for a missing value, the first in line 3, column "a".']);
  });

  it("takes tokens of the caller's instead of its own, and an empty cell besides", () => {
    const missing = { rule: "mean", tokens: ["-99"] } as const;
    const { inputs } = datasetFromCsv("a,b\n1,2\n-99.0,4\n,6\n", { missing });
    expect(inputs.to2DArray()).toEqual([[1, 0, 2], [1, 1, 4], [1, 1, 6]]); // biome-ignore format: rows
    expect(() => datasetFromCsv("a,b\n1,2\n?,4\n", { missing })).toThrow(/got "\?"; mend it/);
    const grades = "a,kind\n1,None\n2,mild\n3,mild\n";
    expect(() => datasetFromCsv(grades, { label: "kind" })).toThrow(/got "None"/);
    expect(datasetFromCsv(grades, { label: "kind", missing: { tokens: [] } }).classNames).toEqual([
      "None",
      "mild",
    ]);
  });

  it("reads + and - as classes, though - means a missing value elsewhere", () => {
    expect([...datasetFromCsv("a,kind\n1,+\n2,-\n3,-\n", { label: "kind" }).labels]).toEqual([0, 1, 1]);
    expect(() => datasetFromCsv("a,kind\n1,x\n2,-\n3,y\n", { label: "kind" })).toThrow(/got "-"/);
  });

  it("takes labels as one that differ in their accents' code points or in blanks", () => {
    const { labels, classNames } = datasetFromCsv(
      "a,kind\n1,caf\u00e9\n2,cafe\u0301\n3, tea\u200b\n4,tea\n",
      {
        label: "kind",
      },
    );
    expect([...labels]).toEqual([0, 0, 1, 1]);
    expect(classNames).toEqual(["caf\u00e9", "tea"]);
  });

  it.each([
    ["numbers that are not whole", (index: number) => `${index % 3}.5`, /3 different numbers in 40 rows/],
    ["more than twenty numbers, few of each", (index: number) => `${index % 21}`, /21 different numbers/],
    ["a word for nearly every row", (index: number) => `n${index % 30}`, /20 of 30 with a single one/],
    ["one class", () => "x", /at least two classes in column "kind", got 1/],
  ])("refuses as label %s", (_, label, message) => {
    const text = manyRows("a,kind", (index) => `${index % 7},${label(index)}`);
    expect(() => datasetFromCsv(text, { label: "kind" })).toThrow(message);
  });

  it("takes numbers as classes where the caller says that they are categories", () => {
    const text = manyRows("a,kind", (index) => `${index % 7},${index % 3}.5`);
    const { classNames } = datasetFromCsv(text, { label: "kind", categorical: "kind" });
    expect(classNames).toEqual(["0.5", "1.5", "2.5"]);
    expect(
      datasetFromCsv(
        manyRows("a,kind", (index) => `${index % 7},${index % 20}`),
        { label: "kind" },
      ).classes,
    ).toBe(20);
  });

  it("refuses a column with a category for nearly every row", () => {
    const text = manyRows("who,a,kind", (index) => `n${index % 30},${index % 7},${index % 2}`);
    expect(() => datasetFromCsv(text, { label: "kind", categorical: true })).toThrow(
      /fewer categories in column "who", got 30 in 40 rows; .*ignore: \["who"\]/,
    );
  });

  it.each([
    ["an id that counts", "id", (index: number) => `${index + 1}`, /"id" counts the rows \(1, 2, 3, …\)/],
    ["any column that counts many rows", "a", (index: number) => `${index}`, /"a" counts the rows/],
    [
      "a shuffled id",
      "PassengerId",
      (index: number) => `${(index * 7) % 40}`,
      /"PassengerId" has a number of its own/,
    ],
    ["a column that never changes", "a", () => "3", /"a" has the same value in every row/],
  ])("warns of %s", (_, name, value, warning) => {
    const text = manyRows(`${name},b,kind`, (index) => `${value(index)},${index % 7},${index % 2}`);
    const { warnings } = datasetFromCsv(text, { label: "kind" });
    expect(warnings).toEqual([expect.stringMatching(warning)]);
    expect(warnings![0]).toContain(`ignore: ["${name}"]`);
  });

  it("warns of a class with a single example, and of classes that look alike", () => {
    const { warnings } = datasetFromCsv("a,kind\n1,Tea\n2,tea\n3,tea\n", { label: "kind" });
    expect(warnings).toEqual([
      'Classes with a single example in column "kind": "Tea".',
      'Classes that look alike in column "kind": "Tea" and "tea".',
    ]);
  });

  it("names the file in an error where it has a name", () => {
    expect(() => datasetFromCsv("a\nx\n", { name: "b.csv" })).toThrow(
      /^Cannot read CSV "b\.csv": expected a number/,
    );
  });

  it.each<[string, object, RegExp]>([
    ["label and target", { label: "kind", target: "age" }, /one of label and target, got both/],
    ["an option of another name", { labels: "kind" }, /got "labels"/],
    ["a label that is ignored", { label: "kind", ignore: "kind" }, /column "kind" to be ignored or told/],
    [
      "categories that are ignored",
      { categorical: "job", ignore: "job" },
      /"job" to be categorical or ignored/,
    ],
    ["a target of categories", { target: "age", categorical: "age" }, /"age" to be categorical or a target/],
    ["a name that is none", { name: 5 }, /name to be a string, got 5/],
    ["no target", { target: [] }, /target to name a column, got none/],
    ["nothing left", { label: "kind", ignore: ["age", "job"] }, /columns beside the label "kind", got none/],
    ["a rule nobody knows", { missing: "median" }, /"refuse", "mean", "drop", got "median"/],
    ["a delimiter of a line", { delimiter: "\n" }, /got "\\n"/],
    ["names of another number", { header: ["a"] }, /1 field in line 1, got 3/],
    ["names that stand in the file", { header: ["age", "job", "kind"] }, /leave header out/],
  ])("refuses %s", (_, wrong, message) => {
    expect(() => datasetFromCsv(people, wrong)).toThrow(message);
  });
});

describe("TableEncoding", () => {
  it.each<[string, string, CsvOptions, string, RegExp]>([
    ["a number in another notation", "a;b\n1.5;2\n", {}, "a;b\n1,5;2\n", /got "1,5"; write it with a point$/],
    ["a word", "a,b\n1,2\n", {}, "a,b\n1,x\n", /got "x"; fill it in or take the row out$/],
    ["a gap", "a,b\n1,2\n", {}, "a,b\n1,\n", /got ""; fill it in or take the row out$/],
    ["no label", "a,b\n1,x\n2,y\n", { label: "b" }, "a,b\n1,\n", /got ""; fill it in or take the row out$/],
    [
      "names where it had none",
      "1,2\n3,4\n",
      { header: false },
      "a,b\n1,2\n3,4\n",
      /what looks like names, "a", "b"; take out that line, since the encoding is of a table without one$/,
    ],
    [
      "no names where it had some",
      "a,b\n1,2\n",
      {},
      "1,2\n3,4\n",
      /looks like an example, "1", "2"; put the names above it that the encoding knows$/,
    ],
    [
      "a category that it does not know",
      'a\n"x, y"\nz\n',
      { categorical: "a" },
      "a\nw\n",
      /a category that the encoding knows in column "a", line 2, one of "x, y", "z", got "w"$/,
    ],
  ])("advises nothing that only datasetFromCsv could do about %s", (_, first, how, text, message) => {
    const { encoding } = datasetFromCsv(first, how);
    expect(() => encoding.read(text)).toThrow(message);
  });

  const dataset = datasetFromCsv(people, options);
  const saved = JSON.parse(JSON.stringify(dataset.encoding)) as TableEncodingJSON;

  it.each<[string, TableEncoding]>([
    ["as it comes with the dataset", dataset.encoding],
    ["as JSON keeps it", tableEncodingFromJSON(saved)],
  ])("reads and encodes later rows, %s", (_, encoding) => {
    expect(encoding.columnNames).toEqual(columns);
    expect(encoding.classNames).toEqual(["a", "b"]);
    const records = [{ age: 39, job: "nurse" }, { job: "cook" }, { age: "42", job: null, kind: "a" }];
    expect(encoding.encode(records).to2DArray()).toEqual(rows);

    const again = encoding.read("kind;job;age\nb;cook;7\na;nurse;NA\n");
    expect(again.inputs.to2DArray()).toEqual([[7, 0, 1, 0, 0], [40.5, 1, 0, 1, 0]]); // biome-ignore format: rows
    expect([...again.labels!]).toEqual([1, 0]);
    expect(again.classNames).toEqual(["a", "b"]);
    expect(again.encoding).toBe(encoding);
  });

  it("reads a table without the label, and warns of columns that it does not know", () => {
    const { inputs, labels, classes, warnings } = dataset.encoding.read("age,note,job\n1,x,cook\n");
    expect(inputs.to2DArray()).toEqual([[1, 0, 1, 0, 0]]);
    expect([labels, classes]).toEqual([undefined, undefined]);
    expect(warnings).toEqual(['Columns that the encoding does not know left out: "note".']);
  });

  it("reads tables without a line of names, with or without what is to be told", () => {
    const { encoding } = datasetFromCsv("1;x;5,5\n2;y;6\n3;x;7\n", { header: false, label: "column 2" });
    const expected = [[9.5, 8], [7, 6]]; // biome-ignore format: rows
    expect(encoding.read("9,5;x;8\n7;y;6\n").inputs.to2DArray()).toEqual(expected);
    expect(encoding.read("9,5;8\n7;6\n").inputs.to2DArray()).toEqual(expected);
    expect(() => encoding.read("9;x;8;1\n7;y;6;1\n")).toThrow(/3 fields in line 1, got 4/);
  });

  it("writes numbers of records as its table does", () => {
    const { encoding } = datasetFromCsv("a;b;k\n1,5;1;x\n2;1;y\n3;2;y\n", { label: "k", categorical: "b" });
    expect(
      encoding
        .encode([
          { a: 2.5, b: 1 },
          { a: "2,5", b: "1,0" },
        ])
        .to2DArray(),
    ).toEqual([
      [2.5, 1, 0],
      [2.5, 1, 0],
    ]);
    expect(() => encoding.encode([{ a: "2.5", b: 1 }])).toThrow(/"a", record 0, got "2\.5"/);
    for (const [record, got] of [
      [{ a: Number.NaN, b: 1 }, "NaN"],
      [{ a: null, b: 1 }, "null"],
      [{ b: 1 }, "no value"],
    ] as const)
      expect(() => encoding.encode([record])).toThrow(`"a", record 0, got ${got};`);
  });

  it.each<[string, (encoding: TableEncoding) => unknown, RegExp]>([
    [
      "an unknown category",
      ({ read }) => read("age,job\n1,pilot\n"),
      /"job", line 2, one of "cook", "nurse", got "pilot"/,
    ],
    [
      "an unknown class",
      ({ read }) => read("age,job,kind\n1,cook,c\n"),
      /"kind", line 2, one of "a", "b", got "c"/,
    ],
    [
      "a table without one of its columns",
      ({ read }) => read("age,kind\n1,a\n"),
      /a column "job", got columns named/,
    ],
    [
      "a record with another name",
      ({ encode }) => encode([{ agee: 1, job: "cook" }]),
      /record 0 .*got "agee"/,
    ],
    [
      "a word for a number",
      ({ encode }) => encode([{ age: "old", job: "cook" }]),
      /"age", record 0, got "old"/,
    ],
    [
      "an infinite number",
      ({ encode }) => encode([{ age: 1 / 0, job: "cook" }]),
      /"age", record 0, got "Infinity"/,
    ],
    ["a category nobody knows", ({ encode }) => encode([{ age: 1, job: "x" }]), /"job", record 0, .*got "x"/],
    ["no records", ({ encode }) => encode([]), /at least one record/],
    ["one record alone", ({ encode }) => encode({ age: 1 } as never), /array of objects/],
  ])("refuses %s", (_, call, message) => {
    expect(() => call(dataset.encoding)).toThrow(message);
  });

  it.each<[string, (json: Record<string, unknown>) => void, RegExp]>([
    [
      "another format",
      (json) => {
        json.format = "layerwise/rbm";
      },
      /format to be "layerwise\/table-encoding"/,
    ],
    [
      "no columns",
      (json) => {
        json.columns = [];
      },
      /columns to be a list/,
    ],
    [
      "a column without a name",
      (json) => {
        json.columns = [{}];
      },
      /a field "name"/,
    ],
    [
      "a mean that is no number",
      (json) => {
        json.columns = [{ name: "a", mean: null }];
      },
      /mean of "a"/,
    ],
    [
      "a column twice",
      (json) => {
        json.columns = [{ name: "kind" }];
      },
      /one column "kind", got two/,
    ],
    [
      "another rule",
      (json) => {
        json.missing = { rule: "x", tokens: [] };
      },
      /rule of missing/,
    ],
  ])("refuses JSON with %s", (_, change, message) => {
    // biome-ignore format: one change a line
    const json = structuredClone(saved) as unknown as Record<string, unknown>;
    change(json);
    expect(() => tableEncodingFromJSON(json as never)).toThrow(message);
  });

  it("stays with the examples that are taken or split, as the names and the warnings do", () => {
    const { encoding, columnNames, warnings } = dataset;
    expect(warnings).toHaveLength(1);
    const parts = split(dataset, { trainCount: 2, seed: 1 });
    for (const part of [take(dataset, [1]), parts.train, parts.test]) {
      expect(part).toMatchObject({ encoding, columnNames, warnings });
    }
  });
});

describe("A table's encoding", () => {
  const semicolons = manyRows(
    "long, in cm;wide;kind",
    (row) => `${row % 5},${row % 7};${row % 3}${row % 2 ? ",5" : ""};${"ab"[row % 2]}`,
  );

  it("keeps what separated the fields, and reads a single row by it where commas would fit as well", () => {
    const { encoding } = datasetFromCsv(semicolons, { label: "kind" });
    const again = tableEncodingFromJSON(JSON.parse(JSON.stringify(encoding)));
    expect(again.toJSON()).toMatchObject({ delimiter: ";", decimal: "," });
    expect(again.read("long, in cm;wide\n5,1;3\n").inputs.to2DArray()).toEqual([[5.1, 3]]);
    expect(again.read("\r\n\r\nwide;long, in cm\r\n5;3,5\r\n").inputs.to2DArray()).toEqual([[3.5, 5]]);
  });

  it("reads tables that are separated otherwise still, also where it was saved without saying what did", () => {
    const { encoding } = datasetFromCsv(semicolons, { label: "kind" });
    expect(encoding.read('wide\t"long, in cm"\n5\t3\n').inputs.to2DArray()).toEqual([[3, 5]]);
    const { delimiter: _, ...old } = encoding.toJSON();
    expect(tableEncodingFromJSON(old).read(semicolons).inputs.rows).toBe(40);
    const commas = datasetFromCsv(
      manyRows("a b,c d,kind", (row) => `${row},${row % 3},x${row % 2}`),
      { label: "kind" },
    );
    expect(commas.encoding.toJSON()).not.toHaveProperty("delimiter");
    expect(commas.encoding.read("c d;a b\n1;2\n").inputs.to2DArray()).toEqual([[2, 1]]);
  });

  it("reads a single row of a table without names, by how many fields it has", () => {
    const text = manyRows("1,5;2;a", (row) => `${row % 5}${row % 2 ? ",5" : ""};${row % 3};${"ab"[row % 2]}`);
    const { encoding } = datasetFromCsv(text, { label: "column 3", header: false });
    expect(encoding.read("1,25;2\n").inputs.to2DArray()).toEqual([[1.25, 2]]);
    expect(encoding.read("1,25;2,5;b\n").inputs.to2DArray()).toEqual([[1.25, 2.5]]);
  });
});

describe("A blank line", () => {
  it("is left out between rows, with a word about it where it may be a missing value", () => {
    expect(datasetFromCsv("a,b\n1,2\n\n3,4\n\n").warnings).toBeUndefined();
    const { inputs, warnings } = datasetFromCsv("\n\na\n1\n\n3\n\n\n");
    expect(inputs.to2DArray()).toEqual([[1], [3]]);
    expect(warnings).toEqual([
      "1 blank line left out, in a table of one column; write NA for a missing value.",
    ]);
  });
});
