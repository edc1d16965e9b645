import { describe, expect, it } from "vitest";
import { checkLayer } from "../../src/extend/index.ts";
import {
  activate,
  batchNorm,
  dense,
  dropout,
  type Engine,
  type Layer,
  layerNorm,
  Matrix,
  Network,
  type Parameters,
  relu,
  residual,
  softmax,
  tanh,
} from "../../src/index.ts";

/** y = tanh(x·W + b), 3 to 2 columns, of somebody's own. */
const own: Layer = {
  kind: "own",
  inputs: 3,
  outputs: 2,
  activation: tanh,
  affine: true,
  initialize: dense({ inputs: 3, outputs: 2 }).initialize,
  forward(engine, { weights, bias }, x) {
    const z = engine.affine(x, weights!, bias!);
    const y = engine.activate(tanh, z);
    return { outputs: y, preActivations: z, cache: { x, z, y } };
  },
  backward(engine, { weights }, cache, gradient) {
    const { x, z, y } = cache as Record<"x" | "z" | "y", Matrix>;
    const delta = engine.multiply(gradient, engine.slope(tanh, z, y));
    return {
      errorSignal: delta,
      gradients: { weights: engine.productLeftTransposed(x, delta), bias: engine.columnSums(delta) },
      inputGradient: () => engine.productRightTransposed(delta, weights!),
    };
  },
  toJSON: () => ({ kind: "own" }),
};

type Forward = ReturnType<Layer["forward"]>;
type Backward = ReturnType<Layer["backward"]>;
const forwardWith =
  (change: (engine: Engine, result: Forward) => Partial<Forward>): Layer["forward"] =>
  (engine, ...given) => {
    const result = own.forward(engine, ...given);
    return { ...result, ...change(engine, result) };
  };
const backwardWith =
  (
    change: (engine: Engine, result: Backward, gradient: Parameters[string]) => Partial<Backward>,
  ): Layer["backward"] =>
  (engine, values, cache, gradient) => {
    const result = own.backward(engine, values, cache, gradient);
    return { ...result, ...change(engine, result, gradient) };
  };

/** Statistics that follow `next` of those before. */
const following = (next: (before: number) => number): Partial<Layer> => ({
  affine: false,
  initialize: (...given) => ({ ...own.initialize(...given), statistics: { seen: new Matrix(1, 2) } }),
  updateStatistics: (engine, { seen }) => {
    engine.map(next, seen!, seen!);
  },
});

let calls = 0;

