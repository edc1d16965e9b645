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
import { baseRate, learnedGaussianUnits, monitors } from "../../src/rbm/index.ts";
import {
  binary,
  describeSeams,
  engine,
  inputs,
  labels,
  netWith,
  rbmWith,
  run,
  type Seam,
} from "../support/seams.ts";

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
      ...["blocks", "parts", "biasFor", "ownFor", "misfit"],
    ],
    uses: {
      "new RBM": (visibleUnits: never) => rbmWith({ visibleUnits }),
      means: (visibleUnits: never) => rbmWith({ visibleUnits }).visibleMeans(binary),
      sample: (visibleUnits: never) => rbmWith({ visibleUnits }).sample({ gibbsSteps: 2, seed: 1 }),
      freeEnergy: (visibleUnits: never) => rbmWith({ visibleUnits }).freeEnergy(binary),
      baseRate: (visibleUnits: never) => baseRate(rbmWith({ visibleUnits }), binary),
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

describeSeams(
  seams,
  // units that so declare nothing are handed nothing, and fail by themselves where they look for it
  (method, value, use) =>
    method !== "ownParameters" ||
    ["text", "a list"].includes(value) ||
    value.startsWith("a matrix") ||
    ["new RBM", "toJSON"].includes(use),
);
