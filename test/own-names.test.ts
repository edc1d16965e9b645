import { describe, expect, it } from "vitest";
import { datasetFromRows, Pipeline } from "../src/data/index.ts";
import { checkLayer, checkUnits } from "../src/extend/index.ts";
import {
  type Activation,
  activate,
  bernoulliUnits,
  DBN,
  dense,
  type Head,
  inTurn,
  type Layer,
  linear,
  Matrix,
  type MatrixLike,
  minMax,
  Network,
  type Preprocessor,
  preprocessorFromJSON,
  RBM,
  residual,
  softmax,
  standardize,
  tanh,
  type Units,
} from "../src/index.ts";
import { modelFromBytes, modelToBytes, toOnnx } from "../src/io/index.ts";
import { DenoisingAutoencoder } from "../src/pretraining/index.ts";
import { binomialUnits, mixedUnits, spinUnits } from "../src/rbm/index.ts";
import { bitsOf } from "./support/bits.ts";

const times = (factor: number): Activation => ({
  name: "times",
  apply: (z) => factor * z,
  slope: () => factor,
  maxSlope: factor,
});
const units = (name: unknown): Units => ({ ...bernoulliUnits, name: name as string });
const head = (name: unknown): Head => ({ ...softmax, name: name as string });
const plain = dense({ inputs: 2, outputs: 2 });
const network = (...layers: readonly Layer[]): Network => new Network({ layers, head: linear, seed: 1 });

/** 2·(x·W + b), which says in JSON that it is a dense layer. */
const doubled: Layer = {
  ...plain,
  kind: "doubled",
  forward(engine, values, x, mode) {
    const result = plain.forward(engine, values, x, mode);
    return { ...result, outputs: engine.scale(2, result.outputs) };
  },
  backward: (engine, values, cache, gradient) =>
    plain.backward(engine, values, cache, engine.scale(2, gradient)),
};

const json = JSON.parse(JSON.stringify(network(plain)));
const rbmJSON = JSON.parse(JSON.stringify(new RBM({ visible: 2, hidden: 2, seed: 1 })));
const another = (name: string): string => `of one's own to have a name of its own, got "${name}"`;
const rbm = (visibleUnits: Units, hiddenUnits: Units): RBM =>
  new RBM({ visible: 2, hidden: 2, visibleUnits, hiddenUnits, seed: 1 });
const one = new RBM({ visible: 2, hidden: 2, hiddenUnits: units("x"), seed: 1 });
const two = new RBM({ visible: 2, hidden: 2, visibleUnits: units("x"), seed: 1 });

