import { describe, expect, it } from "vitest";
import { datasetFromRows, Pipeline } from "../../src/data/index.ts";
import { checkingEngine } from "../../src/extend/index.ts";
import {
  adam,
  chain,
  contrastiveDivergence,
  DBN,
  dense,
  type EngineKind,
  GradientProbe,
  type GradientTransform,
  glorotUniform,
  type Layer,
  Matrix,
  Network,
  RBM,
  sgd,
  softmax,
  standardize,
  tanh,
  type Units,
} from "../../src/index.ts";
import { learnedGaussianUnits, monitors } from "../../src/rbm/index.ts";
import { bitsOf } from "../support/bits.ts";

const inputs = [
  [0.1, 0.7],
  [1, 0],
  [0.9, 0.4],
  [0.5, 0.5],
];
const labels = [0, 1, 1, 0];
const binary = inputs.map((row) => row.map(Math.round));
const run = { epochs: 1, batchSize: 2, seed: 1 };
const engine = "reference";

/** What a function of somebody's own may give that is none of what it should. */
const wrong: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  "a number": () => 3,
  NaN: () => Number.NaN,
  text: () => "much",
  "an empty object": () => ({}),
  "a list": () => [[1, 2]],
  "a promise": async () => new Matrix([[1, 2]]),
  "a matrix of another shape": () => new Matrix(7, 5),
  "a matrix of NaN": () => new Matrix(1, 1).fill(Number.NaN),
  "an object whose getters throw": () =>
    new Proxy(
      {},
      {
        get() {
          throw new Error("a getter of one's own");
        },
      },
    ),
  "an error that it throws": () => {
    throw new Error("an error of one's own");
  },
};

type Use = (part: never) => unknown;

/** A part of each kind, the functions of it, and what is done with it. Models are made anew, and told to `watch`. */
interface Seam {
  readonly part: () => object;
  readonly functions: readonly string[];
  readonly uses: Readonly<Record<string, Use>>;
}

/** The model of the last use, with its bits before it was trained. */
interface Watched {
  readonly model: Network | RBM;
  readonly before: object;
}
const watched: Watched[] = [];
function watch<Model extends Network | RBM>(model: Model): Model {
  watched.push({ model, before: bitsOf(model.parameters) });
  return model;
}

const netWith = (options: Partial<ConstructorParameters<typeof Network>[0]>): Network =>
  watch(
    new Network({ layers: [dense({ inputs: 2, outputs: 2 })], head: softmax, seed: 1, engine, ...options }),
  );
const rbmWith = (options: Partial<ConstructorParameters<typeof RBM>[0]>): RBM =>
  watch(new RBM({ visible: 2, hidden: 2, seed: 1, engine, ...options }));
const again = (json: object): never => JSON.parse(JSON.stringify(json)) as never;

const ownLayer = (): Layer => ({
  ...dense({ inputs: 2, outputs: 2, activation: tanh }),
  kind: "own",
  toJSON: () => ({ kind: "own" }),
  updateStatistics: () => {},
});
const ownUnits = (): Units => {
  const units = learnedGaussianUnits();
  return {
    ...units,
    name: "own",
    blocks: () => undefined,
    misfit: () => undefined,
    parts: (columns) => [{ units, start: 0, columns }],
    range: { min: -5, max: 5 },
  };
};

