import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AbstractMatrix,
  adaGrad,
  adam,
  adamW,
  bernoulliUnits,
  chain,
  dense,
  type Engine,
  type GradientTransform,
  gaussianUnits,
  type Head,
  type Initializer,
  iRpropPlus,
  type Layer,
  l1Penalty,
  layerNorm,
  linear,
  logistic,
  Matrix,
  Network,
  type Optimizer,
  type Parameters,
  RBM,
  residual,
  rmsProp,
  type Schedule,
  sgd,
  softmax,
  tanh,
  type Units,
  warmUp,
  weightDecay,
} from "../src/index.ts";
import { bitsOf } from "./support/bits.ts";
import { engine } from "./support/engine-under-test.ts";

const inputs = [
  [0.1, 0.7],
  [0.3, -0.2],
  [-0.9, 0.4],
  [0.5, 0.5],
];
const labels = [0, 1, 1, 0];

/** A dense layer of a kind of its own, whose gradients something is done to. */
function spoiled(spoil: (gradients: Parameters, engine: Engine) => Parameters): Layer {
  const layer = dense({ inputs: 3, outputs: 3, activation: tanh });
  return {
    ...layer,
    kind: "own",
    backward(on, values, cache, outputGradient) {
      const result = layer.backward(on, values, cache, outputGradient);
      return { ...result, gradients: spoil(result.gradients, on) };
    },
  };
}
const around = (layer: Layer): Network =>
  new Network({
    layers: [dense({ inputs: 2, outputs: 3 }), residual([layer]), dense({ inputs: 3, outputs: 2 })],
    head: softmax,
    seed: 1,
    engine,
  });

describe("a layer of one's own", () => {
  const without = ({ bias: _, ...rest }: Parameters): Parameters => rest;
  const cases: [string, (gradients: Parameters, engine: Engine) => Parameters, string][] = [
    ["leaves a gradient out", without, 'expected a gradient of "1.0.bias", 1×3, got undefined'],
    [
      "gives a gradient of another shape",
      (gradients, on) => ({ ...gradients, bias: on.zeros(3, 1) }),
      'expected a gradient of "1.0.bias", 1×3, got 3×1',
    ],
    [
      "gives numbers for a gradient",
      (gradients) => ({ ...gradients, bias: [1, 2, 3] as never }),
      'expected a gradient of "1.0.bias", 1×3, got [1, 2, 3]',
    ],
    [
      "gives a gradient of nothing",
      (gradients, on) => ({ ...gradients, gain: on.zeros(1, 3) }),
      'expected a gradient of "0.weights" or "0.bias" or "1.0.weights" or "1.0.bias" or "2.weights" or "2.bias", got "1.0.gain"',
    ],
  ];
  it.each(cases)("that %s is refused by layer and parameter", async (_, spoil, message) => {
    const network = around(spoiled(spoil));
    const before = bitsOf(network.parameters);
    await expect(network.fit(inputs, labels)).rejects.toThrow(`Cannot fit the network: ${message}`);
    expect(bitsOf(network.parameters)).toEqual(before);
    expect(() => network.gradients(inputs, labels)).toThrow(`Cannot compute gradients: ${message}`);
  });

  it("that gives NaN for a gradient is refused by layer and parameter, and not by those below it", async () => {
    const nan = ({ weights, bias }: Parameters, on: Engine): Parameters => ({
      weights: on.map(() => Number.NaN, weights!),
      bias: bias!,
    });
    const network = around(spoiled(nan));
    const message = 'expected the gradient of "1.0.weights" to be finite, got NaN at row 0, column 0';
    await expect(network.fit(inputs, labels)).rejects.toThrow(`Cannot fit the network: ${message}`);
    expect(() => network.gradients(inputs, labels)).toThrow(`Cannot compute gradients: ${message}`);
  });

  it("that gives outputs or gradients of another shape is refused by its path", async () => {
    const layer = dense({ inputs: 2, outputs: 3 });
    const narrow: Layer = {
      ...layer,
      kind: "narrow",
      forward(on, values, x, mode) {
        const result = layer.forward(on, values, x, mode);
        return { ...result, outputs: on.zeros(x.rows, 2) };
      },
    };
    const last = new Network({ layers: [narrow], head: softmax, seed: 1, engine });
    const message = "Cannot run layer 0 (narrow): expected outputs of 4×3, got 4×2";
    expect(() => last.predict(inputs)).toThrow(message);
    await expect(last.fit(inputs, labels)).rejects.toThrow(message);

    const backward: Layer["backward"] = (on, values, cache, gradient) => ({
      ...dense({ inputs: 3, outputs: 2 }).backward(on, values, cache, gradient),
      inputGradient: () => on.zeros(4, 2),
    });
    const layers = [layer, { ...dense({ inputs: 3, outputs: 2 }), kind: "own", backward }];
    await expect(new Network({ layers, head: softmax, seed: 1, engine }).fit(inputs, labels)).rejects.toThrow(
      "Cannot run layer 0 (dense) backward: expected a gradient of its outputs of 4×3, got 4×2",
    );
  });

  it.each([3, undefined])("whose inputGradient is %s is refused by its path", async (inputGradient) => {
    const layer = dense({ inputs: 3, outputs: 2 });
    const backward: Layer["backward"] = (...given) => ({
      ...layer.backward(...given),
      inputGradient: inputGradient as never,
    });
    const layers = [dense({ inputs: 2, outputs: 3 }), { ...layer, kind: "own", backward }];
    const network = new Network({ layers, head: softmax, seed: 1, engine });
    const before = bitsOf(network.parameters);
    await expect(network.fit(inputs, labels)).rejects.toThrow(
      `Cannot run layer 1 (own) backward: expected inputGradient to be a function, got ${inputGradient}`,
    );
    expect(bitsOf(network.parameters)).toEqual(before);
  });

  it("with an activation under a name of the library's is refused", () => {
    const activation = { ...tanh, apply: (z: number) => z };
    expect(() => around({ ...spoiled((gradients) => gradients), activation })).toThrow(
      "expected an activation of one's own to have a name of its own",
    );
  });

  it("that gives no matrix, or NaN, for a first value is refused", () => {
    const starting = (bias: unknown): Layer => ({
      ...spoiled((gradients) => gradients),
      initialize: () => ({ parameters: { weights: Matrix.eye(3), bias: bias as Matrix }, statistics: {} }),
    });
    expect(() => around(starting([1, 2, 3]))).toThrow(
      "Cannot create a network: expected the first bias of layer 1.0 (own) to be a matrix, got [1, 2, 3]",
    );
    expect(() => around(starting(new Matrix([[0, Number.NaN, 0]])))).toThrow(
      "Cannot create a network: expected the first bias of layer 1.0 (own) to be finite, got NaN at row 0, column 1",
    );
  });
});

