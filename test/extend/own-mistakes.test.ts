import { describe, expect, it } from "vitest";
import { datasetFromRows, Pipeline } from "../../src/data/index.ts";
import {
  checkEngine,
  checkGradients,
  checkingEngine,
  checkLayer,
  checkOptimizer,
  checkSampler,
  checkUnits,
} from "../../src/extend/index.ts";
import {
  bernoulliUnits,
  contrastiveDivergence,
  type Engine,
  type Layer,
  Matrix,
  type MatrixLike,
  type Optimizer,
  type PositivePhase,
  type RandomStream,
  RBM,
  reference,
  type Sampler,
  sgd,
  standardize,
  type Units,
} from "../../src/index.ts";
import { mixedUnits } from "../../src/rbm/index.ts";

/** y = x + d. */
const shift: Layer = {
  kind: "shift",
  inputs: 2,
  outputs: 2,
  initialize: () => ({ parameters: { d: new Matrix(1, 2) }, statistics: {} }),
  forward: (engine, { d }, x) => ({ outputs: engine.addRow(x, d!), cache: null }),
  backward: (engine, _values, _cache, gradient) => ({
    gradients: { d: engine.columnSums(gradient) },
    inputGradient: () => gradient,
  }),
  toJSON: () => ({ kind: "shift" }),
};
const circle: Record<string, unknown> = { kind: "shift" };
circle.self = circle;
const two = () => ({ parameters: { d: new Matrix(1, 2), e: new Matrix(1, 2) }, statistics: {} });

/** Fields that an author gets wrong, and what the suite says after "Cannot check …: expected ". */
type Mistakes = readonly (readonly [fields: Readonly<Record<string, unknown>>, said: string])[];

