import { describe, expect, it } from "vitest";
import { datasetFromCsv } from "../../src/data/csv.ts";

describe("datasetFromCsv", () => {
  it("reads numbers, and classes in the order of their names", () => {
    const { inputs, labels, classes, classNames } = datasetFromCsv("a,kind,b\n1,dog,2\n-3.5,cat,4e1\n", {
      label: "kind",
    });
    expect(inputs.to2DArray()).toEqual([
      [1, 2],
      [-3.5, 40],
    ]);
    expect([...labels]).toEqual([1, 0]);
    expect(classNames).toEqual(["cat", "dog"]);
    expect(classes).toBe(2);
  });

  it("takes classes that are numbers in the order of the numbers", () => {
    expect(datasetFromCsv("x,y\n1,10\n2,9\n3,10", { label: "y" }).classNames).toEqual(["9", "10"]);
  });

  it("reads what RFC 4180 allows: quotes, commas, quotes and lines in quotes, CRLF, a byte-order mark, empty lines", () => {
    const text = '\uFEFF"a, b",kind\r\n1,"x ""y"""\r\n\r\n"2","two\nlines"\r\n';
    const { inputs, classNames } = datasetFromCsv(text, { label: "kind" });
    expect(inputs.to2DArray()).toEqual([[1], [2]]);
    expect(classNames).toEqual(["two\nlines", 'x "y"']);
  });

  it("reads a quoted field of any length", () => {
    const long = "z".repeat(12_000_000);
    const { classNames } = datasetFromCsv(`x,y\n1,"${long}"\n2,b`, { label: "y" });
    expect(classNames![1] === long).toBe(true);
  });

  it.each([
    ["doubled quotes", '""', '"'],
    ["line ends", "\n\r\n", "\n\r\n"],
    ["blanks", " ", " "],
  ])("reads a field of a million %s", (_, written, meant) => {
    const text = `x,y\n1,"a${written.repeat(1e6)}b"\n2,b`;
    const { classNames } = datasetFromCsv(text, { label: "y" });
    expect(classNames![0] === `a${meant.repeat(1e6)}b`).toBe(true);
  });

  it("names the first twenty columns of many where the label is not among them", () => {
    const names = Array.from({ length: 785 }, (_, column) => `c${column}`);
    expect(() =>
      datasetFromCsv(`${names.join(",")}\n${names.map(() => 1).join(",")}`, { label: "y" }),
    ).toThrow(/"c18", "c19", … 785 columns, got "y"$/);
  });

  it.each([
    ["", /a line of column names, got nothing/],
    ["x,y", /examples below the column names, got none/],
    ["x,z\n1,2", /a label column among "x", "z", got "y"/],
    ["x,y\n1,2\n3", /2 fields in line 3, got 1/],
    [
      "x,y\n1,a\n2, \n3,b",
      /a label in column "y", line 3, got ""; it is never filled in: give missing: "drop"/,
    ],
    ["x,y,y\n1,a,0\n2,b,1", /one column "y", got 2/],
    ["y\na\nb", /columns beside the label "y", got none/],
    ["x,y\n1,a\n,b", /a number in column "x", line 3, got ""/],
    ['x,y\n"1\n",a\nword,b', /a number in column "x", line 4, got "word"/],
    ["x,y\nInfinity,a\n2,b", /a number in column "x", line 2, got "Infinity"/],
    ["x,y\n1,a\n2,a", /at least two classes in column "y", got 1/],
    ['x,y\n1"2,a', /quotes around a whole field in line 2/],
  ])("refuses %j", (text, message) => {
    expect(() => datasetFromCsv(text, { label: "y" })).toThrow(message);
  });

  it("warns of a token for a missing number, of a slip and of a last line with totals", () => {
    const rows = Array.from(
      { length: 20 },
      (_, row) => `${row % 7 === 3 ? -999 : row},${row === 9 ? 1e6 : row / 20},${row}`,
    );
    const { warnings } = datasetFromCsv(`age,height,price\n${rows.join("\n")}\n`, { target: "price" });
    expect(warnings).toEqual([
      'Column "age" has -999 in 3 rows, far from all others, 0 to 19: if it means a missing value, give ' +
        'missing: { rule: "mean", tokens: [...missingTokens, "-999"] }.',
      'Column "height" has 1000000 in one row, far from all others, 0 to 0.9500.',
    ]);
    const sums = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 66].map((value, row) => `${row % 3},${value}`);
    const total = datasetFromCsv(`a,b\n${sums.join("\n")}\n`, { target: "b" });
    expect(total.warnings).toBeUndefined(); // 66 is six times as far as the others: no token, and it may be one
    const large = Array.from({ length: 30 }, () => 5 + Math.round(10) / 10).map(
      (value, row) => `${row % 3},${value + row / 100}`,
    );
    const sum = large.reduce((all, line) => all + Number(line.split(",")[1]), 0);
    const { warnings: found } = datasetFromCsv(`a,b\n${large.join("\n")}\n0,${sum}\n`, { target: "b" });
    expect(found).toEqual([
      expect.stringMatching(/^Column "b" has .* in one row, far .*: the last row looks like the total/),
    ]);
  });

  it("says that a file name is no text", () => {
    expect(() => datasetFromCsv("data/iris.csv", { label: "kind" })).toThrow(
      'expected the text of a file, got what looks like its name, "data/iris.csv"; give readFileSync("data/iris.csv")',
    );
  });
});
