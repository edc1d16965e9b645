import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { datasetFromCsv, Pipeline } from "../../src/data/index.ts";
import { DBN, GradientProbe, Network, RBM, Run, standardize } from "../../src/index.ts";
import * as io from "../../src/io/index.ts";
import { DenoisingAutoencoder, StackedAutoencoders } from "../../src/pretraining/index.ts";
import { callCommand } from "../support/call-command.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const scratch = mkdtempSync(join(tmpdir(), "layerwise-doors-"));
afterAll(() => rmSync(scratch, { recursive: true }));
const at = (name: string): string => join(scratch, name);
const network = (engine: "wasm" | "reference" = "wasm"): Network =>
  Network.fromSizes([3, 4, 2], { seed: 1, engine });
const inputs = randomMatrix("inputs at the doors", 6, 3);
const inUnit = inputs.clone().apply(function (row, column) {
  this.set(row, column, 1 / (1 + Math.exp(-this.get(row, column))));
});

const run = new Run();
await network().fit(inputs, [0, 1, 0, 1, 0, 1], { epochs: 1, run });
const { encoding } = datasetFromCsv("a,b\n1,x\n2,y\n", { label: "b" });

describe("loadModel", () => {
  const files: Record<string, readonly [string | Uint8Array, RegExp]> = {
    "nothing.safetensors": ["", /an empty file/],
    "checkpoint.safetensors": [
      io.runToBytes(run),
      /a run of training, such as a checkpoint: runFromBytes .* reads it/,
    ],
    "run.json": [JSON.stringify(run), /a run of training/],
    "encoding.json": [JSON.stringify(encoding), /the encoding of a table, which tableEncodingFromJSON reads/],
    "table.csv": ["a,b\n1,2\n", /a text, such as a table, which datasetFromCsv reads/],
    "list.json": ["[1, 2]", /a list in JSON/],
    "page.html": ["<!doctype html><title>404</title>", /a page of HTML or XML/],
    "a.npy": [io.toNpy([[1, 2]]), /an array of NumPy, which fromNpy reads/],
    "a.npz": [io.toNpz({ a: [1] }), /a zip archive: fromNpz reads/],
    "a.onnx": [io.toOnnx(network()), /an ONNX file, which fromOnnx reads/],
    "a.gz": [gzipSync(io.modelToBytes(network())), /a gzipped file; unpack it first/],
    "a.pkl": [Uint8Array.of(0x80, 4, 0x95, 1, 2, 3, 4, 5, 6, 7), /a pickle of Python/],
    "a.idx": [Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 5), /an IDX file of data/],
    "weights.safetensors": [
      io.toSafetensors({ a: [1] }),
      /safetensors without one of layerwise, which fromSafetensors reads/,
    ],
  };
  it.each(Object.entries(files))(
    "says what %s is, and so does the command",
    async (name, [content, message]) => {
      writeFileSync(at(name), content);
      await expect(io.loadModel(at(name))).rejects.toThrow(message);
      const { code, errors } = await callCommand("info", at(name));
      expect([code, errors.join()]).toEqual([2, expect.stringMatching(message)]);
      expect(errors.join().match(/Cannot/g)).toHaveLength(1); // and says it once
    },
  );

  it("refuses an engine that there is not before it looks at the file", async () => {
    await io.saveModel(at("net.safetensors"), network());
    for (const path of [at("net.safetensors"), at("no such file")]) {
      await expect(io.loadModel(path, { engine: "gpu" as "wasm" })).rejects.toThrow(
        /^Cannot load a model: expected engine to be "auto", "wasm", "blas", "reference" or a kind of engine, got "gpu"$/,
      );
    }
    await expect(io.loadModel(at("net.safetensors"), { engin: "wasm" } as object)).rejects.toThrow(
      'did you mean "engine"?',
    );
  });
});

