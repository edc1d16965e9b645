import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type CsvOptions, datasetFromCsv } from "../../src/data/csv.ts";

const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../fixtures/tables/${name}`, import.meta.url));

const flowers = fixture("flowers.csv").toString("latin1");
const lines = flowers.trimEnd().split("\n");
const cells = lines.slice(1).map((line) => line.split(","));
const numbers = cells.map((row) => row.slice(0, 4).map(Number));
const kinds = ["setosa", "versi", "virgi"];
const classes = cells.map((row) => kinds.indexOf(row[4]!));

/** Each line of the flowers, made into another. */
const each = (change: (line: string, index: number) => string, end = "\n"): string =>
  lines.map(change).join(end) + end;
const utf16 = (text: string, bigEndian = false): Uint8Array => {
  const bytes = Buffer.from(text, "utf16le");
  return bigEndian ? bytes.swap16() : bytes;
};
const inLine = (line: number, from: RegExp, to: string): string =>
  each((text, index) => (index === line - 1 ? text.replace(from, to) : text));

describe("datasetFromCsv reads the same from", () => {
  it.each<[string, string | Uint8Array | ArrayBuffer, CsvOptions?]>([
    ["commas", flowers],
    ["bytes", fixture("flowers.csv")],
    ["an ArrayBuffer", Uint8Array.from(fixture("flowers.csv")).buffer],
    ["semicolons", flowers.replaceAll(",", ";")],
    ["tabs", flowers.replaceAll(",", "\t")],
    ["pipes", flowers.replaceAll(",", "|")],
    ["blanks", flowers.replaceAll(",", " ")],
    ["columns aligned by blanks", flowers.replaceAll(",", "   ").replaceAll("\n", "  \n  ")],
    ["runs of tabs", flowers.replaceAll(",3.", "\t\t3.").replaceAll(",", "\t")],
    ["a delimiter of two characters", flowers.replaceAll(",", "::"), { delimiter: "::" }],
    ["blanks behind commas", flowers.replaceAll(",", ", ")],
    ["blanks around semicolons", flowers.replaceAll(",", " ; ")],
    [
      "quotes",
      each((line) =>
        line
          .split(",")
          .map((field) => `"${field}"`)
          .join(","),
      ),
    ],
    [
      "quotes behind blanks",
      each((line) =>
        line
          .split(",")
          .map((field) => `"${field}"`)
          .join(", "),
      ),
    ],
    [
      "quotes between blanks",
      each((line) =>
        line
          .split(",")
          .map((field) => `"${field}"`)
          .join(" "),
      ),
    ],
    [
      "quotes around names",
      each((line, index) => (index ? line : line.replace(/\w+/g, '"$&"'))).replaceAll(",", ";"),
    ],
    ["a byte-order mark", `\ufeff${flowers}`],
    ["a byte-order mark in bytes", Buffer.from(`\ufeff${flowers}`)],
    ["UTF-16, little end first", utf16(`\ufeff${flowers}`)],
    ["UTF-16, big end first", utf16(`\ufeff${flowers}`, true)],
    ["UTF-16 without a mark", utf16(flowers)],
    ["line ends of Windows", each((line) => line, "\r\n")],
    ["line ends of old Macs", each((line) => line, "\r")],
    ["line ends of several kinds", each((line, index) => line + (index % 2 ? "\r" : ""))],
    ["blank lines", `\n${each((line) => line, "\n\n")}\n`],
    ["no end of the last line", flowers.trimEnd()],
    ["Excel's line of the delimiter", `sep=;\n${flowers.replaceAll(",", ";")}`],
    ["decimal commas", flowers.replaceAll(",", ";").replaceAll(".", ",")],
    ["decimal commas between tabs", flowers.replaceAll(",", "\t").replaceAll(".", ",")],
    [
      "decimal commas in quotes",
      each((line, index) => (index ? line.replace(/(-?\d)\.(\d+)/g, '"$1,$2"') : line)),
      { decimal: "," },
    ],
    ["exponents and signs", flowers.replace(/(?<!-)(\d)\.(\d\d)/g, "+$1$2e-2")],
    ["names with blanks", flowers.replace("sl,sw,pl,pw,kind", " sl ,sw , pl,pw, kind ")],
    ["labels with blanks", flowers.replaceAll(/([a-z]+)\n/g, " $1\u00a0\n").replace(" kind\u00a0", "kind")],
    ["no names, with names given", lines.slice(1).join("\n"), { header: ["sl", "sw", "pl", "pw", "kind"] }],
  ])("%s", (_, text, options = {}) => {
    const { inputs, labels, classNames, columnNames, warnings } = datasetFromCsv(text, {
      ...options,
      label: "kind",
    });
    expect(inputs.to2DArray()).toEqual(numbers);
    expect([...labels]).toEqual(classes);
    expect(classNames).toEqual(kinds);
    expect(columnNames).toEqual(["sl", "sw", "pl", "pw"]);
    expect(warnings).toBeUndefined();
  });

  it.each([
    ["a delimiter at the end of every line", each((line) => `${line},`), /^A last column without name/],
    [
      "delimiters at the end, but for the names",
      each((line, index) => (index ? `${line},` : line)),
      /^A last/,
    ],
    ["several of them", each((line) => `${line},,,`), /^3 last columns without name/],
    ["lines of delimiters alone", `${flowers},,,,\n,,,,\n`, /^2 lines without any value/],
  ])("%s, with a warning", (_, text, warning) => {
    const { inputs, warnings } = datasetFromCsv(text, { label: "kind" });
    expect(inputs.to2DArray()).toEqual(numbers);
    expect(warnings).toEqual([expect.stringMatching(warning)]);
  });

  it("a file without names, whose columns are counted from 1", () => {
    const text = lines.slice(1).join("\n");
    const { inputs, columnNames } = datasetFromCsv(text, { label: "column 5", header: false });
    expect(inputs.to2DArray()).toEqual(numbers);
    expect(columnNames).toEqual(["column 1", "column 2", "column 3", "column 4"]);
  });

  it("numbers as names where a column asked for by a word is among them", () => {
    const text = flowers.replace("sl,sw,pl,pw", "400,410,420,430");
    expect(datasetFromCsv(text, { label: "kind" }).columnNames).toEqual(["400", "410", "420", "430"]);
    expect(() => datasetFromCsv(text, { ignore: "430" })).toThrow(/header: true if these are the names/);
    expect(datasetFromCsv(text, { ignore: "kind", header: true }).inputs.columns).toBe(4);
  });

  it("an index, with a warning that says how to leave it out", () => {
    const text = each((line, index) => `${index ? index - 1 : ""},${line}`);
    const { inputs, warnings } = datasetFromCsv(text, { label: "kind" });
    expect(inputs.columns).toBe(5);
    expect(warnings).toEqual([expect.stringMatching(/^Column "" counts the rows.*ignore: \[""\]\.$/)]);
    const without = datasetFromCsv(text, { label: "kind", ignore: [""] });
    expect(without.inputs.to2DArray()).toEqual(numbers);
    expect(without.warnings).toBeUndefined();
  });

  it("points before three digits, with a warning where all numbers have such", () => {
    const read = (text: string) => datasetFromCsv(text, { label: "kind" });
    expect(read("a;kind\n1.234;x\n12.500;y\n3;x\n4;y\n").warnings).toEqual([
      "Numbers such as 1.234 are read as fractions; write thousands without points.",
    ]);
    expect(read("a;kind\n1.234;x\n12.5;y\n3;x\n4;y\n").warnings).toBeUndefined();
    expect(read("a,kind\n1.234,x\n12.500,y\n3,x\n4,y\n").warnings).toBeUndefined();
  });

  it("labels that say one number in several ways", () => {
    const text = each((line, index) => {
      const label = kinds.indexOf(line.split(",")[4]!);
      return index ? line.replace(/\w+$/, index % 2 ? `${label}` : `${label}.0`) : line;
    });
    const { labels, classNames } = datasetFromCsv(text, { label: "kind" });
    expect([...labels]).toEqual(classes);
    expect(classNames).toEqual(["0", "1", "2"]);
  });
});

describe("datasetFromCsv refuses, with advice,", () => {
  it.each<[string, string | Uint8Array, CsvOptions, RegExp]>([
    [
      "an example in the place of names",
      lines.slice(1).join("\n"),
      { label: "kind" },
      /line 1, got.*"5\.71".*header: false/,
    ],
    ["one that is asked for by its label", lines.slice(1).join("\n"), { label: "setosa" }, /header: false/],
    ["one of words", "p,x,p\ne,b,a\np,x,a\ne,x,p\n", { label: "x" }, /header: false/],
    ["hexadecimal numbers", inLine(6, /3\.33/, "0x1F"), {}, /"sw", line 6, got "0x1F"; .*decimal notation/],
    [
      "hexadecimal numbers among words",
      inLine(6, /3\.33/, "0x1F"),
      { categorical: true },
      /"sw", line 6, got "0x1F"/,
    ],
    ["octal numbers", inLine(6, /3\.33/, "0o17"), {}, /line 6, got "0o17"; /],
    ["infinite numbers", inLine(6, /3\.33/, "-Infinity"), {}, /line 6, got "-Infinity"; /],
    ["numbers too large", inLine(6, /3\.33/, "1e999"), {}, /line 6, got "1e999"; it is too large/],
    ["underscores", inLine(6, /3\.33/, "1_000"), {}, /"1_000"; write it without underscores/],
    ["percentages", inLine(6, /3\.33/, "12 %"), {}, /"12 %"; write it without the percent sign/],
    ["currencies", inLine(6, /3\.33/, "$5"), {}, /"\$5"; write it without the currency/],
    ["thousands", fixture("thousands.csv"), {}, /"x1", line 2, got "1,234"; write it without commas/],
    ["what may be thousands", "a;kind\n1,234;x\n2,500;y\n", {}, /"1,234"; .* or give decimal: ","/],
    ["points and commas in one table", "a;b;kind\n1,5;1.5;x\n2;2;y\n", {}, /"1,5"; .* or give decimal: ","/],
    ["a missing number", inLine(6, /3\.33/, "?"), {}, /"sw", line 6, got "\?"; give missing: "mean"/],
    ["an empty cell", inLine(6, /3\.33/, ""), {}, /"sw", line 6, got ""; give missing: "mean"/],
    [
      "a word among numbers",
      inLine(6, /3\.33/, "low"),
      {},
      /line 6, got "low"; mend it, or give missing: .*tokens/,
    ],
    [
      "a missing label",
      inLine(6, /setosa/, "?"),
      {},
      /a label in column "kind", line 6, got "\?"; .*missing: "drop"/,
    ],
    [
      "a missing label where numbers are filled in",
      inLine(6, /setosa/, "NA"),
      { missing: "mean" },
      /line 6, got "NA"/,
    ],
    [
      "columns of words",
      fixture("adult.csv"),
      { label: "income" },
      /"job", line 2, got "State-gov"; give categorical: \["job"\]/,
    ],
    [
      "a missing word",
      fixture("adult.csv"),
      { label: "income", categorical: true },
      /"job", line 3, got "\?"; give missing/,
    ],
    ["words as target", flowers, { target: "kind" }, /"setosa"; give label: "kind"/],
    [
      "numbers as label",
      fixture("houses.csv"),
      { label: "price" },
      /different numbers in 59 rows .*; give target: "price"/,
    ],
    ["another name", flowers, { label: "Kind" }, /got "Kind" \(did you mean "kind"\?\)/],
    ["another delimiter", flowers, { delimiter: ";" }, /separated by semicolons, got "sl,sw,pl,pw,kind"/],
    ["delimiters that all fit", "a;b,c;d\n1;2,3;4\n", {}, /semicolons or commas; say by delimiter/],
    [
      "a line too short",
      inLine(6, /3\.33,/, ""),
      {},
      /5 fields in line 6, got 4; they are separated by commas/,
    ],
    [
      "one field more than names",
      each((line, index) => (index ? `${index},${line}` : line)),
      {},
      /give the first column a name/,
    ],
    ["a comment", `# from the field, 2020\n${flowers}`, {}, /take out the comment "# from the field"/],
    [
      "names that are there twice",
      flowers.replace("sw", "sl"),
      {},
      /one column "sl", got 2; give each a name of its own/,
    ],
    ["quotes in a field", inLine(6, /setosa/, 'set"osa'), {}, /quotes around a whole field in line 6/],
    ["text behind quotes", inLine(6, /setosa/, '"set"osa'), {}, /quotes around a whole field in line 6/],
    ["quotes without an end", inLine(6, /setosa/, '"setosa'), {}, /closes the one in line 6/],
    ["ARFF", fixture("w.arff"), {}, /got ARFF; /],
    ["libsvm", fixture("h.libsvm"), {}, /got libsvm; /],
    ["amat", fixture("m.amat"), {}, /\.amat.*; give header: false/],
    ["JSON", '[{"a": 1}]', {}, /got JSON; /],
    ["lines of JSON", '{"a": 1}\n{"a": 2}', {}, /got JSON; /],
    ["HTML", "<!DOCTYPE html>\n<p>Not found</p>", {}, /got HTML or XML; /],
    ["a workbook", "PK\u0003\u0004\u0014\u0000", {}, /zip archive, as \.xlsx/],
    ["gzip", Uint8Array.of(0x1f, 0x8b, 8, 0), {}, /got gzip; decompress/],
    ["gzip as text", "\u001f\ufffd\b\u0000", {}, /got gzip; decompress/],
    [
      "Latin-1",
      Buffer.from(inLine(6, /setosa/, "caf\xe9"), "latin1"),
      {},
      /in line 6; save the file as UTF-8/,
    ],
    ["bytes that were lost", inLine(6, /setosa/, "caf\ufffd"), {}, /text in line 6, got U\+FFFD/],
    [
      "UTF-16 as UTF-8",
      Buffer.from(utf16(`\ufeff${flowers}`)).toString("utf8"),
      {},
      /got UTF-16 that was decoded/,
    ],
    ["UTF-16 as Latin-1", Buffer.from(utf16(flowers)).toString("latin1"), {}, /got UTF-16 that was decoded/],
    [
      "UTF-8 as Latin-1",
      Buffer.from(`\ufeff${flowers}`).toString("latin1"),
      {},
      /got UTF-8 that was decoded/,
    ],
  ])("%s", (_, text, options, message) => {
    const role = options.target === undefined ? { label: "kind" } : {};
    expect(() => datasetFromCsv(text, { ...role, ...options })).toThrow(message);
  });
});
