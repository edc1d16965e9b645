import { datasetFromRows, Pipeline } from "../../../src/data/index.ts";
import {
  type Activation,
  chain,
  contrastiveDivergence,
  DBN,
  dense,
  type Engine,
  GradientProbe,
  type GradientTransform,
  gaussianUnits,
  glorotUniform,
  type Head,
  type Initializer,
  type Layer,
  linear,
  Matrix,
  Network,
  type Optimizer,
  RBM,
  type Sampler,
  type Schedule,
  sgd,
  softmax,
  standardize,
  tanh,
  type Units,
} from "../../../src/index.ts";
import { isMatrix } from "../../../src/matrix/matrix.ts";
import { RandomStream } from "../../../src/random/stream.ts";
import { Boom, type End, endOf, type Kind, textOf } from "./case.ts";
import { oneOf } from "./mutations.ts";
import { notFinite } from "./not-finite.ts";
import { settled } from "./try-case.ts";

const inputs = [
  [0.1, 0.7],
  [0.3, 0.2],
  [0.9, 0.4],
  [0.5, 0.5],
];
const labels = [0, 1, 1, 0];

/** What a method of somebody's own gives in place of what it should; `engine` is there where it was handed one. */
type Spoil = (value: unknown, engine: Engine | undefined) => unknown;

const misdeeds: Readonly<Record<string, Spoil>> = {
  nothing: () => undefined,
  null: () => null,
  NaN: () => Number.NaN,
  infinity: () => Infinity,
  "a string": () => "x",
  "an empty object": () => ({}),
  "an empty list": () => [],
  "a promise": (value) => Promise.resolve(value),
  "a function": (value) => () => value,
  "an error": () => {
    throw new Boom("boom");
  },
  "another shape": (value) => inside(value, (matrix) => new Matrix(matrix.rows + 1, matrix.columns)),
  transposed: (value) => inside(value, (matrix) => new Matrix(matrix.columns, matrix.rows)),
  "no columns": (value) => inside(value, (matrix) => new Matrix(matrix.rows, 0)),
  "rows of numbers": (value) =>
    inside(value, (matrix) => new Matrix(matrix.rows, matrix.columns).to2DArray()),
  "a matrix of NaN": (value, engine) => inside(value, (matrix) => filled(matrix, Number.NaN, engine)),
  "a matrix of infinities": (value, engine) => inside(value, (matrix) => filled(matrix, -Infinity, engine)),
  "a matrix of 1e39": (value, engine) => inside(value, (matrix) => filled(matrix, 1e39, engine)),
  "a matrix of its own": (value) =>
    inside(value, (matrix) => new Matrix(matrix.rows, matrix.columns).fill(0.1)),
  "one field left out": (value) => {
    if (typeof value !== "object" || value === null || isMatrix(value)) return undefined;
    return Object.fromEntries(Object.entries(value).slice(1));
  },
  "all fields under other names": (value) => {
    if (typeof value !== "object" || value === null || isMatrix(value)) return undefined;
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [`${key}2`, field]));
  },
};

interface Shaped {
  readonly rows: number;
  readonly columns: number;
}

/** Changes a matrix, or each in a record. */
function inside(value: unknown, change: (matrix: Shaped) => unknown): unknown {
  if (isMatrix(value)) return change(value);
  if (typeof value !== "object" || value === null) return change({ rows: 1, columns: 1 });
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, isMatrix(field) ? change(field) : field]),
  );
}

function filled({ rows, columns }: Shaped, number: number, engine: Engine | undefined): unknown {
  if (engine === undefined) return new Matrix(rows, columns).fill(number);
  return engine.map(() => number, engine.zeros(rows, columns));
}

/** A part with one of its methods spoiled, from its n-th call on. */
function spoiled<Part extends object>(part: Part, method: string, spoil: Spoil, from: number): Part {
  let calls = 0;
  const right = (part as Record<string, (...given: unknown[]) => unknown>)[method]!;
  const wrong = (...given: unknown[]): unknown => {
    const value = right.apply(part, given);
    calls += 1;
    const [first] = given;
    const engine =
      typeof first === "object" && first !== null && "scope" in first ? (first as Engine) : undefined;
    return calls > from ? spoil(value, engine) : value;
  };
  return { ...part, [method]: wrong };
}

/** A kind of part, its methods, and what is done with one. */
interface Trial<Part extends object = object> {
  readonly what: string;
  readonly part: Part;
  readonly methods: readonly string[];
  readonly use: (part: Part, engine: "reference" | "wasm") => unknown;
}

const train = async (network: Network, optimizer: Optimizer = sgd()): Promise<unknown> => {
  await network.fit(inputs, network.head.targets === "numbers" ? inputs : labels, {
    epochs: 2,
    batchSize: 2,
    optimizer,
  });
  return [
    network.predict(inputs),
    network.toJSON(),
    network.parameters,
    new GradientProbe().measure(network, inputs, network.head.targets === "numbers" ? inputs : labels),
  ];
};
const pretrain = async (rbm: RBM, sampler: Sampler = contrastiveDivergence()): Promise<unknown> => {
  const { history: _, ...record } = { history: await rbm.fit(inputs, { epochs: 2, batchSize: 2, sampler }) };
  return [
    record,
    rbm.hiddenMeans(inputs),
    rbm.reconstruct(inputs),
    rbm.freeEnergy(inputs),
    rbm.sample({ count: 2, gibbsSteps: 2 }),
    rbm.parameters,
    rbm.toJSON(),
  ];
};
const with2 = (layer: Layer, engine: "reference" | "wasm"): Network =>
  new Network({ layers: [layer, dense({ inputs: 3, outputs: 2 })], head: softmax, seed: 1, engine });