const layers: Mistakes = [
  [{ kind: undefined }, "kind to be a string, got undefined"],
  [{ outputs: undefined }, "outputs of the layer to be an integer ≥ 1, got undefined"],
  [{ inputs: undefined }, "inputs of the layer to be an integer ≥ 1, got undefined"],
  [
    { backward: (_e: Engine, _v: 0, _c: 0, g: Matrix) => ({ gradients: {}, inputGradient: () => g }) },
    'backward to return a gradient of "d", 1×2, got undefined',
  ],
  [{ initialize: two }, 'backward to return a gradient of "e", 1×2, got undefined'],
  [
    {
      initialize: two,
      backward: (engine: Engine, _v: 0, _c: 0, g: Matrix) => ({
        gradients: { d: engine.columnSums(g), e: engine.zeros(1, 2) },
        inputGradient: () => g,
      }),
    },
    'outputs that depend on the parameter "e", got a gradient of 0',
  ],
  [{ initialize: () => undefined }, "initialize to return { parameters, statistics }, got undefined"],
  [{ initialize: () => ({}) }, "initialize to return { parameters, statistics }, got {  }"],
  [
    { initialize: () => ({ parameters: { d: [[0, 0]] }, statistics: {} }) },
    "initialize to return parameters.d as a matrix, got [[0, 0]]",
  ],
  [
    { forward: (engine: Engine, { d }: { d: Matrix }, x: Matrix) => engine.addRow(x, d) },
    "forward to return { outputs, cache }, got Matrix",
  ],
  [
    { forward: () => ({ outputs: [[1, 2]], cache: null }) },
    "forward to return outputs as a matrix, got [[1, 2]]",
  ],
  [{ forward: async () => ({}) }, "forward to return { outputs, cache }, got a promise; await it"],
  [
    { forward: (_: Engine, { gain }: Record<string, Matrix>) => gain!.rows },
    "forward to compute, got what throws TypeError",
  ],
  [
    {
      forward: (engine: Engine, { d }: { d: Matrix }, x: Matrix) => ({
        outputs: engine.scale(2, x, x),
        cache: d,
      }),
    },
    "inputs, values and gradients of outputs to be left as they are, got others",
  ],
  [{ backward: () => undefined }, "backward to return { gradients, inputGradient }, got undefined"],
  [{ backward: () => ({}) }, "backward to return { gradients, inputGradient }, got {  }"],
  [
    { backward: (_e: Engine, _v: 0, _c: 0, g: Matrix) => ({ gradients: { d: g }, inputGradient: g }) },
    "backward to return inputGradient as a function, got ",
  ],
  [
    {
      backward: (engine: Engine, _v: 0, _c: 0, g: Matrix) => ({
        gradients: { d: engine.columnSums(g) },
        inputGradient: () => [[1, 2]],
      }),
    },
    "inputGradient to return a matrix, got [[1, 2]]",
  ],
  [
    {
      backward: (engine: Engine, _v: 0, _c: 0, g: Matrix) => ({
        gradients: { d: engine.columnSums(g) },
        inputGradient: () => engine.columnSums(g),
      }),
    },
    "the gradient of the inputs to be 5×2, got 1×2",
  ],
  [
    {
      backward(engine: Engine, _v: 0, _c: 0, g: Matrix) {
        const d = engine.columnSums(g);
        const back = engine.scale(1, g);
        engine.scale(0, g, g);
        return { gradients: { d }, inputGradient: () => back };
      },
    },
    "inputs, values and gradients of outputs to be left as they are, got others",
  ],
  [
    { updateStatistics: (engine: Engine, { d }: { d: Matrix }) => engine.map(() => 2, d, d) },
    "updateStatistics to leave parameters as they are, got others",
  ],
  [
    {
      initialize: () => ({
        parameters: { d: new Matrix(1, 2) },
        statistics: { seen: new Matrix(1, 2) },
      }),
      updateStatistics: (engine: Engine, { seen }: { seen: Matrix }) =>
        engine.map(() => Number.NaN, seen, seen),
    },
    'updateStatistics to keep "seen" finite, got what is not',
  ],
  [
    {
      initialize: () => ({ parameters: { d: new Matrix(1, 2) }, statistics: { d: new Matrix(1, 2) } }),
    },
    'statistics under other names than parameters, got "d"',
  ],
  [{ updateStatistics: 3 }, "updateStatistics to be a function, got 3"],
  [{ toJSON: () => undefined }, "toJSON to return JSON, got undefined"],
  [{ toJSON: () => ({ kind: "other" }) }, 'toJSON to give the kind "shift", got "other"'],
  [{ toJSON: () => ({ kind: "shift", f: () => 1 }) }, "toJSON to return f as JSON, got function f"],
  [{ toJSON: () => ({ kind: "shift", list: [{ at: Number.NaN }] }) }, "return list.0.at as JSON, got NaN"],
  [{ toJSON: () => ({ kind: "shift", names: new Map() }) }, "return names as JSON, got Map"],
  [{ toJSON: () => circle }, "toJSON to return JSON, got { kind, self }"],
];