describe("A name that would give another model after loading", () => {
  const cases: Readonly<Record<string, [call: () => unknown, said: string]>> = {
    "two kinds of units in the file of an RBM": [
      () => modelToBytes(rbm(units("x"), units("x"))),
      another("x"),
    ],
    "two kinds of units in the file of a DBN": [
      () => modelToBytes(new DBN({ rbms: [one, two], seed: 1 })),
      another("x"),
    ],
    "two kinds of units in the JSON of an RBM": [() => rbm(units("x"), units("x")).toJSON(), another("x")],
    "two kinds of units in the JSON of a DBN": [
      () => new DBN({ rbms: [one, two], seed: 1 }).toJSON(),
      another("x"),
    ],
    "units of a class, which would lose what its prototype has": [
      () => {
        class Own {}
        return rbm(Object.assign(new Own(), units("x")), bernoulliUnits);
      },
      "Cannot create an RBM: expected visibleUnits to be a plain object, got ",
    ],
    "two kinds of units in mixed ones": [
      () =>
        mixedUnits([
          { units: units("x"), columns: 1 },
          { units: units("x"), columns: 1 },
        ]),
      another("x"),
    ],
    "units of a class in mixed ones": [
      () => {
        class Own {}
        return mixedUnits([{ units: Object.assign(new Own(), units("x")), columns: 1 }]);
      },
      "Cannot create mixedUnits: expected units of group 0 to be a plain object, got ",
    ],
    "units in mixed ones under a name of the library's": [
      () => mixedUnits([{ units: units("gaussian"), columns: 1 }]),
      another("gaussian"),
    ],
    "mixed units of mixed kinds that are named alike": [
      () => {
        const inner = (): Units => mixedUnits([{ units: units("x"), columns: 2 }]);
        const mixed = (): Units => mixedUnits([{ units: inner(), columns: 2 }]);
        return rbm(mixed(), mixed()).toJSON();
      },
      another("mixed(2 mixed(2 x))"),
    ],
    "mixed units of kinds that are named alike": [
      () => {
        const mixed = (): Units => mixedUnits([{ units: units("x"), columns: 2 }]);
        return modelToBytes(rbm(mixed(), mixed()));
      },
      another("mixed(2 x)"),
    ],
    "two activations in a file": [
      () => modelToBytes(network(activate(times(1)), residual([activate(times(3))]), plain)),
      another("times"),
    ],
    "two activations in the JSON of a network": [
      () => network(activate(times(1)), residual([activate(times(3))]), plain).toJSON(),
      another("times"),
    ],
    "a statistic under the name of a parameter": [
      () => {
        const initialize: Layer["initialize"] = (...given) => {
          const { parameters } = plain.initialize(...given);
          return { parameters, statistics: { bias: parameters.bias! } };
        };
        return network({ ...doubled, initialize });
      },
      'Cannot create layer 0 (doubled): expected statistics under other names than parameters, got "bias"',
    ],
    "two activations to load with": [
      () => Network.fromJSON(json, { activations: [times(1), times(3)] }),
      another("times"),
    ],
    "two heads to load with": [
      () => Network.fromJSON(json, { heads: [head("own"), head("own")] }),
      another("own"),
    ],
    "two kinds of layers to load with": [
      () => {
        const kind = { kind: "own", fromJSON: () => plain };
        return Network.fromJSON(json, { layers: [kind, { ...kind }] });
      },
      another("own"),
    ],
    "two kinds of units to load with": [
      () => RBM.fromJSON(rbmJSON, { units: [units("x"), units("x")] }),
      another("x"),
    ],
    "a library's kind of layers to load with": [
      () => Network.fromJSON(json, { layers: [{ kind: "dense", fromJSON: () => plain }] }),
      another("dense"),
    ],
    "a library's head to load with": [
      () => Network.fromJSON(json, { heads: [head("linear")] }),
      another("linear"),
    ],
    "a library's units to load with": [
      () => RBM.fromJSON(rbmJSON, { units: [units("gaussian")] }),
      another("gaussian"),
    ],
    "a library's preprocessor to load with": [
      () =>
        modelFromBytes(modelToBytes(network(plain)), {
          preprocessors: [{ name: "standardize", fromJSON: () => standardize.fit([[0], [1]]) }],
        }),
      another("standardize"),
    ],
    "a library's preprocessor to read one alone with": [
      () => {
        const reader = { name: "standardize", fromJSON: () => standardize.fit([[0], [1]]) };
        return preprocessorFromJSON(standardize.fit([[5], [7]]).toJSON(), [reader]);
      },
      another("standardize"),
    ],
    "two activations to read an autoencoder with": [
      () => {
        const saved = new DenoisingAutoencoder({ visible: 2, hidden: 2, seed: 1 }).toJSON();
        return DenoisingAutoencoder.fromJSON(saved, { activations: [times(1), times(3)] });
      },
      another("times"),
    ],
    "a layer whose JSON is of another kind": [
      () => network(doubled).toJSON(),
      "Cannot save the network: expected JSON of kind doubled from layer 0, got { kind, inputs, outputs, activation }",
    ],
    "such a layer inside another": [
      () => network(residual([doubled])).toJSON(),
      "expected JSON of kind doubled from layer 0.0, got ",
    ],
    "such a layer in a file": [
      () => modelToBytes(network(residual([doubled]))),
      "Cannot save a model: expected JSON of kind doubled from layer 0.0, got ",
    ],
    "such a layer, which the suite finds": [
      () => checkLayer(residual([doubled])),
      "Cannot check a layer: expected JSON of kind doubled from layer 0.0, got ",
    ],
    "units without a name": [
      () => rbm(units(undefined), bernoulliUnits),
      "Cannot create an RBM: expected name of visibleUnits to be a string, got undefined",
    ],
    "a head without a name": [
      () => new Network({ layers: [plain], head: head(undefined), seed: 1 }),
      "Cannot create a network: expected name of a head to be a string, got undefined",
    ],
    "an activation without a name": [
      () => activate({ ...times(2), name: undefined as never }),
      "expected name of an activation to be a string, got undefined",
    ],
    "a layer without a kind": [
      () => network({ ...plain, kind: undefined as never }),
      "expected name of layer 0 to be a string, got undefined",
    ],
    ...Object.fromEntries(
      ["spin", "binomial(3)", "mixed(2 spin)", "bernoulli"].map((name) => [
        `units called ${name}, which the suite finds`,
        [() => checkUnits(units(name)), another(name)],
      ]),
    ),
    "units of layerwise/rbm in a file": [
      () => modelToBytes(rbm(units("spin"), bernoulliUnits)),
      another("spin"),
    ],
  };

  it.each(Object.entries(cases))("is refused: %s", (_, [call, said]) => {
    expect(call).toThrow(said);
  });

  it("is none where the parts are the same, or the library's", () => {
    const same = units("x");
    expect(rbm(same, same).visibleUnits).toBe(same);
    const mixed = (): Units =>
      mixedUnits([
        { units: same, columns: 1 },
        { units: mixedUnits([{ units: same, columns: 1 }]), columns: 1 },
      ]);
    const machine = rbm(mixed(), mixed());
    const read = [modelFromBytes(modelToBytes(machine), { units: [mixed()] }) as RBM];
    read.push(RBM.fromJSON(JSON.parse(JSON.stringify(machine)), { units: [mixed()] }));
    for (const each of read) expect(bitsOf(each.parameters)).toEqual(bitsOf(machine.parameters));
    expect(rbm(binomialUnits({ trials: 3 }), binomialUnits({ trials: 3 })).hidden).toBe(2);
    const net = network(activate(times(2)), activate(times(2)), plain, activate(tanh));
    const again = modelFromBytes(modelToBytes(net), { activations: [times(2)] }) as Network;
    expect(again.predict([[1, 2]])).toEqual(net.predict([[1, 2]]));
    expect(() => checkUnits(spinUnits, { columns: 2 })).not.toThrow();
  });
});