describe("an optimizer of one's own", () => {
  const spoiling = (spoil: (updates: Parameters, on: Engine) => Parameters): Optimizer => {
    const inner = sgd() as Optimizer;
    return {
      name: "own",
      init: inner.init,
      update: (on, ...rest) => spoil(inner.update(on, ...rest), on),
    };
  };
  const cases: [string, (updates: Parameters, on: Engine) => Parameters, string][] = [
    ["leaves an update out", ({ "0.bias": _, ...rest }) => rest, '"0.bias", 1×2, got undefined'],
    ["gives no record", () => undefined as never, '"0.weights", 2×2, got undefined'],
    [
      "gives another shape",
      (updates, on) => ({ ...updates, "0.weights": on.zeros(1, 2) }),
      '"0.weights", 2×2, got 1×2',
    ],
  ];
  it.each(cases)("that %s is refused by parameter", async (_, spoil, message) => {
    const network = Network.fromSizes([2, 2], { seed: 1, engine });
    const before = bitsOf(network.parameters);
    await expect(network.fit(inputs, labels, { optimizer: spoiling(spoil) })).rejects.toThrow(
      `Cannot fit the network: expected an update by own of ${message}`,
    );
    expect(bitsOf(network.parameters)).toEqual(before);
    const rbm = new RBM({ visible: 2, hidden: 2, seed: 1, engine });
    await expect(rbm.fit([[0, 1]], { optimizer: spoiling(() => ({})) })).rejects.toThrow(
      'Cannot fit the RBM: expected an update by own of "weights", 2×2, got undefined',
    );
  });

  it("behind a transform that leaves a gradient out is refused too", async () => {
    const forgetful: GradientTransform = { name: "forgetful", apply: (_, { "0.bias": __, ...rest }) => rest };
    const run = Network.fromSizes([2, 2], { seed: 1, engine }).fit(inputs, labels, {
      optimizer: chain(forgetful, sgd()),
    });
    await expect(run).rejects.toThrow(
      'Cannot transform gradients: expected a gradient by forgetful of "0.bias", 1×2, got undefined',
    );
  });

  it("that gives NaN is refused by what became NaN, and is taken back", async () => {
    const optimizer = spoiling((updates, on) => ({
      ...updates,
      "0.bias": on.map(() => Number.NaN, updates["0.bias"]!),
    }));
    const network = Network.fromSizes([2, 2], { seed: 1, engine });
    const before = bitsOf(network.parameters);
    await expect(network.fit(inputs, labels, { optimizer, batchSize: 4 })).rejects.toThrow(
      "at epoch 1, batch 1, where 0.bias is the first whose values went out of range; the last good parameters are kept",
    );
    expect(bitsOf(network.parameters)).toEqual(before);
  });

  it("that keeps a matrix from inside a batch is right where that is still there, and refused where it is not", async () => {
    const lazy: Optimizer<{ velocity: Record<string, AbstractMatrix> }> = {
      name: "lazy",
      init: () => ({ velocity: {} }),
      update(on, gradients, state) {
        for (const [name, gradient] of Object.entries(gradients)) {
          const v = state.velocity[name];
          state.velocity[name] = v ? on.combine(0.9, v, -0.1, gradient) : on.scale(-0.1, gradient);
        }
        return state.velocity;
      },
    };
    const train = async (optimizer: Optimizer): Promise<object> => {
      const network = Network.fromSizes([2, 2], { seed: 1, engine });
      await network.fit(inputs, labels, { optimizer, epochs: 4, batchSize: 2 });
      return bitsOf(network.parameters);
    };
    if (engine.name === "wasm") {
      await expect(train(lazy as Optimizer)).rejects.toThrow(
        "Cannot compute on the wasm engine: expected matrices that are still there, got one whose run or step is over",
      );
    } else {
      expect(await train(lazy as Optimizer)).toEqual(await train(sgd({ learningRate: 0.1, momentum: 0.9 })));
    }
  });
});

