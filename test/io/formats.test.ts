import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { Pipeline, type PipelineRows } from "../../src/data/index.ts";
import {
  DBN,
  type Matrix,
  Network,
  type Preprocessor,
  type PreprocessorJSON,
  preprocessorFromJSON,
  RBM,
} from "../../src/index.ts";
import { loadModel, type Model, modelToBytes } from "../../src/io/index.ts";
import { VERSION } from "../../src/io/version.ts";
import { expectClose } from "../support/expect-close.ts";

const folder = fileURLToPath(new URL("../fixtures/formats/", import.meta.url));
const read = (name: string) => JSON.parse(readFileSync(`${folder}${name}`, "utf8"));

interface Expected {
  readonly inputs?: number[][];
  readonly records?: PipelineRows;
  readonly predict?: number[][];
  readonly hiddenMeans?: number[][];
  readonly transform?: number[][];
  readonly classify?: string[];
}
const expected = read("expected.json") as Record<string, Expected>;
const files = Object.keys(expected).flatMap((name) => [`${name}.json`, `${name}.safetensors`]);

/** What a model tells, by whichever of these it has. */
function told(model: Model, rows: number[][]): Record<string, Matrix> {
  if (model instanceof RBM) return { hiddenMeans: model.hiddenMeans(rows) };
  if (model instanceof DBN) return { transform: model.transform(rows) };
  if (model instanceof Pipeline && model.model instanceof DBN) return { transform: model.transform(rows) };
  return { predict: model.predict(rows) };
}

describe("A file of version 0.1", () => {
  it.each(files)("%s loads, and tells what it told then", async (file) => {
    const name = file.split(".")[0]!;
    const { inputs, records, classify, ...figures } = expected[name]!;
    const model = await loadModel(`${folder}${file}`, { engine: "reference" });
    for (const [figure, values] of Object.entries(figures)) {
      const found = told(model, (records ?? inputs) as number[][])[figure]!;
      expectClose(found, values as number[][], 1e-12);
    }
    if (classify) expect((model as Pipeline).classify(records!)).toEqual(classify);
  });

  it("is there for each model in both formats", () => {
    const present = readdirSync(folder).filter((file) => !/README|expected|preprocessors/.test(file));
    expect(present.sort()).toEqual(files.sort());
    expect(files.length).toBe(18);
  });

  it.each(Object.keys(expected))("%s has the same bits in both formats", async (name) => {
    const [json, safetensors] = [
      await loadModel(`${folder}${name}.json`),
      await loadModel(`${folder}${name}.safetensors`),
    ];
    expect(JSON.stringify(safetensors)).toBe(JSON.stringify(json));
    expect(JSON.stringify(json)).toBe(JSON.stringify(read(`${name}.json`)));
  });

  it.each(["network", "pipeline", "dbn", "rbm"])("%s is what would be written today", async (name) => {
    const model = await loadModel(`${folder}${name}.safetensors`);
    const bytes = readFileSync(`${folder}${name}.safetensors`);
    const made = { made: "for test/fixtures/formats" };
    const again = Buffer.from(modelToBytes(model, { provenance: made }));
    // A pipeline that was loaded has no record of its training, and texts name the version that wrote them.
    const tensors = (file: Buffer) => file.subarray(8 + Number(file.readBigUInt64LE()));
    expect(tensors(again).equals(tensors(bytes))).toBe(true);
  });

  it("has every kind of preparation, which prepares as it did then", () => {
    const preparations = read("preprocessors.json") as Record<
      string,
      { json: PreprocessorJSON; inputs: number[][]; transform: number[][] }
    >;
    for (const [name, { json, inputs, transform }] of Object.entries(preparations)) {
      const preparation: Preprocessor = preprocessorFromJSON(json);
      expect(preparation.name).toBe(name);
      expectClose(preparation.transform(inputs), transform, 1e-12);
    }
    expect(Object.keys(preparations).length).toBe(6);
  });

  it("has every kind of layer", async () => {
    const network = (await loadModel(`${folder}network.safetensors`)) as Network;
    const kinds = network.layers.flatMap((layer) => [layer, ...(layer.layers ?? [])]).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(["dense", "dropout", "batchNorm", "layerNorm", "residual"]));
    expect(network).toBeInstanceOf(Network);
    expect([...network.frozen]).toEqual([0]);
  });
});

describe("A model file", () => {
  it("names the version of the package", () => {
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    expect(VERSION).toBe(version);
  });
});