describe("A preparation of one's own between those of the library", () => {
  const half = (): Preprocessor => ({
    name: "half",
    transform: (data: MatrixLike) => Matrix.mul(new Matrix(data as Matrix), 0.5),
    inverse: (data: MatrixLike) => Matrix.mul(new Matrix(data as Matrix), 2),
    toJSON: () => ({ name: "half" }),
  });
  const reader = { name: "half", fromJSON: half };
  const dataset = datasetFromRows(
    [
      [1, 2],
      [3, 4],
      [5, 6],
      [0, 1],
    ],
    { labels: [0, 1, 1, 0] },
  );

  it.each([
    ["first", [{ fit: half }, standardize]],
    ["last", [standardize, { fit: half }]],
  ])("is read from a file as from JSON, standing %s", async (_, preparation) => {
    const pipeline = await Pipeline.fit(dataset, { preparation, hidden: [3], epochs: 1, seed: 1 });
    const fromFile = modelFromBytes(modelToBytes(pipeline), { preprocessors: [reader] }) as Pipeline;
    const fromJSON = Pipeline.fromJSON(JSON.parse(JSON.stringify(pipeline)), { preprocessors: [reader] });
    const prepared = pipeline.preparation!.transform(dataset.inputs).to2DArray();
    for (const again of [fromFile, fromJSON])
      expect(again.preparation!.transform(dataset.inputs).to2DArray()).toEqual(prepared);
  });
});

