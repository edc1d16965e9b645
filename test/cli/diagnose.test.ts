import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { datasetFromCsv, Pipeline } from "../../src/data/index.ts";
import { DBN, Network, RandomStream, sigmoid } from "../../src/index.ts";
import { saveModel, toOnnx, toSafetensors, toTorch } from "../../src/io/index.ts";
import type { Diagnosis } from "../../src/study/index.ts";
import { callCommand } from "../support/call-command.ts";

let directory: string;
const at = (name: string): string => join(directory, name);

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "layerwise-diagnose-"));
  const random = new RandomStream(1, "kinds");
  const lines = Array.from({ length: 200 }, (_, row) => {
    const [x, y] = [(row % 2 ? 1 : -1) + 0.4 * random.normal(), random.normal()];
    return `${x},${y},${x > 0 ? "it's" : "b"},${3 * x + 100}`;
  });
  writeFileSync(at("data.csv"), ["x,y,kind,price", ...lines].join("\n"));
  writeFileSync(
    at("net.json"),
    JSON.stringify({ layers: [6, 6, 6, 6, 6, 6], activation: "sigmoid", start: "classic" }),
  );
  const deep = Network.fromSizes([2, 6, 6, 6, 6, 6, 6, 2], { activation: sigmoid, seed: 1 });
  await saveModel(at("net.safetensors"), deep);
  writeFileSync(at("net.onnx"), toOnnx(deep));
  const modules = Object.fromEntries(deep.layers.map((_, layer) => [String(layer), String(2 * layer)]));
  writeFileSync(at("torch.safetensors"), toSafetensors(toTorch(deep, modules)));
  const data = datasetFromCsv(readFileSync(at("data.csv")), { label: "kind", ignore: "price" });
  await saveModel(
    at("pipeline.safetensors"),
    await Pipeline.fit(data, { hidden: [6, 6, 6, 6, 6, 6], epochs: 1, seed: 1 }),
  );
  writeFileSync(at("dbn.json"), JSON.stringify(new DBN({ sizes: [2, 3], seed: 1 })));
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const data = (): string[] => ["--data", at("data.csv"), "--label", "kind", "--ignore", "price"];
const small = (out: string): string[] => ["--optimizer", "sgd", "--budget", "1", "--out", at(out)];

async function called(
  out: string,
  ...args: string[]
): Promise<{ diagnosis: Diagnosis; html: string; text: string }> {
  const { code, output, errors } = await callCommand("diagnose", ...args, ...small(out));
  expect(code, errors.join("\n")).toBe(0);
  return {
    diagnosis: JSON.parse(readFileSync(at(`${out}/diagnosis.json`), "utf8")) as Diagnosis,
    html: readFileSync(at(`${out}/diagnosis.html`), "utf8"),
    text: output.join("\n"),
  };
}

/** Runs a program of a diagnosis as it was printed: what it prints. */
async function run(code: string, name: string): Promise<unknown> {
  const file = at(`${name}.ts`);
  writeFileSync(file, code);
  const printed: unknown[] = [];
  vi.spyOn(console, "log").mockImplementation((value) => printed.push(value));
  await import(/* @vite-ignore */ file);
  return printed[0];
}

