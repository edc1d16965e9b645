import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommand } from "../../src/cli/command.ts";
import type { Output } from "../../src/cli/output.ts";
import { datasetFromCsv } from "../../src/data/csv.ts";
import { loadDigits } from "../../src/data/digits.ts";
import { Pipeline } from "../../src/data/pipeline/pipeline.ts";
import { type DBN, GradientProbe, type LayerGradient } from "../../src/index.ts";

let directory: string;
const at = (name: string): string => join(directory, name);

/** Three kinds, the values of three columns apart; in any unit. */
const lines = (unit: number): string[] =>
  Array.from({ length: 60 }, (_, row) => {
    const kind = row % 3;
    const values = [1, 2, 3].map((column) => 2 + kind + 0.3 * Math.sin(7 * row + 11 * column));
    return [...values.map((value) => value * unit), "abc"[kind]].join();
  });

const write = (name: string, rows: readonly string[]): void =>
  writeFileSync(at(name), ["x,y,z,kind", ...rows].join("\n"));

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "layerwise-pretrain-"));
  write("data.csv", lines(1));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function call(...args: string[]): Promise<{ output: string[]; errors: string[] }> {
  const [output, errors]: [string[], string[]] = [[], []];
  const outputTo = (written: string[]): Output => ({
    isTerminal: false,
    line: (text) => written.push(...text.split("\n")),
    status: () => undefined,
  });
  expect(await runCommand(args, outputTo(output), outputTo(errors)), errors.join("\n")).toBe(0);
  return { output, errors };
}

const data = (name: string): string[] => ["--data", `csv:${at(name)},label=kind`];
const read = (name: string) => JSON.parse(readFileSync(at(name), "utf8"));
const datasetOf = (name: string) => datasetFromCsv(readFileSync(at(name), "utf8"), { label: "kind" });

async function pretrain(name: string, out: string): Promise<void> {
  await call("pretrain", ...data(name), "--hidden", "5,4", "--epochs", "3", "--out", at(out));
}

async function probe(file: string, name: string): Promise<{ layers: LayerGradient[] }> {
  return JSON.parse((await call("probe", at(file), ...data(name), "--json")).output[0]!);
}

describe("layerwise pretrain", () => {
  it("saves a pipeline: the stack with the preparation and the classes of its data", async () => {
    await pretrain("data.csv", "saved.json");
    const pipeline = Pipeline.fromJSON(read("saved.json"));
    expect(pipeline.preparation).toMatchObject({ name: "minMax", clip: true });
    expect(pipeline.classNames).toEqual(["a", "b", "c"]);
    expect(pipeline.transform(datasetOf("data.csv"))).toMatchObject({ rows: 60, columns: 4 });
    expect(() => pipeline.transform([1e6, -1e6, 0])).not.toThrow();
  });

  it("goes on from its checkpoints, to the bytes of the unbroken run", async () => {
    const args = ["pretrain", ...data("data.csv"), "--hidden", "5,4", "--epochs", "3", "--out"];
    const whole = await call(...args, at("whole.json"));
    const folder = at("checkpoints");
    await call(...args, at("first.json"), "--checkpoints", folder);
    const names = readdirSync(folder).sort();
    for (const name of names.slice(-2)) rmSync(join(folder, name)); // as if it had been cut two epochs earlier
    const { output } = await call(...args, at("second.json"), "--checkpoints", folder);
    expect(output.filter((line) => /^RBM/.test(line))).toEqual(
      whole.output.filter((line) => /^RBM/.test(line)).slice(-2),
    );
    for (const out of ["first.json", "second.json"]) expect(read(out)).toEqual(read("whole.json"));
    const again = [...args, at("other.json"), "--checkpoints", folder];
    await expect(call(...again, "--seed", "2")).rejects.toThrow(
      /the run to go on with seed "1", as .*about.json" says .*, got "2"/,
    );
    await expect(call(...again, "--learning-rate", "0.2")).rejects.toThrow(
      /go on with learning-rate "0.1", .*got "0.2"/,
    );
    const before = readFileSync(at("data.csv"), "utf8");
    writeFileSync(at("data.csv"), before.replace("1", "2"));
    await expect(call(...again)).rejects.toThrow(
      /go on with data "60 rows of 3 columns with the checksum .*", .*, got "60 rows/,
    );
    writeFileSync(at("data.csv"), before);
    await call(...again, "--batch-size", "20"); // which is its default
    expect(read("other.json")).toEqual(read("whole.json"));
  });

  it("leaves images in [0, 1] as they are", async () => {
    await call("pretrain", "--hidden", "3", "--epochs", "0", "--out", at("digits.json"));
    const pipeline = Pipeline.fromJSON(read("digits.json"));
    expect(pipeline.preparation).toBeUndefined();
    const { inputs } = await loadDigits();
    expect(pipeline.transform(inputs).to2DArray()).toEqual(
      (pipeline.model as DBN).transform(inputs).to2DArray(),
    );
  });
});