const seams: Readonly<Record<string, Seam>> = {
  "a layer": {
    part: ownLayer,
    functions: ["initialize", "forward", "backward", "toJSON", "updateStatistics"],
    uses: {
      "new Network": (layer: Layer) => netWith({ layers: [layer] }),
      predict: (layer: Layer) => netWith({ layers: [layer] }).predict(inputs),
      evaluate: (layer: Layer) => netWith({ layers: [layer] }).evaluate(inputs, labels),
      fit: (layer: Layer) => netWith({ layers: [layer] }).fit(inputs, labels, run),
      gradients: (layer: Layer) => netWith({ layers: [layer] }).gradients(inputs, labels),
      probe: (layer: Layer) =>
        new GradientProbe().measure(netWith({ layers: [layer] }), new Matrix(inputs), labels),
      toJSON: (layer: Layer) =>
        Network.fromJSON(again(netWith({ layers: [layer] }).toJSON()), {
          layers: [{ kind: "own", fromJSON: ownLayer }],
        }),
    },
  },
  "a kind of layers": {
    part: () => ({ kind: "own", fromJSON: ownLayer }),
    functions: ["fromJSON"],
    uses: {
      fromJSON: (kind: never) =>
        Network.fromJSON(again(netWith({ layers: [ownLayer()] }).toJSON()), { layers: [kind] }),
    },
  },
  "an activation": {
    part: () => ({ ...tanh, name: "own" }),
    functions: ["apply", "slope"],
    uses: {
      predict: (activation: never) =>
        netWith({ layers: [dense({ inputs: 2, outputs: 2, activation })] }).predict(inputs),
      fit: (activation: never) =>
        netWith({ layers: [dense({ inputs: 2, outputs: 2, activation })] }).fit(inputs, labels, run),
    },
  },
  "a head": {
    part: () => ({ ...softmax, name: "own" }),
    functions: ["apply"],
    uses: {
      predict: (head: never) => netWith({ head }).predict(inputs),
      classify: (head: never) => netWith({ head }).classify(inputs),
      evaluate: (head: never) => netWith({ head }).evaluate(inputs, labels),
    },
  },
  "a loss": {
    part: () => ({ ...softmax.loss, name: "own" }),
    functions: ["value", "gradient"],
    uses: {
      fit: (loss: never) => netWith({ head: { ...softmax, name: "own", loss } }).fit(inputs, labels, run),
      evaluate: (loss: never) =>
        netWith({ head: { ...softmax, name: "own", loss } }).evaluate(inputs, labels, {
          sampleWeights: [1, 2, 1, 2],
        }),
    },
  },
  "an initializer": {
    part: () => ({ name: "own", draw: glorotUniform.draw }),
    functions: ["draw"],
    uses: {
      "new Network": (initializer: never) =>
        netWith({ layers: [dense({ inputs: 2, outputs: 2, initializer })] }),
      "new RBM": (initializer: never) => rbmWith({ initializer }),
    },
  },
  "a schedule": {
    part: () => ({ name: "own", at: () => 0.1 }),
    functions: ["at"],
    uses: {
      fit: (learningRate: never) =>
        netWith({}).fit(inputs, labels, { ...run, optimizer: sgd({ learningRate }) }),
      "rbm.fit": (momentum: never) =>
        rbmWith({}).fit(binary, { ...run, optimizer: sgd({ learningRate: 0.1, momentum }) }),
    },
  },
  "an optimizer": {
    part: () => ({ ...adam(), name: "own" }),
    functions: ["update"], // what `init` gives is its own affair
    uses: {
      fit: (optimizer: never) => netWith({}).fit(inputs, labels, { ...run, optimizer }),
      "rbm.fit": (optimizer: never) => rbmWith({}).fit(binary, { ...run, optimizer }),
      pretrain: (optimizer: never) =>
        new DBN({ sizes: [2, 2, 2], seed: 1, engine }).pretrain(binary, { ...run, optimizer }),
    },
  },
  "a transform of gradients": {
    part: (): GradientTransform => ({ name: "own", apply: (_, gradients) => gradients }),
    functions: ["apply"],
    uses: {
      fit: (transform: never) =>
        netWith({}).fit(inputs, labels, { ...run, optimizer: chain(transform, sgd()) }),
    },
  },
  units: {
    part: ownUnits,
    functions: [
      ...["means", "sample", "selfEnergy", "logPartition", "ownParameters"],
      ...["blocks", "parts", "biasFor", "misfit"],
    ],
    uses: {
      "new RBM": (visibleUnits: never) => rbmWith({ visibleUnits }),
      means: (visibleUnits: never) => rbmWith({ visibleUnits }).visibleMeans(binary),
      sample: (visibleUnits: never) => rbmWith({ visibleUnits }).sample({ gibbsSteps: 2, seed: 1 }),
      freeEnergy: (visibleUnits: never) => rbmWith({ visibleUnits }).freeEnergy(binary),
      fit: (visibleUnits: never) => rbmWith({ visibleUnits }).fit(binary, { ...run, validation: binary }),
      "fit of hidden ones": (hiddenUnits: never) =>
        rbmWith({ hiddenUnits }).fit(binary, { ...run, validation: binary }),
      toJSON: (visibleUnits: never) =>
        RBM.fromJSON(again(rbmWith({ visibleUnits }).toJSON()), { units: [visibleUnits] }),
    },
  },
  "a sampler": {
    part: () => ({ ...contrastiveDivergence(), name: "own", machineFor: (machine: unknown) => machine }),
    functions: ["negativePhase"], // what `begin` gives is its own affair
    uses: { fit: (sampler: never) => rbmWith({}).fit(binary, { ...run, sampler }) },
  },
  "a monitor": {
    part: () => ({ name: "own", begin: () => null, measure: () => 1 }),
    functions: ["measure"],
    uses: { fit: (monitor: never) => rbmWith({}).fit(binary, { ...run, monitors: monitors([monitor]) }) },
  },
  "an engine": {
    part: () => ({ ...checkingEngine, name: "own" }),
    functions: ["open"],
    uses: {
      predict: (own: EngineKind) => netWith({ engine: own }).predict(inputs),
      fit: (own: EngineKind) => netWith({ engine: own }).fit(inputs, labels, run),
      "rbm.fit": (own: EngineKind) => rbmWith({ engine: own }).fit(binary, run),
      hiddenMeans: (own: EngineKind) => rbmWith({ engine: own }).hiddenMeans(binary),
    },
  },
  "a preprocessor": {
    part: () => ({ ...standardize.fit(inputs), name: "own" }),
    functions: ["transform", "toJSON"],
    uses: {
      "Pipeline.fit": async (preparation: never) => {
        const pipeline = await Pipeline.fit(datasetFromRows(inputs, { labels }), {
          ...{ preparation: { fit: () => preparation }, hidden: [2], epochs: 1, seed: 1, engine },
        });
        pipeline.predict(inputs);
        return pipeline.toJSON();
      },
    },
  },
  "a kind of preprocessors": {
    part: () => ({
      name: "own",
      fromJSON: () => standardize.fit(inputs),
      fit: () => standardize.fit(inputs),
    }),
    functions: ["fit"],
    uses: {
      "Pipeline.fit": (preparation: never) =>
        Pipeline.fit(datasetFromRows(inputs, { labels }), {
          preparation,
          hidden: [2],
          epochs: 1,
          seed: 1,
          engine,
        }),
    },
  },
};

