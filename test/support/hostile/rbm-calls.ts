import * as layerwise from "../../../src/index.ts";
import * as family from "../../../src/rbm/index.ts";
import { type ValidCall, valid } from "./valid.ts";

const engine = "reference";
const inputs = (): number[][] => [
  [1, 0, 1],
  [0, 1, 1],
  [1, 1, 0],
];
const rbm = (): layerwise.RBM => new layerwise.RBM({ visible: 3, hidden: 2, seed: 1, engine });

/** The options of figures that take their time. */
const slow = (): family.LongMeasureOptions => ({
  engine,
  signal: new AbortController().signal,
  onProgress: () => undefined,
});

/** Every function of layerwise/rbm. */
export const rbmCalls: readonly ValidCall[] = [
  valid(
    "baseRate",
    (...given: Parameters<typeof family.baseRate>) => family.baseRate(...given),
    () => [rbm(), inputs()],
  ),
  valid(
    "tempered",
    (...given: Parameters<typeof family.tempered>) => family.tempered(...given),
    () => [rbm(), 0.5, family.baseRate(rbm())],
  ),
  valid("binomialUnits", family.binomialUnits, () => [{ trials: 3 }]),
  valid("learnedGaussianUnits", family.learnedGaussianUnits, () => [{ minimum: 0.1, maximum: 10 }]),
  valid("softmaxUnits", family.softmaxUnits, () => [{ categories: 3 }]),
  valid("multinomialUnits", family.multinomialUnits, () => [{ categories: 3, trials: 4 }]),
  valid("mixedUnits", family.mixedUnits, () => [
    [
      { units: layerwise.bernoulliUnits, columns: 2 },
      { units: layerwise.gaussianUnits, columns: 1 },
    ],
  ]),
  valid(
    "annealedImportanceSampling",
    (options: family.AnnealingOptions) => family.annealedImportanceSampling(rbm(), options),
    () => [{ ...slow(), chains: 3, temperatures: 4, data: inputs(), seed: 1 }],
  ),
  valid(
    "reverseAnnealedImportanceSampling",
    (options: family.ReverseAnnealingOptions) => family.reverseAnnealedImportanceSampling(rbm(), options),
    () => [{ ...slow(), chains: 3, temperatures: 4, data: inputs(), seed: 1, gibbsSteps: 2 }],
  ),
  valid(
    "exactLogPartition",
    (options: family.LongMeasureOptions) => family.exactLogPartition(rbm(), options),
    () => [slow()],
  ),
  valid(
    "featureLogLikelihoods",
    (data: layerwise.MatrixLike, options: layerwise.MeasureOptions) =>
      family.featureLogLikelihoods(rbm(), data, options),
    () => [inputs(), { engine }],
  ),
  valid("parallelTempering", family.parallelTempering, () => [{ steps: 1, chains: 3, temperatures: 2 }]),
  valid("exactGradient", family.exactGradient, () => [{}]),
  valid("fastPersistentContrastiveDivergence", family.fastPersistentContrastiveDivergence, () => [
    { steps: 1, chains: 3, learningRate: 0.1 },
  ]),
  valid("hiddenDropout", family.hiddenDropout, () => [
    { rate: 0.2, sampler: layerwise.contrastiveDivergence() as layerwise.Sampler },
  ]),
  valid("meanField", family.meanField, () => [{ order: 2, iterations: 2, chains: 3 }]),
  valid("centering", family.centering, () => [{ visible: "data", hidden: "model", rate: 0.1 }]),
  valid("likelihoodMonitor", family.likelihoodMonitor, () => [
    { every: 2, chains: 3, temperatures: 2, examples: 5 },
  ]),
  valid("pseudoLikelihoodMonitor", family.pseudoLikelihoodMonitor, () => [{ every: 2, examples: 5 }]),
  valid("monitors", family.monitors, () => [
    [{ name: "figure", every: 1, begin: () => null, measure: () => 1 }],
  ]),
  valid("maxNorm", family.maxNorm, () => [
    { bound: 3, optimizer: layerwise.sgd({ learningRate: 0.1 }) as layerwise.Optimizer },
  ]),
  valid(
    "fillIn",
    (v: layerwise.RowsLike, observed: layerwise.RowsLike) => family.fillIn(rbm(), v, observed),
    () => [inputs(), inputs().map((row) => row.map(() => 1))],
  ),
  valid(
    "sampleGiven",
    (v: layerwise.RowsLike, observed: layerwise.RowsLike, options: family.SampleGivenOptions) =>
      family.sampleGiven(rbm(), v, observed, options),
    () => [inputs(), inputs().map((row) => row.map(() => 1)), { gibbsSteps: 2, seed: 1 }],
  ),
];