describe("every optimizer of the library", () => {
  it.each<[string, Optimizer]>([
    ["sgd", sgd()],
    ["adam", adam()],
    ["adamW", adamW()],
    ["rmsProp", rmsProp()],
    ["adaGrad", adaGrad()],
    ["iRpropPlus", iRpropPlus()],
  ])("%s trains whichever of the layers are not frozen", async (_, optimizer) => {
    await fc.assert(
      fc.asyncProperty(fc.subarray([0, 1, 2]), async (frozen) => {
        const layers = [
          dense({ inputs: 2, outputs: 3 }),
          residual([layerNorm({ units: 3 }), dense({ inputs: 3, outputs: 3 })]),
          dense({ inputs: 3, outputs: 2 }),
        ];
        const network = new Network({ layers, head: softmax, seed: 1, engine }).freeze(...frozen);
        await network.fit(inputs, labels, { optimizer, epochs: 1 });
      }),
      { numRuns: 8, seed: 15 },
    );
  });
});

describe("a head of one's own", () => {
  it("that gives outputs of another shape is refused", () => {
    const head: Head = { ...softmax, name: "own", apply: (on, logits) => on.rowSums(logits) };
    expect(() => Network.fromSizes([2, 3], { head, seed: 1, engine }).predict(inputs)).toThrow(
      'Cannot predict: expected outputs of the head "own", 4×3, got 4×1',
    );
  });

  it("whose loss has a gradient of another shape is refused", async () => {
    const loss = { ...softmax.loss, gradient: (on: Engine) => on.zeros(1, 3) };
    const network = Network.fromSizes([2, 3], { head: { ...softmax, name: "own", loss }, seed: 1, engine });
    await expect(network.fit(inputs, labels)).rejects.toThrow(
      "Cannot run layer 0 (dense) backward: expected a gradient of its outputs of 4×3, got 1×3",
    );
  });
});

