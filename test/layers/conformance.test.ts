import { describe, expect, it } from "vitest";
import { identity } from "../../src/activation/identity.ts";
import { sigmoid } from "../../src/activation/sigmoid.ts";
import { reference } from "../../src/engine/reference.ts";
import { softmax } from "../../src/head/softmax.ts";
import { activate } from "../../src/layers/activate.ts";
import { batchNorm } from "../../src/layers/batch-norm.ts";
import { dense } from "../../src/layers/dense.ts";
import { dropout } from "../../src/layers/dropout.ts";
import { layerFromJSON } from "../../src/layers/from-json.ts";
import { type Layer, type LayerJSON, type Mode, prediction } from "../../src/layers/layer.ts";
import { layerNorm } from "../../src/layers/layer-norm.ts";
import { residual } from "../../src/layers/residual.ts";
import { Matrix } from "../../src/matrix/matrix.ts";
import { Network } from "../../src/network/network.ts";
import { loadParameters } from "../../src/parameters.ts";
import { RandomStream } from "../../src/random/stream.ts";
import { expectClose } from "../support/expect-close.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const stream = (purpose: string) => new RandomStream("layers", purpose);
const training = (): Mode => ({ training: true, random: stream("draws of the layers") });

/** One of every kind, each for 4 inputs. */
const layers: readonly Layer[] = [
  dense({ inputs: 4, outputs: 3, activation: sigmoid }),
  activate(sigmoid),
  dropout({ rate: 0.3 }),
  batchNorm({ units: 4, momentum: 0.2, epsilon: 1e-3 }),
  layerNorm({ units: 4, epsilon: 1e-3 }),
  residual([
    dense({ inputs: 4, outputs: 2, activation: sigmoid }),
    residual([dropout({ rate: 0.1 }), layerNorm({ units: 2 })]),
    dense({ inputs: 2, outputs: 4 }),
  ]),
];

describe.each(layers.map((layer) => [layer.kind, layer] as const))("%s", (_kind, layer) => {
  const start = () => layer.initialize(stream, "first");
  const values = { ...start().parameters, ...start().statistics };
  const inputs = randomMatrix("inputs", 5, 4);

  it.each([
    ["training", training],
    ["prediction", () => prediction],
  ])(
    "leaves inputs, values, cache and gradient as they were in %s, and gives equal bits twice",
    (_, mode) => {
      const first = layer.forward(reference, values, inputs, mode());
      const gradient = randomMatrix("gradient", 5, first.outputs.columns);
      const before = JSON.stringify([values, inputs, gradient, first]);
      const firstBack = layer.backward(reference, values, first.cache, gradient);
      const again = layer.forward(reference, values, inputs, mode());
      const againBack = layer.backward(reference, values, again.cache, gradient);
      expect(JSON.stringify([values, inputs, gradient, first])).toBe(before);
      expect(JSON.stringify([again, againBack])).toBe(JSON.stringify([first, firstBack]));
      expect(inputs).toEqual(randomMatrix("inputs", 5, 4));
    },
  );

  it("starts from the same bits for the same seed, in matrices of their own", () => {
    expect(start()).toEqual(start());
    const { parameters } = start();
    for (const name in parameters) parameters[name]!.set(0, 0, 99);
    expect(Object.values(start().parameters).some((matrix) => matrix.get(0, 0) === 99)).toBe(false);
  });

  it("is frozen", () => {
    expect(Object.isFrozen(layer)).toBe(true);
  });

  it("comes back from JSON with the same settings and the same outputs", () => {
    const json = JSON.parse(JSON.stringify(layer)) as LayerJSON;
    const back = layerFromJSON("load a network", json);
    expect(back.toJSON()).toEqual(layer.toJSON());
    expect([back.kind, back.inputs, back.outputs]).toEqual([layer.kind, layer.inputs, layer.outputs]);
    const { outputs } = layer.forward(reference, values, inputs, training());
    expect(back.forward(reference, values, inputs, training()).outputs).toEqual(outputs);
  });
});