describe("saveModel", () => {
  it("keeps autoencoders and stacks of them, to the bit, in both formats", async () => {
    const settings = { seed: 1, engine: "reference" } as const;
    const stack = new StackedAutoencoders({ sizes: [3, 4, 2], ...settings, tied: false });
    await stack.pretrain(inUnit, { epochs: 1 });
    const single = new DenoisingAutoencoder({ visible: 3, hidden: 2, ...settings });
    for (const [index, model] of [stack, single].entries()) {
      for (const end of ["json", "safetensors"]) {
        const path = at(`autoencoders ${index}.${end}`);
        await io.saveModel(path, model);
        const again = await io.loadModel<typeof stack | typeof single>(path, { engine: "reference" });
        expect(again).toBeInstanceOf(model.constructor);
        expect(JSON.stringify(again)).toBe(JSON.stringify(model));
        const { output } = await callCommand("info", path, "--json");
        expect(JSON.parse(output[0]!).parameters).toBe(
          index === 0 ? 3 * 4 * 2 + 7 + 4 * 2 * 2 + 6 : 3 * 2 + 5,
        );
      }
    }
    const { tensors } = io.fromSafetensors(readFileSync(at("autoencoders 0.safetensors")));
    expect(tensors["autoencoders.1.parameters.weights"]!.shape).toEqual([4, 2]);
    const refused = await callCommand("export", at("autoencoders 0.json"), "--to", "onnx");
    expect(refused.errors.join()).toMatch(
      /which holds autoencoders; toNetwork of StackedAutoencoders makes a net/,
    );
    expect(() => io.toOnnx(stack as never)).toThrow(
      /a Network, an RBM, a DBN or a Pipeline, got StackedAutoencoders/,
    );
  });

  it("says what to save instead of what is no model", async () => {
    const wrong = [
      [run, /got Run, a run, which runToBytes saves/],
      [standardize.fit(inputs), /a preparation: save new Pipeline/],
      [new GradientProbe(), /got GradientProbe$/],
      [{ toJSON: () => ({}) }, /got \{ toJSON \}$/],
      [undefined, /got undefined$/],
    ] as const;
    for (const [model, message] of wrong) {
      await expect(io.saveModel(at("wrong.json"), model as never)).rejects.toThrow(message);
    }
  });

  it("writes JSON where the name ends in .json, else safetensors, and so do the commands", async () => {
    for (const [name, isJSON] of [
      ["a.bin", false],
      ["a", false],
      ["a.JSON", true],
      ["a.json.safetensors", false],
    ] as const) {
      await io.saveModel(at(name), network());
      const args = ["pretrain", "--hidden", "2", "--epochs", "0", "--out", at(`of command ${name}`)];
      expect((await callCommand(...args)).code).toBe(0);
      for (const file of [name, `of command ${name}`])
        expect(readFileSync(at(file))[0] === 0x7b, file).toBe(isJSON);
    }
  });
});

describe("A model of the reference engine", () => {
  it("runs on it where it is loaded, unless told otherwise; one of wasm runs on what there is", async () => {
    const models = (engine: "wasm" | "reference"): io.Model[] => [
      network(engine),
      new RBM({ visible: 3, hidden: 2, seed: 1, engine }),
      new DBN({ sizes: [3, 2], seed: 1, engine }),
      new Pipeline({ model: network(engine), preparation: standardize.fit(inputs) }),
    ];
    const engineOf = (model: io.Model): string => ("model" in model ? model.model : model).engine;
    for (const model of models("reference")) {
      const bytes = io.modelToBytes(model);
      expect(engineOf(io.modelFromBytes(bytes))).toBe("reference");
      expect(engineOf(io.modelFromBytes(bytes, { engine: "auto" }))).toBe("wasm");
    }
    for (const model of models("wasm")) {
      const bytes = io.modelToBytes(model);
      expect(engineOf(io.modelFromBytes(bytes))).toBe("wasm");
      expect(io.fromSafetensors(bytes).metadata).not.toHaveProperty("engine"); // as the first files
    }
    const rows = inputs.to2DArray();
    const exact = io.modelFromBytes(io.modelToBytes(network("reference"))) as Network;
    expect(exact.predict(rows).to2DArray()).toEqual(network("reference").predict(rows).to2DArray());
  });

  it("has that under the checksum of its file", () => {
    const bytes = Buffer.from(io.modelToBytes(network("reference")));
    bytes.write("Reference", bytes.indexOf('"engine":"reference"') + 10);
    expect(() => io.modelFromBytes(bytes)).toThrow(/texts with the checksum/);
  });
});

