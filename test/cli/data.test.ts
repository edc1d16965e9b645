import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadData } from "../../src/cli/data-option.ts";
import { inFlags, tableOptionsOf } from "../../src/cli/table-options.ts";
import { linear, logistic, Network, sigmoid } from "../../src/index.ts";
import { callCommand as call } from "../support/call-command.ts";
import { smallStudy } from "../support/small-command.ts";

let directory: string;
const at = (name: string): string => join(directory, name);
const rows = Array.from(
  { length: 60 },
  (_, row) => [(7 * row) % 11, (row % 7) / 2, "abc"[row % 3]!] as const,
);

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "layerwise-data-"));
  const lines = rows.map((row) => row.join(","));
  writeFileSync(at("flowers.csv"), ["length,width,species", ...lines].join("\n"));
  writeFileSync(at("flowers.table"), ["length,width,species", ...lines].join("\n"));
  writeFileSync(at("odd,label=x.csv"), ["length,width,species", ...lines].join("\n"));
  writeFileSync(
    at("binary.csv"),
    ["length,width,species", ...lines.filter((line) => !line.endsWith("c"))].join("\n"),
  );
  mkdirSync(at("folder.csv"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const study = (out: string, ...args: string[]) => call("study", ...smallStudy, "--out", at(out), ...args);

describe("loadData", () => {
  it.each<[string, () => string, object]>([
    ["csv:FILE,label=COLUMN", () => `csv:${at("flowers.csv")},label=species`, {}],
    ["FILE,label=COLUMN", () => `${at("flowers.csv")},label=species`, {}],
    ["csv:FILE", () => `csv:${at("flowers.csv")}`, { label: "species" }],
    ["the name of a table", () => at("flowers.csv"), { label: "species" }],
    ["the name of a file of another ending", () => at("flowers.table"), { label: "species" }],
    ["a name with what looks like a label in it", () => at("odd,label=x.csv"), { label: "species" }],
  ])("reads a table named as %s", async (_, option, options) => {
    const { inputs, labels, classNames } = await loadData(option(), options);
    expect(inputs.to2DArray()).toEqual(rows.map(([length, width]) => [length, width]));
    expect(Array.from(labels!, (label) => classNames![label])).toEqual(rows.map(([, , species]) => species));
  });

  it.each<[string, () => string, object, RegExp]>([
    [
      "a table that is not there",
      () => at("none.csv"),
      { label: "a" },
      /a file that exists, got ".*none\.csv"/,
    ],
    ["a folder", () => at("folder.csv"), { label: "a" }, /a file that can be read, got ".*folder\.csv"/],
    [
      "two labels",
      () => `csv:${at("flowers.csv")},label=species`,
      { label: "width" },
      /one label column, in --data or as/,
    ],
    [
      "a label for the digits",
      () => "digits",
      { label: "a" },
      /--data to be a table where --label is given, got "digits"/,
    ],
    ["no header for the digits", () => "digits", { header: false }, /where --no-header is given/],
    [
      "what is neither",
      () => "flowers",
      {},
      /--data to be digits, mnist:DIR, .* such as iris\.csv, got "flowers"/,
    ],
  ])("refuses %s", async (_, option, options, message) => {
    await expect(loadData(option(), options)).rejects.toThrow(message);
  });
});

describe("tableOptionsOf", () => {
  it("gives datasetFromCsv what stands in the flags, and nothing else", () => {
    const values = {
      ...{ label: "kind", ignore: "id, name", categorical: "all", missing: "mean", delimiter: "tab" },
      ...{ decimal: ",", "no-header": true, depths: "3" },
    };
    expect(tableOptionsOf({ values, operands: [] })).toEqual({
      ...{ label: "kind", ignore: ["id", "name"], categorical: true, missing: "mean", delimiter: "\t" },
      ...{ decimal: ",", header: false },
    });
    const some = {
      values: { target: "price", categorical: "town", delimiter: "\\t", header: true, ignore: "" },
      operands: [],
    };
    expect(tableOptionsOf(some)).toEqual({
      ...{ target: "price", categorical: ["town"], delimiter: "\t", header: true, ignore: [""] },
    });
    expect(tableOptionsOf({ values: {}, operands: [] })).toEqual({});
  });
});

describe("inFlags", () => {
  it.each([
    ['leave it out with ignore: [""].', 'leave it out with --ignore "".'],
    [
      'give categorical: ["a", "b c"] or ignore: ["a", "b c"]',
      'give --categorical "a,b c" or --ignore "a,b c"',
    ],
    [
      'give missing: "mean" to fill it in; target: "price \\"net\\""',
      'give --missing "mean" to fill it in; --target "price \\"net\\""',
    ],
    ["give header: false, or header: true", "give --no-header, or --header"],
    ['got "categorical"', 'got "categorical"'],
  ])("says %s as %s", (advice, inWords) => expect(inFlags(advice)).toBe(inWords));
});

describe("layerwise study --json", () => {
  it("writes one JSON document to the output, and how far it has come to the errors", async () => {
    const { code, output, errors } = await study(
      "json",
      "--data",
      at("flowers.csv"),
      "--label",
      "species",
      "--json",
    );
    expect(code).toBe(0);
    expect(output).toHaveLength(1);
    expect(JSON.parse(output[0]!)).toEqual(JSON.parse(readFileSync(at("json/verdict.json"), "utf8")));
    expect(errors[0]).toBe("Choosing learning rates: 9 trials");
    expect(errors.at(-1)).toMatch(/^Comparing: 1 of 1/);
  });

  it("writes one document for a shard and for the arms, too", async () => {
    const shard = await study(
      "shard",
      "--data",
      at("flowers.csv"),
      "--label",
      "species",
      "--json",
      "--shard",
      "1/1",
    );
    expect(shard.output.map((line) => JSON.parse(line))).toEqual([
      { shard: { index: 1, count: 1 }, trials: expect.any(Number) },
    ]);
    expect(shard.errors.at(-1)).toMatch(/^Shard 1 of 1 is done/);
    const arms = await call("study", "--arms", "?", "--json");
    expect(JSON.parse(arms.output.join("\n"))[0]).toMatchObject({ name: "classical", kind: "random start" });
  });
});

describe("layerwise study", () => {
  it("says how to name what is to be told where a table is named alone", async () => {
    const { code, errors } = await study("none", "--data", at("flowers.csv"));
    expect(code).toBe(2);
    expect(errors).toEqual([
      "layerwise: Cannot load the data: expected the column that is to be told, as --label COLUMN for a class, " +
        "--target COLUMN for a number or in csv:FILE,label=COLUMN, got none",
    ]);
  });
});

describe("layerwise probe", () => {
  it("measures a net with a single logistic output on two classes", async () => {
    const net = Network.fromSizes([2, 3, 1], { activation: sigmoid, head: logistic, seed: 1 });
    writeFileSync(at("logistic.json"), JSON.stringify(net));
    const { code, output, errors } = await call(
      "probe",
      at("logistic.json"),
      "--data",
      `${at("binary.csv")},label=species`,
      "--json",
    );
    expect(errors).toEqual([expect.stringContaining("no preparation was saved with this model")]);
    expect(code).toBe(0);
    expect(JSON.parse(output.join("\n")).layers).toHaveLength(2);
  });

  it("refuses classes for a net that tells numbers", async () => {
    const net = Network.fromSizes([2, 3, 1], { activation: sigmoid, head: linear, seed: 1 });
    writeFileSync(at("linear.json"), JSON.stringify(net));
    const { code, errors } = await call(
      "probe",
      at("linear.json"),
      "--data",
      at("flowers.csv"),
      "--label",
      "species",
    );
    expect(errors.join("\n")).toMatch(
      /data of numbers \(--target COLUMN\), as a net with a linear head tells, got classes/,
    );
    expect(code).toBe(2);
  });
});
