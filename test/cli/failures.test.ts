import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommand } from "../../src/cli/command.ts";
import { loadData } from "../../src/cli/data-option.ts";
import { Network, sigmoid } from "../../src/index.ts";
import { collectLines as collect } from "../support/call-command.ts";

let directory: string;
const at = (name: string): string => join(directory, name);
const csv = (): string[] => ["--data", `csv:${at("three.csv")},label=kind`];
const idx = (images: string, labels: string): string => `idx:${at(images)},${at(labels)}`;

/** An IDX file of bytes (type 8), or of 32-bit integers (12) or floats (13). */
function idxFile(type: 8 | 12 | 13, shape: readonly number[], values: readonly number[]): Uint8Array {
  const size = type === 8 ? 1 : 4;
  const view = new DataView(new ArrayBuffer(4 + 4 * shape.length + size * values.length));
  view.setUint8(2, type);
  view.setUint8(3, shape.length);
  for (const [dimension, length] of shape.entries()) view.setUint32(4 + 4 * dimension, length);
  for (const [index, value] of values.entries()) {
    const place = 4 + 4 * shape.length + size * index;
    if (type === 8) view.setUint8(place, value);
    else if (type === 12) view.setInt32(place, value);
    else view.setFloat32(place, value);
  }
  return new Uint8Array(view.buffer);
}

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "layerwise-failures-"));
  writeFileSync(at("three.csv"), "a,b,kind\n1,2,x\n3,4,y\n1,3,z\n5,2,x\n2,4,y\n6,3,z\n");
  writeFileSync(at("images"), idxFile(8, [3, 1, 2], [0, 255, 51, 102, 153, 204]));
  writeFileSync(at("labels"), idxFile(8, [3], [2, 0, 1]));
  writeFileSync(at("empty"), idxFile(8, [0, 1, 2], []));
  writeFileSync(at("negative"), idxFile(12, [3], [-1, 0, 1]));
  writeFileSync(at("fraction"), idxFile(13, [3], [0.5, 0, 1]));
  writeFileSync(at("few"), idxFile(8, [2], [0, 1]));
  writeFileSync(at("same"), idxFile(8, [3], [1, 1, 1]));
  const twoOutputs = Network.fromSizes([2, 3, 2], { activation: sigmoid, seed: 1 });
  writeFileSync(at("net.json"), JSON.stringify(twoOutputs));
  mkdirSync(at("folder"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function call(args: readonly string[], signal?: AbortSignal) {
  const [output, errors] = [collect(), collect()];
  const code = await runCommand(args, output, errors, signal && { signal });
  return { code, output: output.lines, errors: errors.lines };
}

describe("runCommand", () => {
  it.each<[string, () => readonly string[], RegExp]>([
    [
      "a folder for a file of data",
      () => ["study", "--data", `csv:${at("folder")},label=a`],
      /a file that can be read, got ".*folder" \(EISDIR/,
    ],
    [
      "a folder for a file of results",
      () => ["pretrain", ...csv(), "--hidden", "2", "--out", at("folder")],
      /--out to be a file, got ".*folder"/,
    ],
    [
      "data of more classes than the net has outputs",
      () => ["probe", at("net.json"), ...csv()],
      /data of at most 2 classes, as the net has outputs, got 3/,
    ],
    ...["train", "study", "diagnose"].map((command): [string, () => readonly string[], RegExp] => [
      `images without labels to ${command} on`,
      () => [command, "--data", `idx:${at("images")}`],
      /labels too, as in idx:IMAGES,LABELS, got "idx:.*images"/,
    ]),
    [
      "a worker's table without the column that is told",
      () => ["worker", "redis://127.0.0.1:1", "--data", at("three.csv")],
      /the column that is to be told, as --label COLUMN/,
    ],
  ])("refuses %s in one line, with 2", async (_, args, message) => {
    const { code, output, errors } = await call(args());
    expect(errors.join("\n")).toMatch(message);
    expect(errors).toHaveLength(1);
    expect(output).toEqual([]);
    expect(code).toBe(2);
  });

  it.runIf(existsSync("/proc/self"))("refuses a folder where the system makes none", async () => {
    const { code, errors } = await call(["study", "--out", "/proc/layerwise"]);
    expect(errors.join("\n")).toMatch(/--out to be a folder that can be written, got "\/proc\/layerwise"/);
    expect(code).toBe(2);
  });

  it("predicts on, and pretrains with, images that have no labels", async () => {
    const [alone, labeled] = [`idx:${at("images")}`, idx("images", "labels")];
    const told = async (data: string) => (await call(["predict", at("net.json"), "--data", data])).output;
    expect(await told(alone)).toHaveLength(4);
    expect(await told(alone)).toEqual(await told(labeled));
    const out = at("of-images.json");
    const options = ["--hidden", "2", "--epochs", "1", "--out", out];
    const { code, output } = await call(["pretrain", "--data", alone, ...options]);
    expect(output.at(-1)).toBe(out);
    expect(code).toBe(0);
    expect((await call(["predict", out, "--data", alone])).output[0]).toBe("feature 1,feature 2");
  });

  it("says in one line what failed in the middle, and ends with 1", async () => {
    const options = ["--hidden", "2", "--epochs", "1", "--learning-rate", "1e300", "--out", at("dbn.json")];
    const { code, errors } = await call(["pretrain", ...csv(), ...options]);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(
      /^layerwise: Cannot pretrain the DBN, layer 0: expected the loss to stay finite/,
    );
    expect(code).toBe(1);
    expect(existsSync(at("dbn.json"))).toBe(false);
  });

  it.each<[string, () => string[], string[]]>([
    ["demo", () => ["demo"], []],
    [
      "pretrain",
      () => ["pretrain", ...csv(), "--hidden", "2", "--out", at("stopped.json")],
      ["layerwise: stopped before the end of the first epoch. Nothing is saved."],
    ],
  ])("stops %s where it is interrupted, with 130 and no error", async (_, args, said) => {
    const { code, errors } = await call(args(), AbortSignal.abort());
    expect(errors).toEqual(said);
    expect(code).toBe(130);
    expect(existsSync(at("stopped.json"))).toBe(false);
  });
});

describe("loadData", () => {
  it("reads two IDX files and scales pixels of bytes to [0, 1]", async () => {
    const { name, inputs, labels, classes, shape } = await loadData(idx("images", "labels"));
    const bytes = [
      [0, 255],
      [51, 102],
      [153, 204],
    ];
    expect(inputs.to2DArray()).toEqual(bytes.map((row) => row.map((byte) => Math.fround(byte / 255))));
    expect({ name, labels: [...labels!], classes, shape }).toEqual({
      name: "images",
      labels: [2, 0, 1],
      classes: 3,
      shape: { height: 1, width: 2 },
    });
  });

  it("reads images alone where nothing is told of them", async () => {
    const alone = await loadData(`idx:${at("images")}`);
    const { labels, classes, ...unlabeled } = await loadData(idx("images", "labels"));
    expect(alone).toEqual(unlabeled);
    await expect(loadData(`idx:${at("none")}`)).rejects.toThrow(/a file that exists, got ".*none"/);
    await expect(loadData(`idx:${at("empty")}`)).rejects.toThrow("images with pixels, got 0×1×2");
    await expect(loadData("idx:")).rejects.toThrow("idx:IMAGES,LABELS or idx:IMAGES, hidden-causes");
  });

  it.each([
    ["images", "negative", /labels to be integers from 0 to 1, got -1 at example 0/],
    ["images", "fraction", /labels to be integers from 0 to 1, got 0.5 at example 0/],
    ["images", "few", /one label for each of 3 images, got 2/],
    ["labels", "images", /one label for each of 3 images, got 3×1×2/],
    ["images", "same", /at least two classes, got one/],
    ["three.csv", "labels", /an IDX file, got ".*three\.csv" \(expected /],
  ])("refuses the images %s with the labels %s", async (images, labels, message) => {
    await expect(loadData(idx(images, labels))).rejects.toThrow(message);
  });
});