const own = <Part extends object>(part: Part): Part => ({ ...part, name: "own" });

function trial<Part extends object>(
  what: string,
  part: Part,
  methods: readonly string[],
  use: (part: Part, engine: "reference" | "wasm") => unknown,
): Trial {
  return { what, part, methods, use } as unknown as Trial;
}

const falls: Schedule = { name: "own", at: () => 0.1 };
const trials: readonly Trial[] = [
  trial("an activation", own(tanh) as Activation, ["apply", "slope"], (activation, engine) =>
    train(with2(dense({ inputs: 2, outputs: 3, activation }), engine)),
  ),
  trial(
    "a layer",
    { ...dense({ inputs: 2, outputs: 3, activation: tanh }), kind: "own" } as Layer,
    ["initialize", "forward", "backward", "toJSON"],
    (layer, engine) => train(with2(layer, engine)),
  ),
  trial(
    "a layer that says it is affine",
    { ...dense({ inputs: 2, outputs: 3, activation: tanh }), kind: "own", affine: true } as Layer,
    ["initialize", "forward", "backward"],
    (layer, engine) => train(with2(layer, engine)),
  ),
  trial("a head", own(softmax) as Head, ["apply"], (head, engine) =>
    train(Network.fromSizes([2, 2], { head, seed: 1, engine })),
  ),
  trial("a loss", own(linear.loss), ["value", "gradient"], (loss, engine) =>
    train(Network.fromSizes([2, 2], { head: { ...linear, name: "own", loss }, seed: 1, engine })),
  ),
  trial("an initializer", own(glorotUniform) as Initializer, ["draw"], (initializer, engine) =>
    train(Network.fromSizes([2, 3, 2], { initializer, seed: 1, engine })),
  ),
  trial("an initializer of an RBM", own(glorotUniform) as Initializer, ["draw"], (initializer, engine) =>
    pretrain(new RBM({ visible: 2, hidden: 3, initializer, seed: 1, engine })),
  ),
  trial("an optimizer", own(sgd()) as Optimizer, ["update"], (optimizer, engine) =>
    train(Network.fromSizes([2, 2], { seed: 1, engine }), optimizer),
  ),
  trial(
    "a transform",
    { name: "own", apply: (_, gradients) => gradients } as GradientTransform,
    ["apply"],
    (transform, engine) => train(Network.fromSizes([2, 2], { seed: 1, engine }), chain(transform, sgd())),
  ),
  trial("a schedule", falls, ["at"], (learningRate, engine) =>
    train(Network.fromSizes([2, 2], { seed: 1, engine }), sgd({ learningRate })),
  ),
  trial("a sampler", own(contrastiveDivergence()) as Sampler, ["begin", "negativePhase"], (sampler, engine) =>
    pretrain(new RBM({ visible: 2, hidden: 3, seed: 1, engine }), sampler),
  ),
  trial(
    "units",
    own(gaussianUnits) as Units,
    ["means", "sample", "selfEnergy", "logPartition"],
    (visibleUnits, engine) => pretrain(new RBM({ visible: 2, hidden: 3, visibleUnits, seed: 1, engine })),
  ),
  trial("a stack's units", own(gaussianUnits) as Units, ["means", "sample"], async (visibleUnits, engine) => {
    const dbn = new DBN({ sizes: [2, 3, 2], visibleUnits, seed: 1, engine });
    await dbn.pretrain(inputs, { epochs: 1 });
    return [dbn.transform(inputs), dbn.sample({ count: 2, gibbsSteps: 2 })];
  }),
  trial("a preparation", standardize, ["fit"], async (preparation, engine) => {
    const data = datasetFromRows(inputs, { labels });
    const pipeline = await Pipeline.fit(data, { preparation, hidden: [2], epochs: 1, seed: 1, engine });
    return [pipeline.predict(inputs), pipeline.toJSON()];
  }),
  trial(
    "a fitted preparation",
    { ...standardize.fit(inputs) },
    ["transform", "toJSON"],
    async (fitted, engine) => {
      const data = datasetFromRows(inputs, { labels });
      const preparation = { fit: () => fitted };
      const pipeline = await Pipeline.fit(data, { preparation, hidden: [2], epochs: 1, seed: 1, engine });
      return [pipeline.predict(inputs), pipeline.toJSON()];
    },
  ),
];

/** Parts of somebody's own that misbehave, from the first call or later: refused, or what comes out is finite. */
export const ownParts: Kind = {
  name: "parts of one's own",
  share: 3,
  draw(seed, count) {
    const random = new RandomStream(seed, "parts of one's own");
    return Array.from({ length: count }, () => {
      const { what, part, methods, use } = oneOf(random, trials);
      const method = oneOf(random, methods);
      const misdeed = oneOf(random, Object.keys(misdeeds));
      const [from, engine] = [oneOf(random, [0, 0, 1, 3, 7]), oneOf(random, ["reference", "wasm"] as const)];
      return {
        describe: () => `${what} whose ${method} gives ${misdeed} from call ${from} on, on ${engine}`,
        async run(): Promise<End> {
          const end = await endOf(
            async () => settled(await use(spoiled(part, method, misdeeds[misdeed]!, from), engine)),
            (result) => {
              const place = notFinite(result);
              return place && `not finite: the result${place}`;
            },
          );
          const passedOn = end.ending === "unclear" && end.detail === textOf(new Boom("boom"));
          return passedOn ? { ending: "clear", detail: "its own error" } : end;
        },
      };
    });
  },
};