describe("Functions without options", () => {
  const tensor = { shape: [2], values: Float32Array.of(1, 2) };
  const given = (options: object): [] => [options] as never; // as TypeScript would refuse it
  const calls: Record<string, (options: object) => unknown> = {
    toOnnx: (options) => io.toOnnx(network(), ...given(options)),
    toNpy: (options) => io.toNpy(tensor, ...given(options)),
    fromNpy: (options) => io.fromNpy(io.toNpy(tensor), ...given(options)),
    toNpz: (options) => io.toNpz({ tensor }, ...given(options)),
    fromNpz: (options) => io.fromNpz(io.toNpz({ tensor }), ...given(options)),
    fromSafetensors: (options) => io.fromSafetensors(io.toSafetensors({ tensor }), ...given(options)),
    matrixOfTensor: (options) => io.matrixOfTensor(tensor, ...given(options)),
    toTorch: (options) => io.toTorch(network(), { 0: "a", 1: "b" }, ...given(options)),
    runToBytes: (options) => io.runToBytes(run, ...given(options)),
    runFromBytes: (options) => io.runFromBytes(io.runToBytes(run), ...given(options)),
    restoreModel: (options) => io.restoreModel(network(), run, ...given(options)),
  };
  it.each(Object.entries(calls))("%s refuses any, and takes an empty record", async (_, call) => {
    await expect((async () => call({ opset: 13 }))()).rejects.toThrow('expected no options, got "opset"');
    await call({});
  });

  it("go through a list by map", () => {
    expect([[1], [2]].map(io.toNpy).map(io.fromNpy).map(io.matrixOfTensor)[1]!.get(0, 0)).toBe(2);
  });
});

describe("A reader of one kind of file", () => {
  const kinds: Readonly<Record<string, Uint8Array>> = {
    safetensors: io.toSafetensors({ a: [1] }),
    npy: io.toNpy([[1, 2]]),
    npz: io.toNpz({ a: [1] }),
    onnx: io.toOnnx(network()),
  };
  const others: Readonly<Record<string, Uint8Array>> = {
    model: io.modelToBytes(network()),
    json: new TextEncoder().encode(JSON.stringify(network())),
    text: new TextEncoder().encode("a,b\n1,2\n"),
    page: new TextEncoder().encode("<!doctype html>"),
    gzip: gzipSync(io.modelToBytes(network())),
    pickle: Uint8Array.of(0x80, 4, 0x95, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    idx: Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 9, 5, 1, 1, 1),
    nothing: new Uint8Array(0),
  };
  const told: Readonly<Record<string, RegExp>> = {
    safetensors: /got safetensors, which/,
    npy: /got an array of NumPy, which fromNpy reads/,
    npz: /got a zip archive: fromNpz reads/,
    onnx: /got an ONNX file, which fromOnnx reads/,
    model: /got safetensors, which loadModel reads/,
    json: /got JSON, which loadModel reads/,
    text: /got a text, such as a table/,
    page: /got a page of HTML/,
    gzip: /got a gzipped file; unpack it first/,
    pickle: /got a pickle of Python/,
    idx: /got an IDX file of data/,
    nothing: /got an empty file/,
  };
  it.each<[string, (bytes: Uint8Array) => unknown]>([
    ["safetensors", io.fromSafetensors],
    ["safetensors", io.runFromBytes],
    ["npy", io.fromNpy],
    ["npz", io.fromNpz],
    ["onnx", io.fromOnnx],
  ])("says of each other kind what it is, and of a damaged one of its own not: %s", async (own, read) => {
    for (const [kind, bytes] of Object.entries({ ...kinds, ...others })) {
      if (kind === own || (own === "safetensors" && kind === "model")) continue;
      const call = (async () => read(bytes))();
      await expect(call, kind).rejects.toThrow(told[kind]);
      await expect(call, kind).rejects.toBeInstanceOf(RangeError);
    }
    const half = kinds[own]!.subarray(0, kinds[own]!.length - 7);
    await expect((async () => read(half))()).rejects.toThrow(
      /^Cannot read .*: expected (?!.*which \w+ reads)/s,
    );
  });
});