const wrongParameters: Mistakes = [
  [{ initial: new Matrix(2, 1) }, "cost to be { initial }, a row, got "],
  [{ min: 1 }, "each of initial cost to be a finite number ≥ 1, got 0"],
  [{ max: -1 }, "each of initial cost to be a finite number ≤ -1, got 0"],
  [{ initial: new Matrix(1, 1).fill(Number.NaN) }, "each of initial cost to be a finite number, got NaN"],
  [{ decays: "yes" }, 'decays to be true or false, got "yes"'],
];
const listed = "states of own units in 1 columns, got ";
const units: Mistakes = [
  [{ name: undefined }, "name of units to be a string, got undefined"],
  [{ name: "spin" }, 'units of one\'s own to have a name of its own, got "spin"'],
  [
    {
      sample(engine: Engine, given: { means: Matrix }, _own: 0, random: RandomStream) {
        const drawn = engine.bernoulli(given.means, random);
        engine.scale(0, given.means, given.means);
        return drawn;
      },
    },
    "sample to leave fields and means as they are, got others",
  ],
  [{ range: undefined }, "range of units to be { min, max }, got undefined"],
  ...[0, -1, Number.NaN].map(
    (width) => [{ width }, `width of units to be a finite number > 0, got ${width}`] as const,
  ),
  [{ range: { min: 1, max: 0 } }, "range of units to be { min, max }, got { min, max }"],
  [{ range: { min: -5, max: 5 } }, "range to be that of the states, [0, 1], got [-5, 5]"],
  [{ range: { min: 0, max: 0.5 } }, "range to be that of the states, [0, 1], got [0, 0.5]"],
  [{ states: 3 }, listed],
  [{ states: ["a"] }, 'states of own units to be numbers in rows of one width, got ["a"]'],
  [
    { blocks: () => [{ states: [[0], [0, 1]] }] },
    "states of own units to be numbers in rows of one width, got ",
  ],
  [{ blocks: () => [3] }, listed],
  ...["means", "sample", "selfEnergy", "logPartition"].flatMap(
    (name): Mistakes => [
      [{ [name]: () => undefined }, `${name} to return a matrix, got undefined`],
      [{ [name]: () => [[1]] }, `${name} to return a matrix, got [[1]]`],
      [{ [name]: (engine: Engine) => engine.zeros(7, 3) }, `${name} to be `],
      [
        { [name]: (_: Engine, { none }: { none: Matrix }) => none.rows },
        `${name} to compute, got what throws`,
      ],
    ],
  ),
  [{ gradients: () => undefined }, "gradients to return matrices by name, got undefined"],
  [{ gradients: () => ({ cost: 3 }) }, "gradients to return cost as a matrix, got 3"],
  [{ ownParameters: () => undefined }, "ownParameters to return { initial } by name, got undefined"],
  [{ ownParameters: () => ({ cost: { initial: 0 } }) }, "return cost.initial as a matrix, got 0"],
  ...["bias", "", "A", "Bias", "2nd"].map(
    (name) =>
      [
        { ownParameters: () => ({ [name]: { initial: new Matrix(1, 1) } }) },
        `names of ownParameters of own units to begin with a to z and not to be bias, got "${name}"`,
      ] as const,
  ),
  ...wrongParameters.map(
    ([fields, said]) =>
      [{ ownParameters: () => ({ cost: { initial: new Matrix(1, 1), ...fields } }) }, said] as const,
  ),
  [{ activation: Math.tanh }, "activation to be one such as sigmoid, got function tanh"],
];

const samplers: Mistakes = [
  [
    {
      negativePhase(machine: { engine: Engine }, _chains: 0, positive: PositivePhase) {
        const { visible, hiddenMeans } = positive;
        machine.engine.scale(0, visible, visible);
        return { visible, hiddenMeans };
      },
    },
    "the positive phase to be left as it is, got another",
  ],
  ...[undefined, {}, { visible: new Matrix(1, 4) }].map(
    (given) =>
      [{ negativePhase: () => given }, "negativePhase to return { visible, hiddenMeans }, got "] as const,
  ),
  [
    { negativePhase: () => ({ visible: [[1]], hiddenMeans: new Matrix(1, 3) }) },
    "negativePhase to return visible as a matrix, got [[1]]",
  ],
  [
    { begin: () => undefined, negativePhase: (_: 0, { chains }: { chains: Matrix }) => chains },
    "negativePhase to compute, got what throws TypeError",
  ],
];

const optimizers: Mistakes = [
  [
    { init: () => undefined },
    "what init returns to be of matrices, numbers, texts, lists and records, got undefined",
  ],
  [{ update: () => undefined }, "update to return matrices by name, got undefined"],
  [{ update: () => ({ "0.weights": 3 }) }, "update to return 0.weights as a matrix, got 3"],
  [{ update: () => ({}) }, 'an update of "0.weights", 2×2, got undefined'],
  [{ learningRateAt: 0.1 }, "learningRateAt to be a function, got 0.1"],
  [{ learningRateAt: () => "0.1" }, 'learningRateAt to return a number, got "0.1"'],
];