describe("dense", () => {
  it("is f(x·W + b) with f = σ, worked out by hand", () => {
    const layer = dense({ inputs: 2, outputs: 2, activation: sigmoid });
    const values = {
      weights: new Matrix([
        [1, -2],
        [0.5, 3],
      ]),
      bias: new Matrix([[0.25, -1]]),
    };
    const { outputs, preActivations } = layer.forward(reference, values, new Matrix([[2, -1]]), prediction);
    expect(preActivations!.to2DArray()).toEqual([[1.75, -8]]);
    expectClose(outputs, [[1 / (1 + Math.exp(-1.75)), 1 / (1 + Math.exp(8))]], 1e-15);
  });

  it("starts with biases of zero and weights of (inputs, outputs)", () => {
    const { parameters } = dense({ inputs: 4, outputs: 3 }).initialize(stream, "first");
    expect(parameters.bias!.to2DArray()).toEqual([[0, 0, 0]]);
    expect([parameters.weights!.rows, parameters.weights!.columns]).toEqual([4, 3]);
  });

  it.each([
    [undefined, "options to be an object, got undefined"],
    [{ inputs: 0, outputs: 1 }, "inputs to be an integer ≥ 1, got 0"],
    [{ inputs: 1, outputs: 1.5 }, "outputs to be an integer ≥ 1, got 1.5"],
    [{ inputs: 1 }, "outputs to be an integer ≥ 1, got undefined"],
    [{ inputs: 1, outputs: 1, activation: "sigmoid" }, 'an activation such as sigmoid, got "sigmoid"'],
    [{ inputs: 1, outputs: 1, activation: null }, "an activation such as sigmoid, got null"],
    [{ inputs: 1, outputs: 1, initializer: "zeros" }, 'an initializer such as glorotUniform, got "zeros"'],
    [{ inputs: 1, outputs: 1, units: 3 }, '"inputs", "outputs", "activation", "initializer", got "units"'],
  ])("refuses %o", (options, complaint) => {
    const create = () => dense(options as unknown as Parameters<typeof dense>[0]);
    expect(create).toThrow("Cannot create a dense layer: expected ");
    expect(create).toThrow(complaint);
  });
});

describe("activate", () => {
  it("behind a dense layer without activation is that layer with it, forward and back, to the bit", () => {
    const whole = dense({ inputs: 4, outputs: 3, activation: sigmoid });
    const [plain, own] = [dense({ inputs: 4, outputs: 3 }), activate(sigmoid)];
    const values = whole.initialize(stream, "first").parameters;
    const [inputs, gradient] = [randomMatrix("inputs", 5, 4), randomMatrix("gradient", 5, 3)];
    const expected = whole.forward(reference, values, inputs, prediction);
    const below = plain.forward(reference, values, inputs, prediction);
    const { outputs, cache } = own.forward(reference, {}, below.outputs, prediction);
    expect(outputs).toEqual(expected.outputs);
    const { inputGradient } = own.backward(reference, {}, cache, gradient);
    const back = whole.backward(reference, values, expected.cache, gradient);
    expect(plain.backward(reference, values, below.cache, inputGradient()).gradients).toEqual(back.gradients);
  });

  it("refuses what is no activation", () => {
    expect(() => activate("relu" as never)).toThrow(
      'Cannot create an activate layer: expected activation to be an activation such as sigmoid, got "relu"',
    );
  });

  it("takes any width, counts for none, and shows itself in a net", () => {
    const layers = [dense({ inputs: 4, outputs: 3 }), activate(sigmoid), dense({ inputs: 3, outputs: 2 })];
    const shown = String(new Network({ layers, head: softmax, seed: 1 }));
    expect(shown).toMatch(/^Network 4-3-2 softmax/);
    expect(shown).toMatch(/1 activate +sigmoid +0/);
  });
});

describe("dropout", () => {
  it("gives 0 or x/(1 − p), and 0 with probability p: 40,000 draws within 5 standard errors", () => {
    const rate = 0.3;
    const layer = dropout({ rate });
    const inputs = Matrix.ones(200, 200);
    const { outputs } = layer.forward(reference, {}, inputs, training());
    const values = outputs.to1DArray();
    expect(new Set(values)).toEqual(new Set([0, 1 / (1 - rate)]));
    const left = values.filter((value) => value === 0).length / 40_000;
    expect(Math.abs(left - rate)).toBeLessThan(5 * Math.sqrt((rate * (1 - rate)) / 40_000));
  });

  it("keeps the expectation of every unit: 10,000 examples within 5 standard errors", () => {
    const rate = 0.6;
    const row = [3, -0.5, 0.01, 0];
    const inputs = new Matrix(Array.from({ length: 10_000 }, () => row));
    const { outputs } = dropout({ rate }).forward(reference, {}, inputs, training());
    for (const [column, x] of row.entries()) {
      const mean = outputs.getColumn(column).reduce((sum, value) => sum + value, 0) / 10_000;
      const standardError = Math.abs(x) * Math.sqrt(rate / (1 - rate) / 10_000);
      expect(Math.abs(mean - x)).toBeLessThanOrEqual(5 * standardError);
    }
  });

  it("draws another mask for the next batch of one stream", () => {
    const layer = dropout({ rate: 0.5 });
    const mode = training();
    const first = layer.forward(reference, {}, Matrix.ones(8, 8), mode).outputs;
    expect(layer.forward(reference, {}, Matrix.ones(8, 8), mode).outputs).not.toEqual(first);
  });

  it("is the identity at rate 0, and at prediction at any rate", () => {
    const inputs = randomMatrix("inputs", 5, 4);
    expect(dropout({ rate: 0 }).forward(reference, {}, inputs, training()).outputs).toEqual(inputs);
    expect(dropout({ rate: 0.9 }).forward(reference, {}, inputs, prediction).outputs).toEqual(inputs);
  });

  it.each([
    [{ rate: 1 }, "rate to be a finite number ≥ 0 and < 1, got 1"],
    [{ rate: -0.1 }, "rate to be a finite number ≥ 0 and < 1, got -0.1"],
    [{ rate: Number.NaN }, "rate to be a finite number ≥ 0 and < 1, got NaN"],
    [{ rate: 0.5, p: 0.5 }, 'options named "rate", got "p"'],
  ])("refuses %o", (options, complaint) => {
    expect(() => dropout(options)).toThrow(`Cannot create a dropout layer: expected ${complaint}`);
  });
});