describe("layerwise probe", () => {
  it("prepares data as those in training were, whatever else is among them, and knows classes by name", async () => {
    await pretrain("data.csv", "kept.json");
    // no "a", and a value far from all that the scaling was fitted on
    const some = lines(1).filter((line) => !line.endsWith("a"));
    write("some.csv", [...some, some[0]!.replace(/^[^,]+/, "1e6")]);
    const pipeline = Pipeline.fromJSON(read("kept.json"));
    const dataset = datasetOf("some.csv");
    const inputs = pipeline.prepare(dataset);
    expect([inputs.get(40, 0), inputs.get(0, 0)]).toEqual([
      1,
      Pipeline.fromJSON(read("kept.json")).prepare(datasetOf("data.csv")).get(1, 0),
    ]);
    const network = (pipeline.model as DBN).toNetwork({ outputs: 3 });
    const report = new GradientProbe().measure(
      network,
      inputs,
      dataset.labels.map((label) => label + 1),
    );
    expect((await probe("kept.json", "some.csv")).layers).toEqual(JSON.parse(JSON.stringify(report.layers)));
  });

  it("gives the same figures for the same numbers in another unit", async () => {
    const measured = async (name: string, unit: number) => {
      write(`${name}.csv`, lines(unit));
      await pretrain(`${name}.csv`, `${name}.json`);
      return probe(`${name}.json`, `${name}.csv`);
    };
    const big = await measured("big", 1);
    expect(await measured("small", 2 ** -9)).toEqual(big); // a power of two rounds nothing
    const { layers } = await measured("thousandth", 0.001);
    for (const [index, { weightGradientNorm }] of layers.entries()) {
      expect(weightGradientNorm! / big.layers[index]!.weightGradientNorm!).toBeCloseTo(1, 4);
    }
  });

  it("prepares data by the rule of pretrain where a model was saved alone, and says so", async () => {
    await pretrain("data.csv", "whole.json");
    writeFileSync(at("alone.json"), JSON.stringify(read("whole.json").model));
    const whole = await probe("whole.json", "data.csv");
    expect(await probe("alone.json", "data.csv")).toEqual(whole);
    for (const args of [data("data.csv"), [...data("data.csv"), "--json"]]) {
      expect((await call("probe", at("alone.json"), ...args)).errors).toEqual([
        "layerwise: no preparation was saved with this model: columns are scaled to [0, 1] by their range in these data",
      ]);
      expect((await call("probe", at("whole.json"), ...args)).errors).toEqual([]);
    }
  });

  it("reads a net that was fitted as a pipeline", async () => {
    const dataset = datasetOf("data.csv");
    const pipeline = await Pipeline.fit(dataset, { hidden: [4], epochs: 2, seed: 1 });
    writeFileSync(at("net.json"), JSON.stringify(pipeline));
    const report = new GradientProbe().measure(pipeline.network, pipeline.prepare(dataset), dataset.labels);
    expect((await probe("net.json", "data.csv")).layers).toEqual(JSON.parse(JSON.stringify(report.layers)));
  });

  it("reads a stack for numbers, and a net that tells numbers with the scaling of its targets", async () => {
    const numeric = ["--data", at("data.csv"), "--target", "z", "--ignore", "kind"];
    await call("pretrain", ...numeric, "--hidden", "4", "--epochs", "1", "--out", at("stack.json"));
    const stack = await call("probe", at("stack.json"), ...numeric, "--json");
    expect(JSON.parse(stack.output[0]!).layers).toHaveLength(2);
    const text = readFileSync(at("data.csv"), "utf8");
    const dataset = datasetFromCsv(text, { target: "z", ignore: ["kind"] });
    const pipeline = await Pipeline.fit(dataset, { hidden: [4], epochs: 2, seed: 1 });
    writeFileSync(at("numbers.json"), JSON.stringify(pipeline));
    const { output } = await call("probe", at("numbers.json"), ...numeric, "--json");
    expect(JSON.parse(output[0]!).loss).toBe(pipeline.evaluate(dataset).loss);
  });
});