describe("an initializer of one's own", () => {
  const drawing = (draw: Initializer["draw"]): Initializer => ({ name: "own", draw });
  const cases: [string, Initializer, string][] = [
    [
      "transposed weights",
      drawing(({ inputs: rows, outputs }) => ({ weights: new Matrix(outputs, rows) })),
      "weights of layer 0 (dense) to be 2×3, got 3×2",
    ],
    [
      "NaN",
      drawing(({ inputs: rows, outputs }) => ({ weights: new Matrix(rows, outputs).fill(Number.NaN) })),
      "weights of layer 0 (dense) to be finite, got NaN at row 0, column 0",
    ],
    [
      "rows of numbers",
      drawing(() => ({
        weights: [
          [1, 2, 3],
          [4, 5, 6],
        ] as never,
      })),
      "weights of layer 0 (dense) to be a matrix, got [[1, 2, 3], [4, 5, 6]]",
    ],
    [
      "a bias of another width",
      drawing(({ inputs: rows, outputs }) => ({
        weights: new Matrix(rows, outputs),
        bias: new Matrix(1, rows),
      })),
      "bias of layer 0 (dense) to be 1×3, got 1×2",
    ],
  ];
  it.each(cases)("that draws %s is refused by layer and parameter", (_, initializer, message) => {
    expect(() => Network.fromSizes([2, 3, 2], { initializer, engine })).toThrow(
      `Cannot create a network: expected the first ${message}`,
    );
  });

  it("keeps what it gives: no model that starts from it writes there, or into another one", async () => {
    const weights = new Matrix([
      [0.1, -0.2],
      [0.3, 0.4],
    ]);
    const bias = new Matrix([[0.5, 0.6]]);
    const initializer = drawing(() => ({ weights, bias }));
    const before = bitsOf({ weights, bias });
    const held: Layer = {
      ...dense({ inputs: 2, outputs: 2 }),
      kind: "own",
      initialize: () => ({ parameters: { weights, bias }, statistics: {} }),
    };
    const layers = [dense({ inputs: 2, outputs: 2, initializer }), held, residual([held])];
    const [network, other] = [1, 2].map((seed) => new Network({ layers, head: softmax, seed, engine }));
    const rbm = new RBM({ visible: 2, hidden: 2, initializer, engine });
    await network!.fit(inputs, labels, { epochs: 1 });
    await rbm.fit([[0, 1]], { epochs: 1 });
    expect(bitsOf({ weights, bias })).toEqual(before);
    expect(bitsOf(network!.parameters)).not.toEqual(bitsOf(other!.parameters));
    expect(other!.parameters["0.weights"]).toEqual(weights);
    expect(other!.parameters["2.0.weights"]).toEqual(weights);
  });

  it("inside a residual layer is refused by its path", () => {
    const initializer = drawing(() => ({ weights: new Matrix(1, 1) }));
    const inner = residual([dense({ inputs: 3, outputs: 3, initializer })]);
    const layers = [dense({ inputs: 2, outputs: 3 }), inner];
    expect(() => new Network({ layers, head: softmax })).toThrow(
      "expected the first weights of layer 1.0 (dense) to be 3×3, got 1×1",
    );
  });
});

describe("a part of one's own under a name of the library's", () => {
  const message = (what: string, name: string): string =>
    `expected ${what} of one's own to have a name of its own, got "${name}"`;

  it("is refused as a head", () => {
    for (const head of [softmax, logistic, linear]) {
      const apply: Head["apply"] = (on, logits) => on.scale(2, logits);
      expect(() => Network.fromSizes([2, 2], { head: { ...head, apply } })).toThrow(
        message("a head", head.name),
      );
      expect(Network.fromSizes([2, 2], { head: { ...head, apply, name: "own" } }).head.name).toBe("own");
      expect(Network.fromSizes([2, 2], { head }).head).toBe(head);
    }
  });

  it("is refused as units", () => {
    for (const units of [bernoulliUnits, gaussianUnits]) {
      const means: Units["means"] = (on, fields) => on.scale(2, fields);
      const options = { visible: 2, hidden: 2, visibleUnits: { ...units, means } };
      expect(() => new RBM(options)).toThrow(message("visibleUnits", units.name));
    }
  });

  it("is refused as a layer, in a network and inside another layer", () => {
    const layer = dense({ inputs: 2, outputs: 2 });
    const own: Layer = {
      ...layer,
      forward: (on, values, x, mode) => layer.forward(on, values, on.scale(2, x), mode),
    };
    expect(() => new Network({ layers: [layer, own], head: softmax })).toThrow(message("layer 1", "dense"));
    expect(() => residual([own])).toThrow(message("layer 0", "dense"));
    expect(new Network({ layers: [layer, { ...own, kind: "own" }], head: softmax }).layers).toHaveLength(2);
  });
});

describe("a schedule of one's own", () => {
  const inputs = [[0], [1]];
  const train = (optimizer: Optimizer): Promise<unknown> =>
    Network.fromSizes([1, 2], { seed: 1, engine }).fit(inputs, [0, 1], { epochs: 4, optimizer });
  const falls: Schedule = { name: "falls", at: (epoch) => 1 - epoch };

  it.each<[string, Optimizer]>([
    ["sgd", sgd({ learningRate: falls })],
    ["adam", adam({ learningRate: falls })],
    ["adamW", adamW({ weightDecay: falls })],
    ["rmsProp", rmsProp({ learningRate: falls })],
    ["adaGrad", adaGrad({ learningRate: falls })],
    ["weightDecay", chain(weightDecay(falls), sgd())],
    ["l1Penalty", chain(l1Penalty(falls), sgd())],
    ["warmUp", sgd({ learningRate: warmUp({ epochs: 1, schedule: falls }) })],
  ])("is refused in %s where it falls below 0", async (_, optimizer) => {
    await expect(train(optimizer)).rejects.toThrow(
      /^Cannot follow the schedule falls: expected its value at epoch [123] to be a finite number ≥ 0, got -\d/,
    );
  });

  it("is refused as a momentum where it reaches 1", async () => {
    await expect(train(sgd({ momentum: falls }))).rejects.toThrow(
      "Cannot follow the schedule falls: expected its value at epoch 0 to be a finite number ≥ 0 and < 1, got 1",
    );
  });
});
