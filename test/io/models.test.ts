import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { Pipeline } from "../../src/data/index.ts";
import {
  type Activation,
  batchNorm,
  bernoulliUnits,
  DBN,
  type DenseOptions,
  dense,
  dropout,
  gaussianUnits,
  inTurn,
  type Layer,
  type LayerKind,
  layerNorm,
  linear,
  logistic,
  type Matrix,
  minMax,
  Network,
  type PreprocessorReader,
  pcaWhiten,
  preprocessorFromJSON,
  RBM,
  relu,
  residual,
  softmax,
  standardize,
  tanh,
  zcaWhiten,
} from "../../src/index.ts";
import { headerOf, openContainer, writeContainer } from "../../src/io/container.ts";
import {
  fromSafetensors,
  fromTorch,
  loadModel,
  type Model,
  modelFromBytes,
  modelToBytes,
  saveModel,
  toSafetensors,
  toTorch,
} from "../../src/io/index.ts";
import { sealed } from "../../src/io/model/model-file.ts";
import { expectClose } from "../support/expect-close.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const reference = { engine: "reference" } as const;
const scratch = mkdtempSync(join(tmpdir(), "layerwise-models-"));
afterAll(() => rmSync(scratch, { recursive: true }));

/** A number of float32 or of float64, with the odd ones among them. */
const number = fc.oneof(
  fc.float({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 5e-324, 1.7976931348623157e308, 2 ** -149, 3.4028234663852886e38),
);
const seed = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string({ unit: "grapheme" }));

/** Writes numbers of one precision into each matrix: all float32, or some float64 among them. */
function fill(matrices: Iterable<Matrix>, numbers: readonly number[], single: readonly boolean[]): void {
  let place = 0;
  for (const [index, matrix] of [...matrices].entries()) {
    for (let row = 0; row < matrix.rows; row++) {
      for (let column = 0; column < matrix.columns; column++) {
        const value = numbers[place++ % numbers.length]!;
        const rounded = Math.fround(value);
        matrix.set(row, column, single[index % single.length] && Number.isFinite(rounded) ? rounded : value);
      }
    }
  }
}

const width = 3;
const layer: fc.Arbitrary<Layer> = fc.oneof(
  fc.constantFrom(tanh, relu).map((activation) => dense({ inputs: width, outputs: width, activation })),
  fc.constantFrom(
    dropout({ rate: 0.3 }),
    batchNorm({ units: width, momentum: 0.2, epsilon: 1e-3 }),
    layerNorm({ units: width, epsilon: 1e-4 }),
    residual([dense({ inputs: width, outputs: 2, activation: tanh }), dense({ inputs: 2, outputs: width })]),
    residual([residual([batchNorm({ units: width })]), dropout({ rate: 0.5 })]),
  ),
);
const network: fc.Arbitrary<Network> = fc
  .record({
    layers: fc.array(layer, { maxLength: 5 }),
    head: fc.constantFrom(softmax, logistic, linear),
    seed,
    numbers: fc.array(number, { minLength: 1, maxLength: 40 }),
    single: fc.array(fc.boolean(), { minLength: 1 }),
    frozen: fc.boolean(),
  })
  .map(({ layers, numbers, single, frozen, ...options }) => {
    const made = new Network({
      ...reference,
      layers: [...layers, dense({ inputs: width, outputs: 2 })],
      ...options,
    });
    fill([...Object.values(made.parameters), ...Object.values(made.statistics)], numbers, single);
    return frozen ? made.freeze(layers.length) : made;
  });
const rbm = (hidden: number, binary: boolean): fc.Arbitrary<RBM> =>
  fc
    .record({
      seed,
      numbers: fc.array(number, { minLength: 1 }),
      single: fc.array(fc.boolean(), { minLength: 1 }),
    })
    .map(({ seed: given, numbers, single }) => {
      const units = binary ? bernoulliUnits : gaussianUnits;
      const made = new RBM({ ...reference, visible: width, hidden, visibleUnits: units, seed: given });
      fill(Object.values(made.parameters), numbers, single);
      return made;
    });
const dbn: fc.Arbitrary<DBN> = fc
  .tuple(rbm(width, false), rbm(2, true))
  .map((rbms) => new DBN({ rbms, seed: 1 }));