const kernels = (Object.keys(reference) as (keyof Engine)[]).filter(
  (name) => typeof reference[name] === "function" && !["exchange", "scope", "close"].includes(name),
);
const engines: Mistakes = [
  ...kernels.map((name) => [{ [name]: () => undefined }, `${name} to return a `] as const),
  [{ scope: (step: () => unknown) => [step()] }, "scope to return what its step returns, got "],
  [{ read: (matrix: Matrix) => new Matrix(matrix.to2DArray()) }, "what read writes into"],
  ...["wasm", "reference", "blas", "auto", "checking", "rounding checking"].map(
    (name) => [{ name }, `an engine of one's own to have a name of its own, got "${name}"`] as const,
  ),
  [{ name: undefined }, "name of an engine to be a string, got undefined"],
];

const suites: readonly (readonly [what: string, mistakes: Mistakes, check: (fields: object) => void])[] = [
  ["a layer", layers, (fields) => checkLayer({ ...shift, ...fields })],
  ["units", units, (fields) => checkUnits({ ...bernoulliUnits, name: "own", ...fields })],
  [
    "a sampler",
    samplers,
    (fields) => checkSampler({ ...contrastiveDivergence(), ...fields } as Sampler, { exact: false }),
  ],
  ["an optimizer", optimizers, (fields) => checkOptimizer({ ...sgd(), ...fields } as Optimizer)],
  [
    "an engine",
    engines,
    (fields) => {
      const open = (): Engine => ({ ...checkingEngine.open(), name: "own", ...fields });
      checkEngine({ name: "own", precision: "float64", open });
    },
  ],
];

describe.each(suites)("The suite of %s", (what, mistakes, check) => {
  it("passes what is right", () => {
    check({});
  });

  it.each(mistakes.map(([fields, said]) => [said, fields] as const))("expects %s", (said, fields) => {
    let error: unknown;
    try {
      check(fields);
    } catch (thrown) {
      error = thrown;
    }
    expect(String(error)).toContain(`Cannot check ${what}: expected `);
    expect(String(error)).toContain(said);
  });
});

describe("checkEngine", () => {
  const open = (): Engine => ({ ...checkingEngine.open(), name: "own" });

  it.each(["wasm", "reference", "blas", "auto", "checking", "rounding checking"])(
    "refuses a kind that is called %s",
    (name) => {
      expect(() => checkEngine({ name, precision: "float64", open })).toThrow(
        `Cannot check an engine: expected a kind of engine of one's own to have a name of its own, got "${name}"`,
      );
    },
  );

  it("refuses a copy of a kind of the library's, and passes the kind", () => {
    checkEngine(checkingEngine);
    expect(() => checkEngine({ ...checkingEngine })).toThrow('own, got "checking"');
  });
});

describe("checkLayer", () => {
  it("passes a parameter whose gradient is 0 where it starts, since it waits for a gain of 0", () => {
    // y = x + a·(x ⊙ w), with a = 0 at first
    const waiting: Layer = {
      ...shift,
      kind: "waiting",
      initialize: () => ({
        parameters: { a: new Matrix(1, 1), w: new Matrix([[0.5, -0.25]]) },
        statistics: {},
      }),
      forward: (engine, { a, w }, x) => {
        const gains = engine.product(a!, w!);
        return { outputs: engine.add(x, engine.multiplyRow(x, gains)), cache: x };
      },
      backward(engine, { a, w }, cache, gradient) {
        const gains = engine.columnSums(engine.multiply(cache as Matrix, gradient)); // ∂E/∂(a·w)
        return {
          gradients: {
            a: engine.rowSums(engine.multiply(gains, w!)),
            w: engine.product(a!, gains),
          },
          inputGradient: () => engine.add(gradient, engine.multiplyRow(gradient, engine.product(a!, w!))),
        };
      },
      toJSON: () => ({ kind: "waiting" }),
    };
    checkLayer(waiting);
  });

  it("keeps the author's error as the cause of its own", () => {
    const own = new Error("not yet");
    const forward = (): never => {
      throw own;
    };
    let error: unknown;
    try {
      checkLayer({ ...shift, forward });
    } catch (thrown) {
      error = thrown;
    }
    expect((error as Error).cause).toBe(own);
  });

  it("takes layers that are objects of a class", () => {
    class Shift {
      readonly kind = "shift";
      readonly inputs = 2;
      readonly outputs = 2;
      initialize = shift.initialize;
      forward(...given: Parameters<Layer["forward"]>) {
        return { ...shift.forward(...given), cache: this.kind };
      }
      backward = shift.backward;
      toJSON() {
        return { kind: this.kind };
      }
    }
    checkLayer(new Shift());
  });
});

