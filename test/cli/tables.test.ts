import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadData } from "../../src/cli/data-option.ts";
import { tableOptionsOf } from "../../src/cli/table-options.ts";
import { RandomStream } from "../../src/index.ts";
import { callCommand as call } from "../support/call-command.ts";
import { smallStudy } from "../support/small-command.ts";

let directory: string;
const at = (name: string): string => join(directory, name);

/** Houses: a row index without a name, rooms, a town, an age that is missing once, and a price that follows. */
const random = new RandomStream(1, "houses");
const houses = Array.from({ length: 80 }, (_, row) => {
  const [rooms, town] = [1 + random.integer(6), row % 2 === 0 ? "Bonn" : "Ulm"];
  const price = 50 * rooms + (town === "Bonn" ? 80 : 0) + 5 * random.normal();
  return [
    row,
    rooms,
    town,
    row === 7 ? "?" : random.integer(90),
    price.toFixed(1),
    rooms > 3 ? "big" : "small",
  ];
});
const text = [",rooms,town,age,price,size", ...houses.map((house) => house.join(","))].join("\n");

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "layerwise-tables-"));
  writeFileSync(at("houses.csv"), text);
  writeFileSync(at("utf16.csv"), Buffer.from(`\uFEFF${text}`, "utf16le"));
  writeFileSync(at("semicolons.txt"), text.split("\n").slice(1).join("\n").replaceAll(",", ";"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const study = (out: string, ...args: string[]) => call("study", ...smallStudy, "--out", at(out), ...args);
const table = () => ["--data", at("houses.csv"), "--categorical", "town", "--missing", "drop"];
const COUNTS = /layerwise: warning: Column "" .*: leave it out with --ignore ""/;

describe("loadData", () => {
  it("hands the flags to the reader of tables, and the bytes of the file", async () => {
    const options = {
      target: "price",
      ignore: ["", "size"],
      categorical: ["town"],
      missing: "drop",
    } as const;
    const { inputs, targets, columnNames } = await loadData(at("houses.csv"), options);
    expect([inputs.rows, targets!.rows]).toEqual([79, 79]);
    expect(columnNames).toEqual(["rooms", "town=Bonn", "town=Ulm", "age"]);
    const same = await loadData(at("utf16.csv"), options);
    expect(same.inputs.to2DArray()).toEqual(inputs.to2DArray());
    const headless = {
      label: "column 6",
      ignore: ["column 1"],
      categorical: true,
      missing: "mean",
      delimiter: ";",
      header: false,
    } as const;
    expect((await loadData(at("semicolons.txt"), headless)).classNames).toEqual(["big", "small"]);
  });

  it("says what is to be done in the words of the command line", async () => {
    await expect(loadData(at("houses.csv"), { label: "size" })).rejects.toThrow(/--categorical "town"/);
    const numeric = { label: "price", ignore: ["town", "size"], missing: "drop" } as const;
    await expect(loadData(at("houses.csv"), numeric)).rejects.toThrow(/--target "price"/);
  });
});

describe("tableOptionsOf", () => {
  const listed = (name: string, text: string): unknown =>
    tableOptionsOf({ values: { [name]: text }, operands: [] })[name as "ignore"];
  it.each([
    ["a, b ,c", ["a", "b", "c"]],
    ['"width, cm",b', ["width, cm", "b"]],
    ['a, "say ""no"", or" , c', ["a", 'say "no", or', "c"]],
    ["", [""]],
    ['"",b', ["", "b"]],
    ['5" disk,"open', ['5" disk', '"open']],
  ])("reads names as a line of CSV has them: %s", (text, names) => {
    expect(listed("ignore", text)).toEqual(names);
    expect(listed("categorical", text)).toEqual(names);
  });

  it("reads a single name as it is, with or without quotes", () => {
    for (const text of ["width, cm", '"width, cm"']) expect(listed("label", text)).toBe("width, cm");
    expect(listed("target", 'kind, "what"')).toBe('kind, "what"');
    expect(listed("label", '"a","b"')).toBe('"a","b"');
  });
});

describe("Columns whose names have commas", () => {
  it("are left out, taken as words and told, and advice on them can be copied", async () => {
    const rows = houses
      .slice(20, 60)
      .map(([row, rooms, town, , , size]) => `${row},${rooms},${town},${size}`);
    writeFileSync(at("commas.csv"), ['"no, of row",rooms,"town, ""city""","size, big?"', ...rows].join("\n"));
    const args = [
      "pretrain",
      "--data",
      at("commas.csv"),
      "--hidden",
      "2",
      "--epochs",
      "1",
      "--label",
      "size, big?",
    ];
    const refused = await call(...args, "--out", at("commas.json"), "--ignore", '"no, of row"');
    expect(refused.errors.join()).toContain('--categorical "\\"town, \\"\\"city\\"\\"\\""');
    const options = ["--ignore", '"no, of row"', "--ignore", "rooms", "--categorical", '"town, ""city"""'];
    const { code, errors } = await call(...args, "--out", at("commas.json"), ...options);
    expect(code, errors.join()).toBe(0);
    expect(JSON.parse(readFileSync(at("commas.json"), "utf8")).columnNames).toEqual([
      'town, "city"=Bonn',
      'town, "city"=Ulm',
    ]);
  });
});

describe("layerwise study", () => {
  it("repeats its flags in the report as a shell reads them", async () => {
    const data = [
      "--data",
      at("houses.csv"),
      "--label",
      "size",
      "--delimiter",
      ",",
      "--categorical",
      "all",
      "--ignore",
      "",
      "--missing",
      "mean",
      "--header",
    ];
    await study("command", ...data, "--json");
    const html = readFileSync(at("command/report.html"), "utf8");
    expect(html).toContain(
      ' --label size --delimiter , --categorical all --ignore "" --missing mean --header',
    );
    expect(html).not.toContain("--header true");
  });

  it("tells a number with --target, and warns on standard error alone of what looked wrong", async () => {
    const { code, output, errors } = await study(
      "target",
      ...table(),
      "--target",
      "price",
      "--ignore",
      "size",
      "--json",
    );
    const rest = await study("warned", ...table(), "--label", "size", "--ignore", "price", "--json");
    expect([code, rest.code]).toEqual([0, 0]);
    expect(JSON.parse(output.join("\n")).plan.data).toMatchObject({ examples: 79, targets: 1 });
    expect(errors.join("\n")).toMatch(COUNTS);
    expect(rest.errors.join("\n")).toMatch(COUNTS);
  });
});

describe("layerwise pretrain and probe", () => {
  it("need no label, leave the target out, and tell it through a linear head", async () => {
    const out = at("dbn.json");
    const pretrained = (...options: string[]) =>
      call("pretrain", ...table(), ...options, "--hidden", "3", "--epochs", "1", "--out", out);
    const target = ["--ignore", ",size,age", "--target", "price"];
    const without = await pretrained("--ignore", ",size,age,price");
    expect(without.code).toBe(0);
    expect(without.errors.filter((line) => !line.startsWith("layerwise: warning: RBM 0"))).toEqual([]);
    const made = await pretrained(...target);
    expect(made.code).toBe(0);
    const probed = await call("probe", out, ...table(), ...target, "--json");
    expect(probed).toMatchObject({ code: 0, errors: [] });
    const { layers, loss } = JSON.parse(probed.output.join("\n"));
    expect(layers).toHaveLength(2);
    expect(loss).toBeGreaterThan(0.5); // of a standardized target: an untrained net does not explain it
    expect(loss).toBeLessThan(10);
    const warned = await pretrained("--ignore", "size,price");
    expect(warned.errors.join("\n")).toMatch(COUNTS);
  });
});