const rows = randomMatrix("rows", 20, width);
const pipeline: fc.Arbitrary<Pipeline> = fc
  .record({
    model: fc.oneof(network, rbm(2, true), dbn),
    preparation: fc.constantFrom(undefined, standardize, minMax, zcaWhiten, inTurn(minMax, pcaWhiten)),
    names: fc.array(fc.string({ unit: "grapheme" }), { minLength: width, maxLength: width }),
  })
  .map(({ model, preparation, names }) => {
    const isNet = model instanceof Network;
    return new Pipeline({
      model,
      preparation: preparation?.fit(rows),
      columnNames: names,
      ...(isNet && { classNames: names.slice(1) }),
      ...(isNet && model.head === linear && { targetScaling: standardize.fit(rows.subMatrixColumn([0, 1])) }),
    });
  });

describe("modelFromBytes", () => {
  it.each<[string, fc.Arbitrary<Model>]>([
    ["Network", network],
    ["RBM", fc.oneof(rbm(2, true), rbm(2, false))],
    ["DBN", dbn],
    ["Pipeline", pipeline],
  ])("gives back to the bit what modelToBytes was given: a %s", (name, models) => {
    fc.assert(
      fc.property(models, (model) => {
        const bytes = modelToBytes(model);
        const again = modelFromBytes(bytes, reference);
        expect(again.constructor.name).toBe(name);
        expect(JSON.stringify(again)).toBe(JSON.stringify(model));
        expect(Buffer.from(modelToBytes(again)).equals(bytes)).toBe(true);
        expect(JSON.stringify(modelFromBytes(Buffer.from(JSON.stringify(model)), reference))).toBe(
          JSON.stringify(model),
        );
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it("keeps the precision that each matrix has, under names that tell its place", () => {
    const model = Network.fromSizes([3, 2, 2], { seed: 1 });
    for (const name of ["0.weights", "1.weights"]) model.parameters[name]!.set(0, 0, 0.1);
    for (const row of [0, 1, 2])
      for (const column of [0, 1]) model.parameters["0.weights"]!.set(row, column, 0.5);
    const { tensors } = fromSafetensors(modelToBytes(model));
    const kinds = Object.entries(tensors).map(([name, { shape, values }]) => [
      name,
      shape,
      values.constructor.name,
    ]);
    expect(Object.fromEntries(kinds.map(([name, ...rest]) => [name, rest]))).toEqual({
      "layers.0.weights": [[3, 2], "Float32Array"],
      "layers.0.bias": [[2], "Float32Array"],
      "layers.1.weights": [[2, 2], "Float64Array"],
      "layers.1.bias": [[2], "Float32Array"],
    });
    expect(tensors["layers.1.weights"]!.values[0]).toBe(0.1);
  });

  it("finds activations of one's own by their names, and runs on the engine that is asked for", () => {
    const square: Activation = {
      name: "square",
      apply: (x) => x * x,
      slope: (x) => 2 * x,
      maxSlope: Number.POSITIVE_INFINITY,
    };
    const model = Network.fromSizes([2, 2, 2], { activation: square, seed: 1 });
    const bytes = modelToBytes(model);
    expect(() => modelFromBytes(bytes)).toThrow(/square/);
    const again = modelFromBytes(bytes, { activations: [square], engine: "reference" }) as Network;
    expect(again.engine).toBe("reference");
    expect(JSON.stringify(again)).toBe(JSON.stringify(model));
  });

  /** The file of a model with other texts, and a checksum that is right for them. */
  const with_ = (model: Model, change: (description: Record<string, unknown>) => void): Uint8Array => {
    const { tensors, metadata } = fromSafetensors(modelToBytes(model));
    const description = JSON.parse(metadata.description!) as Record<string, unknown>;
    change(description);
    const { description_crc32: _, ...texts } = metadata;
    return writeContainer(new Map(Object.entries(tensors)), () =>
      sealed({ ...texts, description: JSON.stringify(description) }),
    );
  };
  const net = (): Network => Network.fromSizes([3, 2, 2], { seed: 1 });

  it.each<[string, (description: Record<string, unknown>) => void, RegExp]>([
    [
      "a layer larger than the numbers",
      (json) => Object.assign((json.layers as object[])[0]!, { inputs: 16_000, outputs: 16_000 }),
      /tensor "layers.0.weights" of shape \[16000, 16000\], got \[3, 2\]/,
    ],
    [
      "a layer too many",
      (json) =>
        (json.layers as object[]).push({ kind: "batchNorm", units: 2e8, momentum: 0.1, epsilon: 1e-5 }),
      /a tensor "layers.2.gain"/,
    ],
    [
      "a layer too few",
      (json) => (json.layers as object[]).pop(),
      /only tensors that the model has, got "layers.1/,
    ],
    [
      "a kind that there is not",
      (json) => Object.assign((json.layers as object[])[0]!, { kind: "x" }),
      /kind of a layer/,
    ],
    ["no layers", (json) => delete json.layers, /a field "layers"/],
    ["no seed", (json) => delete json.seed, /a field "seed"/],
    [
      "another format",
      (json) => Object.assign(json, { format: "layerwise/x" }),
      /a Network, an RBM, a DBN or a Pipeline/,
    ],
    [
      "a later version",
      (json) => Object.assign(json, { version: 2 }),
      /version to be 1 .*update this one\), got 2/,
    ],
    ["a head that there is not", (json) => Object.assign(json, { head: "softmin" }), /head/],
    [
      "a frozen layer that there is not",
      (json) => Object.assign(json, { frozen: [9] }),
      /Cannot freeze a layer/,
    ],
  ])("refuses a description with %s", (_, change, message) => {
    expect(() => modelFromBytes(with_(net(), change))).toThrow(message);
  });

  it("refuses a description that nests without end", () => {
    const depth = 20_000;
    const layers = `${'{"kind":"residual","layers":['.repeat(depth)}{"kind":"dropout","rate":0.5}${"]}".repeat(depth)}`;
    const description = `{"format":"layerwise/network","version":1,"seed":1,"head":"softmax","frozen":[],"layers":[${layers}]}`;
    const texts = { format: "layerwise/network", version: "1", description };
    const bytes = writeContainer(new Map(), () => sealed(texts));
    expect(() => modelFromBytes(bytes)).toThrow(/^Cannot .+: expected .+, got /s);
  });

  it("refuses texts that were changed, numbers that are not finite, integers for weights, and other safetensors", () => {
    const changed = Buffer.from(modelToBytes(net()));
    changed.write("softmix", changed.indexOf("softmax"));
    expect(() => modelFromBytes(changed)).toThrow(/texts with the checksum/);
    const infinite = Buffer.from(modelToBytes(net()));
    infinite.fill(0xff, infinite.length - 4);
    expect(() => modelFromBytes(infinite)).toThrow(/finite, got NaN/);
    const integers = Buffer.from(modelToBytes(net()));
    integers.write("I64", integers.indexOf("F64"));
    expect(() => modelFromBytes(integers)).toThrow(/floating-point numbers, got I64/);
    expect(() => modelFromBytes(toSafetensors({ a: [1] }))).toThrow(
      /safetensors without one of layerwise, which fromSafetensors reads/,
    );
    expect(() => modelFromBytes(Buffer.from('{"format":"layerwise/cat"}'))).toThrow(/got "layerwise\/cat"/);
    expect(() => modelFromBytes(Buffer.from("{"))).toThrow(/no JSON/);
    expect(() => modelFromBytes(Uint8Array.of(200, 1, 2, 3))).toThrow("of 10 bytes at least, got 4 bytes");
    const later = writeContainer(new Map(), () =>
      sealed({ format: "layerwise/network", version: "2", library: "layerwise 9.0.0" }),
    );
    expect(() => modelFromBytes(later)).toThrow(
      /a model file of version 1, got "2", which layerwise 9.0.0 wrote: update this one/,
    );
  });

  it("takes what Python wrote anew: other numbers in other precision, in any order, with the texts of the file", () => {
    const bytes = modelToBytes(net());
    const { metadata } = openContainer("test", bytes);
    const tensors = Object.entries(fromSafetensors(bytes).tensors).reverse();
    const doubled = new Map(
      tensors.map(([name, { shape, values }]) => [
        name,
        { shape, values: Float32Array.from(values, (x) => 2 * x) },
      ]),
    );
    const texts = Object.fromEntries([...Object.entries(metadata), ["note", "trained on"]].reverse());
    const again = modelFromBytes(writeContainer(doubled, () => texts)) as Network;
    expect(again.parameters["0.weights"]!.get(2, 1)).toBe(
      Math.fround(2 * net().parameters["0.weights"]!.get(2, 1)),
    );
    expect(headerOf({}, {})).toEqual({});
  });
});

describe("saveModel", () => {
  it("writes what loadModel reads, safetensors or JSON, and nothing beside it", async () => {
    for (const name of ["a.safetensors", "a.json"]) {
      const path = join(scratch, name);
      const model = Network.fromSizes([3, 2], { seed: "x" });
      await saveModel(path, model);
      expect(JSON.stringify(await loadModel(path))).toBe(JSON.stringify(model));
      expect(readFileSync(path)[0] === 0x7b).toBe(name === "a.json");
    }
    expect(readdirSync(scratch).sort()).toEqual(["a.json", "a.safetensors"]);
  });

  it("leaves the old file where it cannot write, and names the file that it cannot read", async () => {
    await expect(saveModel(join(scratch, "no/a"), Network.fromSizes([2, 1]))).rejects.toThrow(
      /no\/a" to take all/,
    );
    await expect(loadModel(join(scratch, "none"))).rejects.toThrow(/a file that exists, got ".*none"/);
    writeFileSync(join(scratch, "bad"), "nothing");
    await expect(loadModel(join(scratch, "bad"))).rejects.toThrow(
      /^Cannot load a model: expected a file of a model, got ".*bad" \(/,
    );
    rmSync(join(scratch, "bad"));
    const model = Network.fromSizes([2, 1]);
    model.parameters["0.bias"]!.set(0, 0, Number.NaN);
    const before = readFileSync(join(scratch, "a.safetensors"));
    await expect(saveModel(join(scratch, "a.safetensors"), model)).rejects.toThrow(
      /layers.0.bias to be finite/,
    );
    expect(readFileSync(join(scratch, "a.safetensors")).equals(before)).toBe(true);
  });

  it("saves parts of one's own, which are loaded to the bit with them and named in the error without", () => {
    const highway: LayerKind = {
      kind: "own",
      fromJSON: ({ kind: _, ...settings }, find) =>
        ownLayer({
          ...(settings as unknown as DenseOptions),
          activation: find.activation(settings.activation),
        }),
    };
    const ownLayer = (options: DenseOptions): Layer => {
      const inner = dense(options);
      return { ...inner, kind: "own", toJSON: () => ({ ...inner.toJSON(), kind: "own" }) };
    };
    const head = { ...softmax, name: "own head" };
    const units = { ...bernoulliUnits, name: "own units" };
    const made = standardize.fit(rows);
    const preparation = {
      ...made,
      name: "own preparation",
      toJSON: () => ({ ...made.toJSON(), name: "own preparation" }),
    };
    const reader: PreprocessorReader = {
      name: "own preparation",
      fromJSON: (json) => ({
        ...preprocessorFromJSON({ ...json, name: "standardize" }),
        name: "own preparation",
        toJSON: () => json,
      }),
    };
    const layers = [ownLayer({ inputs: width, outputs: 3 }), dense({ inputs: 3, outputs: 2 })];
    const network = new Network({ layers, head, seed: 1, ...reference });
    const rbm = new RBM({ visible: width, hidden: 2, visibleUnits: units, seed: 1, ...reference });
    const own = { layers: [highway], heads: [head], units: [units], preprocessors: [reader], ...reference };
    const pipeline = new Pipeline({ model: network, preparation });
    for (const model of [network, rbm, new DBN({ rbms: [rbm] }), pipeline]) {
      const [bytes, json] = [modelToBytes(model), JSON.stringify(model)];
      expect(JSON.stringify(modelFromBytes(bytes, own))).toBe(json);
      expect(JSON.stringify(modelFromBytes(new TextEncoder().encode(json), own))).toBe(json);
      const error =
        model === network || model === pipeline
          ? /kind of a layer .*got "own"/
          : /the name of units .*got "own units"/;
      expect(() => modelFromBytes(bytes)).toThrow(error);
    }
    const partly = { ...own, heads: [] };
    expect(() => modelFromBytes(modelToBytes(network), partly)).toThrow(
      /head to be one of .* got "own head"/,
    );
    const unprepared = { ...own, preprocessors: [] };
    expect(() => modelFromBytes(modelToBytes(pipeline), unprepared)).toThrow(
      /name to be one of .* got "own preparation"/,
    );
  });
});

describe("fromTorch", () => {
  const folder = fileURLToPath(new URL("../fixtures/io/", import.meta.url));
  const { torch } = JSON.parse(readFileSync(`${folder}expected.json`, "utf8")) as {
    torch: Record<"inputs" | "probabilities", number[][]>;
  };
  const layers = [
    dense({ inputs: 5, outputs: 8, activation: tanh }),
    batchNorm({ units: 8 }),
    dense({ inputs: 8, outputs: 6, activation: relu }),
    layerNorm({ units: 6 }),
    dropout({ rate: 0.5 }),
    dense({ inputs: 6, outputs: 3 }),
  ];
  const modules = { 0: "0", 1: "2", 2: "3", 3: "5", 5: "7" };
  const tensors = () => fromSafetensors(readFileSync(`${folder}torch.safetensors`)).tensors;

  it("makes a net that tells what the PyTorch model tells", () => {
    const values = fromTorch(tensors(), { layers, modules });
    const model = new Network({ ...reference, layers, head: softmax, seed: 1, ...values });
    expectClose(model.predict(torch.inputs), torch.probabilities, 1e-6);
  });

  it("and toTorch give back the tensors to the bit; a bias that was not there is zero", () => {
    const values = fromTorch(tensors(), { layers, modules });
    const model = new Network({ ...reference, layers, head: softmax, seed: 1, ...values });
    const { "2.num_batches_tracked": _, ...given } = tensors();
    const expected = { ...given, "3.bias": { shape: [6], values: new Float32Array(6) } };
    expect(toTorch(model, modules)).toEqual(expected);
  });

  it.each<[string, () => unknown, RegExp]>([
    [
      "a layer without a module",
      () => fromTorch(tensors(), { layers, modules: { 0: "0" } }),
      /a module for layer 1/,
    ],
    [
      "a module of no layer",
      () => fromTorch(tensors(), { layers, modules: { ...modules, 4: "6" } }),
      /modules of the layers 0, 1, 2, 3, 5, got "4"/,
    ],
    [
      "a tensor that is not there",
      () => fromTorch(tensors(), { layers, modules: { ...modules, 0: "fc" } }),
      /a tensor "fc.weight" for layer 0/,
    ],
    [
      "another shape",
      () => fromTorch(tensors(), { layers, modules: { ...modules, 0: "7" } }),
      /"7.weight" of shape \[8, 5\], got \[3, 6\]/,
    ],
    [
      "what is not finite",
      () => {
        const broken = { ...tensors(), "7.bias": { shape: [3], values: Float32Array.of(1, Number.NaN, 2) } };
        return fromTorch(broken, { layers, modules });
      },
      /"7.bias" to be finite, got NaN/,
    ],
    [
      "one module for two layers",
      () => toTorch(Network.fromSizes([2, 2, 2]), { 0: "a", 1: "a" }),
      /two for "a.weight"/,
    ],
  ])("refuses %s", (_, call, message) => {
    expect(call).toThrow(message);
  });

  it("finds the layers inside a residual one", () => {
    const inner = [residual([dense({ inputs: 2, outputs: 2 })]), dense({ inputs: 2, outputs: 1 })];
    const model = new Network({ layers: inner, head: linear, seed: 1 });
    const names = { "0.0": "block.fc", 1: "top" };
    const values = fromTorch(toTorch(model, names), { layers: inner, modules: names });
    expect(values.parameters["0.0.weights"]!.to2DArray()).toEqual(
      model.parameters["0.0.weights"]!.to2DArray(),
    );
  });
});