const GRAMMAR = /^Cannot [^:]+: expected .+, got ./s;

/** What is asked behind the updates of an epoch: the model then has what it has learned. */
const late = ["updateStatistics", "measure", "selfEnergy", "logPartition"];

describe.each(Object.entries(seams))(
  "%s whose function gives what it should not",
  (_, { part, functions, uses }) => {
    const cases = functions.flatMap((method) =>
      Object.keys(uses).flatMap((use) => Object.keys(wrong).map((value) => [method, value, use] as const)),
    );
    // units that so declare nothing are handed nothing, and fail by themselves where they look for it
    const isNothing = ([method, value, use]: readonly [string, string, string]): boolean =>
      method === "ownParameters" &&
      !["text", "a list"].includes(value) &&
      !value.startsWith("a matrix") &&
      !["new RBM", "toJSON"].includes(use);
    it.each(cases.filter((each) => !isNothing(each)))(
      "%s, %s, in %s: is named, or the model is right",
      async (method, value, use) => {
        watched.length = 0;
        const own = { ...part(), [method]: wrong[value] };
        let thrown: Error | undefined;
        try {
          await uses[use]!(own as never);
        } catch (error) {
          thrown = error as Error;
        }
        if (thrown && !thrown.message.endsWith("of one's own")) expect(thrown.message).toMatch(GRAMMAR);
        for (const { model, before } of watched) {
          if (thrown && !late.includes(method)) expect(bitsOf(model.parameters)).toEqual(before);
          for (const matrix of Object.values(model.parameters))
            expect(matrix.to1DArray().every(Number.isFinite)).toBe(true);
        }
      },
    );
  },
);