describe("residual", () => {
  it("is x + F(x), and doubles its inputs where F is the identity", () => {
    const inputs = randomMatrix("inputs", 5, 4);
    const layer = residual([dense({ inputs: 4, outputs: 4 })]);
    const values = { "0.weights": Matrix.eye(4, 4), "0.bias": Matrix.zeros(1, 4) };
    const { outputs } = layer.forward(reference, values, inputs, prediction);
    expectClose(outputs, Matrix.mul(inputs, 2).to2DArray(), 0);
  });

  it("does not follow later changes of the array it was made from", () => {
    const inner = [dense({ inputs: 4, outputs: 4 })];
    const layer = residual(inner);
    inner.push(dense({ inputs: 4, outputs: 1 }));
    expect(layer.layers!.length).toBe(1);
    expect([layer.inputs, layer.outputs]).toEqual([4, 4]);
  });

  it("moves the running statistics inside it", () => {
    const layer = residual([batchNorm({ units: 2, momentum: 1 })]);
    const { parameters, statistics } = layer.initialize(stream, "first");
    const values = loadParameters("test", reference, { ...parameters, ...statistics });
    const inputs = new Matrix([
      [1, 10],
      [3, 30],
    ]);
    const { cache } = layer.forward(reference, values, inputs, training());
    layer.updateStatistics?.(reference, values, cache);
    expectClose(values["0.runningMean"]!, [[2, 20]], 1e-15);
    expectClose(values["0.runningVariance"]!, [[2, 200]], 1e-15);
  });

  it("refuses layers that change the width, that do not fit, and none", () => {
    const cannot = "Cannot create a residual layer: expected";
    const layer = dense({ inputs: 4, outputs: 3 });
    expect(() => residual([layer])).toThrow(
      new RangeError(`${cannot} as many outputs as inputs, got 4 inputs and 3 outputs`),
    );
    expect(() => residual([layer, layer])).toThrow(`${cannot} layer 1 (dense) to take 3 inputs, got 4`);
    expect(() => residual([])).toThrow(`${cannot} at least one layer, got none`);
  });
});

describe("layerFromJSON", () => {
  it("finds activations of the caller's own by name", () => {
    const custom = { ...identity, name: "mine" };
    const json = dense({ inputs: 2, outputs: 2, activation: custom }).toJSON();
    expect(layerFromJSON("load a network", json, { activations: [custom] }).activation).toBe(custom);
    const inside = residual([dense({ inputs: 2, outputs: 2, activation: custom })]).toJSON();
    expect(layerFromJSON("load a network", inside, { activations: [custom] }).layers![0]!.activation).toBe(
      custom,
    );
    expect(() => layerFromJSON("load a network", json)).toThrow("Cannot load a network: expected ");
  });

  it("refuses one of the caller's own under a name of the library's, and so does dense", () => {
    const custom = { ...identity, name: "sigmoid" };
    const error = /expected an activation of one's own to have a name of its own.*got "sigmoid"/;
    const json = dense({ inputs: 2, outputs: 2 }).toJSON();
    expect(() => layerFromJSON("load a network", json, { activations: [custom] })).toThrow(error);
    expect(() => dense({ inputs: 2, outputs: 2, activation: custom })).toThrow(error);
  });

  it.each([
    [
      { kind: "convolution" },
      '"dense", "activate", "dropout", "batchNorm", "layerNorm", "residual" or in the option layers, got "convolution"',
    ],
    [
      {},
      '"dense", "activate", "dropout", "batchNorm", "layerNorm", "residual" or in the option layers, got undefined',
    ],
    [null, "a layer to be { kind, … }, got null"],
    [
      { kind: "dense", inputs: 4, outputs: -1, activation: "identity" },
      "outputs to be an integer ≥ 1, got -1",
    ],
    [{ kind: "dense", inputs: 4, outputs: 1 }, "got undefined"],
    [{ kind: "dropout", rate: 2 }, "rate to be a finite number ≥ 0 and < 1, got 2"],
    [{ kind: "dropout", rate: 0.5, seed: 1 }, 'options named "rate", got "seed"'],
    [{ kind: "batchNorm", units: "3" }, 'units to be an integer ≥ 1, got "3"'],
    [{ kind: "layerNorm", units: 3, epsilon: null }, "epsilon to be a finite number > 0, got null"],
    [{ kind: "residual" }, "layers of a residual to be an array, got undefined"],
    [{ kind: "residual", layers: [{ kind: "?" }] }, 'got "?"'],
  ])("refuses %o", (json, complaint) => {
    const load = () => layerFromJSON("load a network", json as unknown as LayerJSON);
    expect(load).toThrow(/^Cannot (load a network|create a \w+ layer): expected /);
    expect(load).toThrow(complaint);
  });
});