/** What is wrong, the fields that are, and what the suite says of them: a text, or what the numbers in it are left out of. */
const mistakes: Readonly<Record<string, readonly [fields: Partial<Layer>, said: string | RegExp]>> = {
  "preActivations that are the outputs": [
    { affine: false, forward: forwardWith((_, { outputs }) => ({ preActivations: outputs })) },
    /expected tanh of preActivations at row 0, column 0 to be -?0\.\d+, got -?0\.\d+$/,
  ],
  "preActivations of another shape": [
    { affine: false, forward: forwardWith((engine) => ({ preActivations: engine.zeros(5, 3) })) },
    "expected preActivations to be 5×2, got 5×3",
  ],
  "preActivations that are half of them where the activation is flat": [
    {
      activation: relu,
      forward(engine, { weights, bias }, x) {
        const z = engine.affine(x, weights!, bias!);
        const outputs = engine.activate(relu, z);
        const half = engine.map((each) => Math.max(each, each / 2), z);
        return { outputs, preActivations: half, cache: { x, z, y: outputs } };
      },
    },
    /expected preActivations of a layer that is affine, x·W \+ b, at row \d, column \d to be -0\.\d+, got -0\.\d+$/,
  ],
  "an errorSignal behind the activation": [
    { backward: backwardWith((_engine, _result, gradient) => ({ errorSignal: gradient })) },
    /expected errorSignal at row 0, column 0 to be -?0\.\d+, got -?0\.\d+$/,
  ],
  "an errorSignal of another sign": [
    {
      backward: backwardWith((engine, { errorSignal }) => ({ errorSignal: engine.scale(-1, errorSignal!) })),
    },
    "expected errorSignal at row 0, column 0 to be ",
  ],
  "an errorSignal of another shape": [
    {
      backward: backwardWith((engine, { errorSignal }) => ({ errorSignal: engine.columnSums(errorSignal!) })),
    },
    "expected errorSignal to be 5×2, got 1×2",
  ],
  "an errorSignal without preActivations": [
    { forward: forwardWith(() => ({ preActivations: undefined as never })) },
    "expected preActivations of a layer with an errorSignal behind tanh, got undefined",
  ],
  "an errorSignal of a nonlinearity that it does not declare": [
    { activation: undefined as never, affine: false },
    "expected identity of preActivations at row 0, column 0 to be ",
  ],
  "an activation that is none": [
    { activation: Math.tanh as never },
    "Cannot check a layer: expected activation to be",
  ],
  "affine outputs that are bent": [
    { activation: undefined as never, forward: forwardWith(() => ({ preActivations: undefined as never })) },
    /expected outputs of a layer that is affine, identity\(x·W \+ b\), at row 0, column 0 to be -?\d\.\d+, got -?0\.\d+$/,
  ],
  "an affine layer with a third parameter": [
    {
      initialize: (...given) => {
        const { parameters, statistics } = own.initialize(...given);
        return { parameters: { ...parameters, gain: new Matrix(1, 2) }, statistics };
      },
    },
    'expected an affine layer to have "weights" or "bias", got "gain"',
  ],
  "an affine layer without a bias": [
    {
      initialize: (...given) => {
        const { weights } = own.initialize(...given).parameters;
        return { parameters: { weights: weights! }, statistics: {} };
      },
    },
    'expected an affine layer to have "bias", 1×2, got undefined',
  ],
  "an affine layer of any width": [
    { inputs: undefined as never, outputs: undefined as never },
    "expected inputs of an affine layer to be an integer ≥ 1, got undefined",
  ],
  "a word for affine": [{ affine: "yes" as never }, 'expected affine to be true or false, got "yes"'],
  "draws from Math.random in updateStatistics": [
    following(() => Math.random()),
    /expected the same bits in a second pass, 0\.\d+ in the statistic "seen" after updateStatistics at row 0, column 0, got 0\.\d+$/,
  ],
  "a count of calls in updateStatistics": [
    following(() => calls++),
    /expected the same bits in a second pass, \d+ in the statistic "seen" after updateStatistics at row 0, column 0, got \d+$/,
  ],
  "a count of calls in forward": [
    {
      affine: false,
      forward: forwardWith((engine, { outputs }) => ({
        outputs: engine.scale(calls++, outputs),
        preActivations: undefined as never,
      })),
      backward: backwardWith(() => ({ errorSignal: undefined as never })),
    },
    "expected the same bits in a second pass, ",
  ],
  "draws from Math.random in initialize": [
    {
      initialize: () => ({
        parameters: { weights: Matrix.rand(3, 2), bias: new Matrix(1, 2) },
        statistics: {},
      }),
    },
    /expected the same bits in a second initialize from equal streams, 0\.\d+ in weights at row 0, column 0, got 0\.\d+$/,
  ],
  ...Object.fromEntries(
    ["dense", "activate", "dropout", "batchNorm", "layerNorm", "residual"].map((kind) => [
      `the kind ${kind} of the library`,
      [
        { kind, toJSON: () => ({ kind }) },
        `expected a layer of one's own to have a name of its own, got "${kind}"`,
      ],
    ]),
  ),
  "the kind dense inside": [
    { layers: [{ ...dense({ inputs: 3, outputs: 2 }) }] },
    `expected a layer of one's own to have a name of its own, got "dense"`,
  ],
};

describe("checkLayer", () => {
  it("passes a layer that tells a probe what it is", () => {
    checkLayer(own);
  });

  it("passes statistics that follow what there is", () => {
    checkLayer({ ...own, ...following((before) => before / 2 + 1) });
  });

  it("passes every kind of the library", () => {
    const inner = [dense({ inputs: 4, outputs: 4, activation: tanh }), batchNorm({ units: 4 })];
    const layers = [
      ...inner,
      activate(tanh),
      dropout({ rate: 0.3 }),
      layerNorm({ units: 4 }),
      residual(inner),
    ];
    for (const layer of layers) checkLayer(layer);
  });

  it.each(Object.entries(mistakes))("refuses %s", (_, [fields, said]) => {
    expect(() => checkLayer({ ...own, ...fields })).toThrow(said);
  });

  it("refuses a kind that a network refuses, in the same words", () => {
    const copy = { ...own, kind: "dense", toJSON: () => ({ kind: "dense" }) };
    const said = ` of one's own to have a name of its own, got "dense"`;
    expect(() => new Network({ layers: [copy], head: softmax })).toThrow(`layer 0${said}`);
    expect(() => checkLayer(copy)).toThrow(`a layer${said}`);
  });
});
