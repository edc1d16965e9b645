import { datasetFromRows, Pipeline } from "../../src/data/index.ts";
import {
  contrastiveDivergence,
  GradientProbe,
  inTurn,
  type MatrixLike,
  type Optimizer,
  type Preprocessor,
  sgd,
  softmax,
  standardize,
  type Units,
} from "../../src/index.ts";
import { exactGradient, learnedGaussianUnits } from "../../src/rbm/index.ts";
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

const sampleWeights = [1, 2, 1, 2];
const withLoss = (loss: never) => netWith({ head: { ...softmax, name: "own", loss } });

const seams: Readonly<Record<string, Seam>> = {
  "a loss under weights": {
    part: () => ({ ...softmax.loss, name: "own" }),
    functions: ["perExample", "gradient"],
    allows: {},
    uses: {
      fit: (loss: never) => withLoss(loss).fit(inputs, labels, { ...run, sampleWeights }),
      gradients: (loss: never) => withLoss(loss).gradients({ inputs, labels, sampleWeights } as never),
    },
  },
  "a loss by examples": {
    part: () => ({ ...softmax.loss, name: "own" }),
    functions: ["perExample"],
    allows: {},
    uses: {
      evaluate: (loss: never) => withLoss(loss).evaluate(inputs, labels, { sampleWeights }),
    },
  },
  "a loss without weights": {
    part: () => ({ ...softmax.loss, name: "own" }),
    functions: ["gradient"],
    allows: {},
    uses: {
      fit: (loss: never) => withLoss(loss).fit(inputs, labels, run),
      gradients: (loss: never) => withLoss(loss).gradients(inputs, labels),
      probe: (loss: never) => new GradientProbe().measure(withLoss(loss), inputs, labels),
    },
  },
  "a loss under weights without perExample": {
    part: () => ({ ...softmax.loss, name: "own", perExample: undefined }),
    functions: ["value"],
    allows: { value: ["a number", "null"] }, // which a sum takes for 0
    uses: {
      fit: (loss: never) => withLoss(loss).fit(inputs, labels, { ...run, sampleWeights }),
      gradients: (loss: never) => withLoss(loss).gradients({ inputs, labels, sampleWeights } as never),
      evaluate: (loss: never) => withLoss(loss).evaluate(inputs, labels, { sampleWeights }),
    },
  },
  "a loss's value": {
    part: () => ({ ...softmax.loss, name: "own" }),
    functions: ["value"],
    allows: { value: ["a number"] },
    uses: {
      fit: (loss: never) => withLoss(loss).fit(inputs, labels, run),
      gradients: (loss: never) => withLoss(loss).gradients(inputs, labels),
      evaluate: (loss: never) => withLoss(loss).evaluate(inputs, labels),
      probe: (loss: never) => new GradientProbe().measure(withLoss(loss), inputs, labels),
    },
  },
  "a sampler": {
    part: () => ({ ...contrastiveDivergence(), name: "own", machineFor: (machine: unknown) => machine }),
    functions: ["machineFor"],
    allows: { machineFor: ["undefined", "null"] },
    uses: {
      fit: (sampler: never) => rbmWith({}).fit(binary, { ...run, sampler }),
      "fit to some entries": (sampler: never) =>
        rbmWith({}).fit(binary, { ...run, sampler, observed: binary.map(() => [1, 0]) }),
    },
  },
  "units with parameters": {
    part: (): Units => ({ ...learnedGaussianUnits(), name: "own" }),
    functions: ["gradients"],
    allows: {},
    uses: {
      "fit of visible ones": (visibleUnits: never) => rbmWith({ visibleUnits }).fit(inputs, run),
    },
  },
  "units with parameters, given their fields": {
    part: (): Units => ({ ...learnedGaussianUnits(), name: "own" }),
    functions: ["meanGradients"],
    allows: {},
    uses: {
      "fit of hidden ones": (hiddenUnits: never) => rbmWith({ hiddenUnits }).fit(binary, run),
      "fit by an exact gradient": (hiddenUnits: never) =>
        rbmWith({ hiddenUnits }).fit(binary, { ...run, sampler: exactGradient() }),
    },
  },
  "units that declare parameters": {
    part: (): Units => ({ ...learnedGaussianUnits(), name: "own" }),
    functions: ["ownParameters"],
    allows: { ownParameters: ["undefined", "null", "an empty object"] },
    uses: {
      "new RBM": (visibleUnits: never) => rbmWith({ visibleUnits }),
    },
  },
  "an optimizer": {
    part: (): Optimizer => ({ ...sgd(), name: "own" }),
    functions: ["learningRateAt"],
    allows: { learningRateAt: ["undefined", "a number"] },
    uses: {
      fit: (optimizer: never) => netWith({}).fit(inputs, labels, { ...run, optimizer }),
      "rbm.fit": (optimizer: never) => rbmWith({}).fit(binary, { ...run, optimizer }),
    },
  },
};

const data = datasetFromRows(inputs, { labels });
const pipelineOf = (preparation: { readonly fit: (rows: MatrixLike) => Preprocessor }) =>
  Pipeline.fit(data, { preparation, hidden: [2], epochs: 1, seed: 1, engine });
const own = (part: Preprocessor) => ({ fit: () => part });
const preparation = () => ({ ...standardize.fit(inputs), name: "own" });

const preparations: Readonly<Record<string, Seam>> = {
  "a preprocessor": {
    part: preparation,
    functions: ["transform"],
    allows: { transform: ["a list", "a matrix of another shape"] },
    uses: {
      "inTurn, first": (part: never) => inTurn(own(part), standardize).fit(inputs).transform(inputs),
      "inTurn, last": (part: never) => inTurn(standardize, own(part)).fit(inputs).transform(inputs),
      "inTurn, among its like": (part: never) =>
        inTurn(own(part), own(part), own(part)).fit(inputs).transform(inputs),
    },
  },
  "a preprocessor, taken back": {
    part: preparation,
    functions: ["inverse"],
    allows: { inverse: ["a list", "a matrix of another shape"] },
    uses: {
      "inTurn, first": (part: never) => inTurn(own(part), standardize).fit(inputs).inverse(inputs),
      "inTurn, last": (part: never) => inTurn(standardize, own(part)).fit(inputs).inverse(inputs),
    },
  },
  "a preprocessor of a pipeline": {
    part: preparation,
    functions: ["transform"],
    allows: {},
    uses: {
      fit: (part: never) => pipelineOf(own(part)),
      "fit in turn": (part: never) => pipelineOf(inTurn(own(part), standardize)),
    },
  },
};

describeSeams(seams);
describeSeams(preparations);