describe("A preparation that would be another one after loading", () => {
  const fitted = standardize.fit([
    [1, 2],
    [3, 4],
  ]);
  const renamed: Preprocessor = { ...fitted, name: "mine" };
  const doubled: Preprocessor = { ...fitted, transform: (data) => Matrix.mul(fitted.transform(data), 2) };
  const within = (step: Preprocessor): Preprocessor =>
    inTurn({ fit: () => step }, minMax).fit([
      [1, 2],
      [3, 4],
    ]);
  const wrong: readonly (readonly [string, Preprocessor, said: string])[] = [
    [
      "a copy under another name",
      renamed,
      "expected JSON of kind mine from preparation, got { name, means, deviations }",
    ],
    ["such a copy in turn with others", within(renamed), "expected JSON of kind mine from step 0, got "],
    ["a copy with another function", doubled, another("standardize")],
    ["such a copy in turn with others", within(doubled), another("standardize")],
    [
      "one without a name",
      { ...fitted, name: undefined as never },
      "expected name of preparation to be a string, got undefined",
    ],
    [
      "one without JSON",
      { ...fitted, name: "mine", toJSON: () => undefined as never },
      "expected JSON of kind mine from preparation, got undefined",
    ],
  ];
  const saving: readonly (readonly [string, (pipeline: Pipeline) => unknown])[] = [
    ["JSON", (pipeline) => pipeline.toJSON()],
    ["a file", (pipeline) => modelToBytes(pipeline)],
  ];

  it.each(saving.flatMap(([where, save]) => wrong.map((each) => [where, save, ...each] as const)))(
    "is refused on its way into %s: %s %s",
    (_, save, __, preparation, said) => {
      const pipeline = new Pipeline({ model: network(plain), preparation });
      expect(() => save(pipeline)).toThrow(said);
    },
  );

  it("is refused as targetScaling, and on its way into ONNX", () => {
    const scaled = new Pipeline({ model: network(plain), targetScaling: renamed });
    expect(() => scaled.toJSON()).toThrow("expected JSON of kind mine from targetScaling, got ");
    expect(() => modelToBytes(scaled)).toThrow("expected JSON of kind mine from targetScaling, got ");
    const copied = new Pipeline({ model: network(plain), preparation: doubled });
    expect(() => toOnnx(copied)).toThrow(another("standardize"));
    const own = new Pipeline({ model: network(plain), preparation: within(renamed) });
    expect(() => toOnnx(own)).toThrow('(prepare rows of one\'s own kind outside the graph), got "mine"');
  });

  it("is none where it is the library's, also after reading", () => {
    for (const preparation of [fitted, within(fitted)]) {
      const pipeline = new Pipeline({ model: network(plain), preparation });
      const again = modelFromBytes(modelToBytes(pipeline)) as Pipeline;
      expect(JSON.stringify(again)).toBe(JSON.stringify(pipeline));
      expect(JSON.stringify(Pipeline.fromJSON(pipeline.toJSON()))).toBe(JSON.stringify(pipeline));
    }
  });
});

describe("Statistics of a layer of one's own", () => {
  const follows = (statistics: object, updateStatistics: Layer["updateStatistics"]): Layer => ({
    ...plain,
    kind: "follows",
    initialize: (...given) => ({
      ...plain.initialize(...given),
      statistics: statistics as Record<string, Matrix>,
    }),
    toJSON: () => ({ kind: "follows" }),
    ...(updateStatistics && { updateStatistics }),
  });

  it("that are NaN after the first of two batches are those from before it again", async () => {
    const layer = follows({ seen: Matrix.ones(1, 2) }, (engine, { seen }) => {
      engine.map(() => Number.NaN, seen!, seen!);
    });
    const net = new Network({ layers: [layer], head: softmax, seed: 1 });
    const rows = [
      [1, 2],
      [2, 1],
      [1, 1],
      [0, 1],
    ];
    await expect(net.fit(rows, [0, 1, 0, 1], { epochs: 1, batchSize: 2 })).rejects.toThrow(
      "the last good parameters are kept",
    );
    expect(bitsOf(net.statistics)).toEqual(bitsOf({ "0.seen": Matrix.ones(1, 2) }));
    expect(net.toJSON().layers).toEqual([{ kind: "follows" }]);
  });

  it("under the name of a parameter are refused by the suite", () => {
    expect(() => checkLayer(follows({ bias: Matrix.ones(1, 2) }, undefined))).toThrow(
      'Cannot check a layer: expected statistics under other names than parameters, got "bias"',
    );
  });
});
