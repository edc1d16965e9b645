import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { idxBatches, loadMnist } from "../src/data/index.ts";
import { Network, Run } from "../src/index.ts";
import {
  loadModel,
  modelToBytes,
  runToBytes,
  toNpy,
  toNpz,
  toOnnx,
  toSafetensors,
  withCheckpoints,
} from "../src/io/index.ts";
import { callCommand } from "./support/call-command.ts";

const iris = fileURLToPath(new URL("fixtures/uci/iris.csv", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "layerwise-errors-"));
const at = (name: string): string => join(directory, name);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const network = Network.fromSizes([4, 3], { seed: 1 });
const [model, json, onnx] = [modelToBytes(network), JSON.stringify(network), toOnnx(network)];
const changed = (change: (json: Record<string, unknown>) => unknown): string =>
  JSON.stringify(change(JSON.parse(json)));
const idx = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 9, 1, 2);
const run = new Run();

/** Files of every kind that are no model, or a damaged one, each under several names. */
const wrong: Readonly<Record<string, string | Uint8Array>> = {
  empty: "",
  text: "what a day",
  html: "<!doctype html><p>404",
  csv: readFileSync(iris),
  list: "[1, 2]",
  "half of JSON": json.slice(0, 300),
  "another version": changed((each) => ({ ...each, version: 2 })),
  "another head": changed((each) => ({ ...each, head: "own" })),
  "without layers": changed(({ layers: _, ...each }) => each),
  "another field": changed((each) => ({ ...each, more: 1 })),
  "a short matrix": changed((each) => ({
    ...each,
    parameters: { "0.weights": { rows: 9, columns: 9, float64: "" } },
  })),
  "half of a model": model.subarray(0, model.length - 5),
  "a header of a model alone": model.subarray(0, 60),
  "a model with another header": model.map((byte, place) => (place === 40 ? byte ^ 1 : byte)),
  safetensors: toSafetensors({ "0.weight": [[1, 2]], "0.bias": [1] }),
  "safetensors of no layers": toSafetensors({ a: [[1, 2]] }),
  "safetensors of layers that do not fit": toSafetensors({ "0.weight": [[1, 2]], "1.weight": [[1, 2, 3]] }),
  npy: toNpy([[1]]),
  npz: toNpz({ a: [[1]] }),
  gzip: gzipSync(model),
  "half of gzip": gzipSync(model).subarray(0, 30),
  pickle: Uint8Array.of(0x80, 2, 1, 1),
  onnx,
  "half of onnx": onnx.subarray(0, 100),
  idx,
  "gzip of half of idx": gzipSync(idx),
};
const names = Object.keys(wrong).flatMap((name) => [name, `${name}.onnx`, `${name}.json`, `${name}.csv`]);

/** An error says once what could not be done, and what was expected. */
function expectOnce(text: string, what: string): void {
  expect(text, what).toMatch(/Cannot .*: expected .*, got /s);
  expect(text.match(/Cannot [^:]*: expected /g), `${what}: ${text}`).toHaveLength(1);
  const expectations = Array.from(text.matchAll(/expected (.*?), got /gs), ([, expected]) => expected);
  expect(new Set(expectations).size, `${what}: ${text}`).toBe(expectations.length);
}

beforeAll(async () => {
  for (const name of names) writeFileSync(at(name), wrong[name] ?? wrong[name.replace(/\.\w+$/, "")]!);
  mkdirSync(at("folder"));
  await network.fit([[1, 2, 3, 4]], [1], { epochs: 1, run });
});

describe("The message of an error", () => {
  it.each<[string, (file: string) => string[]]>([
    ["info", (file) => ["info", file]],
    ["export", (file) => ["export", file, "--to", "npz", "--out", at("out.npz")]],
    ["predict", (file) => ["predict", file, "--data", iris]],
    ["probe", (file) => ["probe", file, "--data", iris, "--label", "class"]],
    [
      "diagnose",
      (file) => [
        "diagnose",
        "--net",
        file,
        "--data",
        iris,
        "--label",
        "class",
        "--json",
        "--out",
        at("told"),
      ],
    ],
    ["train --data idx:", (file) => ["train", "--data", `idx:${file},${file}`, "--out", at("out")]],
    [
      "train --data",
      (file) => ["train", "--data", `csv:${file}`, "--label", "class", "--out", at("out"), "--epochs", "0"],
    ],
    ["train --data mnist:", (file) => ["train", "--data", `mnist:${file}`, "--out", at("out")]],
  ])("says once what could not be done: layerwise %s with wrong files", async (_, call) => {
    let refused = 0;
    for (const name of [...names, "folder", "none"]) {
      const { code, errors } = await callCommand(...call(at(name)));
      if (code === 0) continue;
      refused++;
      expectOnce(errors.filter((line) => !line.includes("warning")).join("\n"), name);
    }
    expect(refused).toBeGreaterThan(40);
  });

  it("says it once in the library too, whatever is wrong with a file", async () => {
    const folders = names.map((name, index) => {
      const folder = at(`checkpoints ${index}`);
      mkdirSync(folder);
      writeFileSync(join(folder, "checkpoint-000001.safetensors"), readFileSync(at(name)));
      return folder;
    });
    const calls: ((file: string, index: number) => Promise<unknown>)[] = [
      (file) => loadModel(file),
      async (file) => {
        const stream = await idxBatches({ inputs: file, labels: file, batchSize: 2, seed: 1 });
        for await (const _ of stream) break;
      },
      (_, index) =>
        withCheckpoints(folders[index]!, (saved) =>
          network.fit([[1, 2, 3, 4]], [1], { epochs: 1, ...saved }),
        ),
      (file) => loadMnist(file),
    ];
    for (const call of calls) {
      let refused = 0;
      for (const [index, name] of names.entries()) {
        const error = await call(at(name), index).then(
          () => undefined,
          (each: Error) => each,
        );
        if (error === undefined) continue;
        refused++;
        expectOnce(error.message, name);
      }
      expect(refused).toBeGreaterThan(40);
    }
    writeFileSync(at("run"), runToBytes(run));
    await expect(loadModel(at("run"))).rejects.toThrow(
      /^Cannot load a model: expected a file of a model, got ".*run" \(a run of training, /,
    );
  });
});
