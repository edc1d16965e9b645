import { describe, expect, it } from "vitest";
import { Pipeline } from "../src/data/index.ts";
import {
  dense,
  inTurn,
  type Layer,
  type LayerKind,
  linear,
  Matrix,
  minMax,
  Network,
  type Preprocessor,
  preprocessorFromJSON,
  residual,
  standardize,
} from "../src/index.ts";
import { modelFromBytes, modelToBytes } from "../src/io/index.ts";

const rows = [
  [1, 2],
  [3, 5],
];
const fitted = standardize.fit(rows);
const plain = dense({ inputs: 2, outputs: 2 });
const network = (...layers: readonly Layer[]): Network => new Network({ layers, head: linear, seed: 1 });

/** A preparation and a layer of one's own with settings. */
const prepared = (settings: object): Preprocessor => ({
  ...fitted,
  name: "logScale",
  toJSON: () => ({ name: "logScale", ...settings }),
});
const twice = (settings: object): Layer => ({
  ...plain,
  kind: "twice",
  toJSON: () => ({ kind: "twice", ...settings }),
});
const boom = (): never => {
  throw new Error("boom");
};
const written = (model: object) => JSON.parse(JSON.stringify(model));

describe("What a preprocessor's reader of one's own gives", () => {
  const pipeline = new Pipeline({ model: network(plain), preparation: prepared({}) });
  const scaled = new Pipeline({ model: network(plain), targetScaling: prepared({}) });
  const within = inTurn({ fit: () => prepared({}) }, minMax)
    .fit(rows)
    .toJSON();
  const cases: readonly (readonly [string, () => unknown, got: string])[] = [
    ["nothing", () => undefined, "undefined"],
    ["a promise", async () => prepared({}), "a promise; await it"],
    ["no preprocessor", () => ({ name: "logScale" }), "{ name }"],
    ["one of another name", () => fitted, '"standardize"'],
    ["an error", boom, 'what throws Error "boom" when it is read'],
  ];

  it.each(cases)("is refused by the name of the reader: %s", (_, fromJSON, got) => {
    const preprocessors = [{ name: "logScale", fromJSON: fromJSON as () => Preprocessor }];
    const said = `expected fromJSON to give a part named "logScale", got ${got}`;
    for (const model of [pipeline, scaled]) {
      expect(() => Pipeline.fromJSON(written(model), { preprocessors })).toThrow(said);
      expect(() => modelFromBytes(modelToBytes(model), { preprocessors })).toThrow(said);
    }
    expect(() => preprocessorFromJSON(written(within), preprocessors)).toThrow(said);
  });
});

describe("What a layer's reader of one's own gives", () => {
  const cases: readonly (readonly [string, () => unknown, got: string])[] = [
    ["nothing", () => undefined, "undefined"],
    ["a promise", async () => twice({}), "a promise; await it"],
    ["no layer", () => ({ kind: "twice" }), "{ kind }"],
    ["one of another kind", () => plain, '"dense"'],
    ["an error", boom, 'what throws Error "boom" when it is read'],
  ];

  it.each(cases)("is refused by the kind that was asked for: %s", (_, fromJSON, got) => {
    const layers = [{ kind: "twice", fromJSON: fromJSON as LayerKind["fromJSON"] }];
    const said = `expected fromJSON to give a part named "twice", got ${got}`;
    for (const model of [network(twice({})), network(residual([twice({})]))]) {
      expect(() => Network.fromJSON(written(model), { layers })).toThrow(said);
      expect(() => modelFromBytes(modelToBytes(model), { layers })).toThrow(said);
    }
  });

  it("is refused where its own JSON is of no kind", () => {
    const mute = { ...twice({}), toJSON: () => undefined as never };
    const layers = [{ kind: "twice", fromJSON: () => mute }];
    expect(() => Network.fromJSON(written(network(twice({}))), { layers })).toThrow(
      "expected JSON of kind twice from layers, got undefined",
    );
  });
});