it("checkGradients refuses a loss that gives no number", () => {
  const values = { w: new Matrix(1, 2) };
  expect(() => checkGradients(values, () => undefined as never, values)).toThrow(
    "Cannot check gradients: expected loss to return a number, got undefined",
  );
});

describe("An RBM of units of one's own", () => {
  const own = { ...bernoulliUnits, name: "own" };

  it("refuses units without a range, in a mixture too", () => {
    const visibleUnits = { ...own, range: undefined } as unknown as Units;
    expect(() => new RBM({ visible: 4, hidden: 3, visibleUnits })).toThrow(
      "Cannot create an RBM: expected range of visibleUnits to be { min, max }, got undefined",
    );
    expect(() => mixedUnits([{ units: visibleUnits, columns: 2 }])).toThrow(
      "Cannot create mixedUnits: expected range of units of group 0 to be { min, max }, got undefined",
    );
  });

  it.each<readonly [Readonly<Record<string, { initial: Matrix }>>, string]>([
    ...["bias", "", "A", "Bias", "2nd"].map(
      (name) => [{ [name]: { initial: new Matrix(1, 3) } }, name] as const,
    ),
    [{ a: { initial: new Matrix(1, 3) }, A: { initial: new Matrix(1, 3) } }, "A"],
  ])("refuses parameters under names that would be those of others: %o", (declared, name) => {
    const visibleUnits: Units = { ...own, ownParameters: () => declared };
    const said = `Cannot create an RBM: expected names of ownParameters of own units to begin with a to z and not to be bias, got "${name}"`;
    expect(() => new RBM({ visible: 3, hidden: 2, visibleUnits })).toThrow(said);
    const grouped = mixedUnits([{ units: visibleUnits, columns: 3 }]);
    expect(() => new RBM({ visible: 3, hidden: 2, visibleUnits: grouped })).toThrow(said);
  });

  it.each(wrongParameters)("refuses a parameter of %o", (fields, said) => {
    const ownParameters = () => ({ cost: { initial: new Matrix(1, 1), ...fields } }) as never;
    const build = () => new RBM({ visible: 1, hidden: 2, visibleUnits: { ...own, ownParameters } });
    expect(build).toThrow("Cannot create an RBM: expected ");
    expect(build).toThrow(said);
  });

  it("says which shape it expected, and which it got", () => {
    const visibleUnits: Units = { ...own, sample: (engine) => engine.zeros(7, 3) };
    const rbm = new RBM({ visible: 3, hidden: 2, visibleUnits, seed: 1, engine: "reference" });
    expect(() => rbm.sampleVisible([[0, 1]])).toThrow("expected sample of own units 1×3, got 7×3");
  });
});

it("A preparation of one's own whose transform gives no matrix is refused, and not left out", async () => {
  const fit = (data: MatrixLike) => ({
    ...standardize.fit(data),
    name: "own",
    transform: () => undefined as never,
  });
  const data = datasetFromRows([[0], [1], [2], [3]], { labels: [0, 0, 1, 1] });
  await expect(Pipeline.fit(data, { preparation: { fit }, hidden: [2], epochs: 1 })).rejects.toThrow(
    "expected transform to return a matrix, got undefined",
  );
});