describe("layerwise diagnose", () => {
  it("prints the answer, the findings, what was tried and the program, and writes them as a page and as JSON", async () => {
    const { diagnosis, html, text } = await called(
      "described",
      ...data(),
      "--layers",
      "8,8,8,8,8,8",
      "--activation",
      "sigmoid",
    );
    const flat = (words: string): string => words.replaceAll(/\s+/g, " ");
    expect(flat(text)).toContain(flat(diagnosis.answer));
    for (const { text: sentence } of diagnosis.findings) expect(flat(text)).toContain(flat(sentence));
    for (const { id, what } of diagnosis.remedies) expect(flat(text)).toContain(`${id}: ${what}`);
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThan(160);
    expect(html).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
    expect(html).toContain("npx layerwise diagnose");
    for (const { id } of diagnosis.findings) expect(html).toContain(id);
    expect(diagnosis.schema).toBe(1);
  });

  it("prints nothing but the JSON with --json", async () => {
    const { code, output, errors } = await callCommand("diagnose", ...data(), "--json", ...small("json"));
    expect(code, errors.join("\n")).toBe(0);
    expect(JSON.parse(output.join("\n"))).toEqual(
      JSON.parse(readFileSync(at("json/diagnosis.json"), "utf8")),
    );
  });

  it.each([["net.json"], ["net.safetensors"], ["net.onnx"], ["torch.safetensors"], ["pipeline.safetensors"]])(
    "diagnoses the net in %s, and prints programs that run as they stand",
    async (file) => {
      const activation = file.startsWith("torch") ? ["--activation", "sigmoid"] : [];
      const { diagnosis } = await called(`out-${file}`, ...data(), "--net", at(file), ...activation);
      expect(diagnosis.net.layers).toEqual([6, 6, 6, 6, 6, 6]);
      expect(diagnosis.net.start).toBe(file === "net.json" ? "classicUniform" : "as given");
      if (!file.startsWith("pipeline")) expect(diagnosis.net.activation).toBe("sigmoid");
      const programs = diagnosis.remedies.map(({ code }) => code);
      if (!file.startsWith("pipeline")) expect(programs.length).toBe(4);
      for (const [index, code] of programs.entries()) {
        expect(await run(code, `${file.replace(".", "-")}-${index}`)).toMatchObject({
          accuracy: expect.any(Number),
        });
      }
    },
  );

  it("writes names of columns into programs as they are, whatever stands in them", async () => {
    const name = "a [ b ] % \"x\": 'y' \\ $z";
    const quoted = `"${name.replaceAll('"', '""')}"`;
    const [, ...lines] = readFileSync(at("data.csv"), "utf8").split("\n");
    writeFileSync(at("odd.csv"), [`x,y,${quoted},price`, ...lines].join("\n"));
    const args = [
      "--data",
      at("odd.csv"),
      "--label",
      name,
      "--ignore",
      "price",
      "--layers",
      "6,6,6,6,6,6",
      "--activation",
      "sigmoid",
    ];
    const { diagnosis, html } = await called("odd", ...args);
    const { code } = diagnosis.remedies[0]!;
    expect(await run(code, "odd")).toMatchObject({ accuracy: expect.any(Number) });
    const escaped = code.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    expect(html).toContain(escaped);
  });

  it("diagnoses nets that tell numbers", async () => {
    const args = [
      "--data",
      at("data.csv"),
      "--target",
      "price",
      "--ignore",
      "kind",
      "--layers",
      "6,6,6,6,6,6",
      "--activation",
      "sigmoid",
    ];
    const { diagnosis } = await called("numbers", ...args);
    expect(diagnosis.data).toMatchObject({ targets: 1 });
    for (const [index, { code }] of diagnosis.remedies.entries()) {
      expect(await run(code, `numbers-${index}`)).toMatchObject({ loss: expect.any(Number) });
    }
  });

  it.each<[string, string[], RegExp]>([
    [
      "a net twice",
      ["--net", "net.json", "--layers", "3"],
      /expected --net, or a net in options, got --net and --layers/,
    ],
    ["a file that is not there", ["--net", "gone.json"], /expected a file that exists/],
    ["a stack of RBMs", ["--net", "dbn.json"], /expected a net, and no RBMs, in --net/],
    [
      "a table",
      ["--net", "data.csv"],
      /expected a model, ONNX, weights in safetensors or a description in JSON/,
    ],
    ["a rate of nothing", ["--rate", "no"], /expected --rate to be a finite number/],
    [
      "inputs of no kind",
      ["--inputs", "scaled"],
      /expected --inputs to be one of "raw", "standardized", "unit"/,
    ],
    [
      "no activation",
      ["--activation", "sigmod"],
      /expected activation to be one of .*did you mean "sigmoid"/,
    ],
    ["no seconds", ["--budget", "0"], /expected --budget to be a finite number > 0/],
    ["a file for a folder", ["--out", "data.csv"], /expected --out to be a folder/],
    [
      "a start that narrow layers cannot draw",
      ["--start", "sparse"],
      /Cannot draw sparse weights: expected at least 15 inputs/,
    ],
    ["huge layers", ["--layers", "100000,100000"], /expected --layers to make at most/],
  ])("refuses %s, and does nothing", async (_, args, error) => {
    const paths = args.map((word) => (existsSync(at(word)) || word === "gone.json" ? at(word) : word));
    const { code, errors } = await callCommand("diagnose", ...data(), ...paths);
    expect(code).toBe(2);
    expect(errors.join(" ")).toMatch(error);
  });
});