describe("Settings that JSON cannot hold", () => {
  const wrong: readonly (readonly [settings: object, path: string, got: string])[] = [
    [{ limit: Number.POSITIVE_INFINITY }, "limit of ", "Infinity"],
    [{ limit: Number.NaN }, "limit of ", "NaN"],
    [{ t: new Float64Array([1]) }, "t of ", "[1]"],
    [{ m: new Map() }, "m of ", "Map"],
    [{ f: () => 1 }, "f of ", "function f"],
    [{ big: 1n }, "big of ", "1n"],
    [{ list: [1, undefined] }, "list of ", "[1, undefined]"],
    [{ deep: { list: [{ x: Number.NEGATIVE_INFINITY }] } }, "x of 0 of list of deep of ", "-Infinity"],
    [{ scale: new Matrix([[1, Number.NaN]]) }, "1 of 0 of scale of ", "NaN"],
  ];

  it.each(wrong)("of a preparation are refused in files and in JSON: %o", (settings, path, got) => {
    const own = prepared(settings);
    const said = (what: string): string => `expected ${path}${what} to be what JSON can hold, got ${got}`;
    const pipelines: [Pipeline, string][] = [
      [new Pipeline({ model: network(plain), preparation: own }), said("preparation")],
      [new Pipeline({ model: network(plain), targetScaling: own }), said("targetScaling")],
      [
        new Pipeline({ model: network(plain), preparation: inTurn({ fit: () => own }, minMax).fit(rows) }),
        said("preparation, step 0"),
      ],
    ];
    for (const [pipeline, message] of pipelines) {
      expect(() => JSON.stringify(pipeline)).toThrow(message);
      expect(() => modelToBytes(pipeline)).toThrow(message);
    }
  });

  it.each(wrong)(
    "of a layer are refused in files and in the JSON of pipelines: %o",
    (settings, path, got) => {
      const said = (inner: string): string => `${path}${inner}layer 0 to be what JSON can hold, got ${got}`;
      const own = network(twice(settings));
      const inside = network(residual([twice(settings)]));
      for (const [model, message] of [
        [own, said("")],
        [inside, said("0 of layers of ")],
      ] as const) {
        expect(() => modelToBytes(model)).toThrow(message);
        expect(() => JSON.stringify(new Pipeline({ model }))).toThrow(message);
      }
    },
  );

  it("are none where a matrix says itself as rows, the same in each format", () => {
    const settings = { scale: new Matrix(rows) };
    const seen: unknown[] = [];
    const preprocessors = [{ name: "logScale", fromJSON: (json: object) => read(json, prepared({})) }];
    const layers = [{ kind: "twice", fromJSON: (json: object) => read(json, twice(json)) }];
    const read = <Part>(json: object, part: Part): Part => {
      seen.push((json as { scale: unknown }).scale);
      return part;
    };
    const pipeline = new Pipeline({ model: network(twice(settings)), preparation: prepared(settings) });
    modelFromBytes(modelToBytes(pipeline), { preprocessors, layers });
    Pipeline.fromJSON(written(pipeline), { preprocessors, layers });
    Pipeline.fromJSON(pipeline.toJSON(), { preprocessors, layers });
    expect(seen).toEqual(Array(6).fill(rows));
  });
});

describe("A setting that is undefined", () => {
  it("is absent in files and in JSON, and the model is read again", () => {
    const model = network(twice({ note: undefined }));
    const layers = [{ kind: "twice", fromJSON: () => twice({ note: undefined }) }];
    expect(model.toJSON().layers).toEqual([{ kind: "twice" }]);
    expect(Object.keys(model.toJSON().layers[0]!)).toEqual(["kind"]);
    const read = [
      modelFromBytes(modelToBytes(model), { layers }) as Network,
      Network.fromJSON(written(model), { layers }),
      Network.fromJSON(model.toJSON(), { layers }),
    ];
    for (const again of read) expect(again.predict(rows)).toEqual(model.predict(rows));
  });
});
