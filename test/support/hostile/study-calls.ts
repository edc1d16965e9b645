import * as data from "../../../src/data/index.ts";
import * as layerwise from "../../../src/index.ts";
import * as study from "../../../src/study/index.ts";
import { simulatedTrial } from "../simulated-trials.ts";
import { type ValidCall, valid } from "./valid.ts";

const examples = (): data.LabeledDataset =>
  data.datasetFromRows(
    Array.from({ length: 60 }, (_, row) => [row % 2, (row * 7) % 5]),
    { labels: Array.from({ length: 60 }, (_, row) => row % 2) },
  );
const fourClasses = (): data.LabeledDataset =>
  data.datasetFromRows(
    Array.from({ length: 120 }, (_, row) => [row % 4, (row * 7) % 5]),
    { labels: Array.from({ length: 120 }, (_, row) => row % 4) },
  );
const ownArm = (): study.Arm => ({
  ...{ name: "mine", description: "an arm", kind: "random start", tags: ["mine"] },
  start: study.arms[0]!.start,
});
/** With everything that an arm may have. */
const wholeArm = (): study.Arm => ({
  ...ownArm(),
  optimizer: "adam",
  prepare: ({ inputs }) => ({ preprocessor: layerwise.standardize.fit(inputs), cost: 1 }),
});
const ownOptimizer = (): study.TrialOptimizer => ({
  ...{ name: "plain", description: "gradient descent", rates: [0.1, 0.3, 0.9], cost: 1, fullBatch: 2 },
  make: (learningRate) => layerwise.sgd({ learningRate }),
});
const plan: study.StudyPlan = await study.planStudy(examples(), {
  arms: ["classical"],
  depths: [1],
  widths: [2],
  seeds: 1,
});
const results: readonly study.TrialResult[] = [1, 2, 3].flatMap((seed) =>
  ["classical", "rbm"].map((arm) => simulatedTrial(arm, {}, seed, () => 0)),
);
const copy = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;
const spec = (): study.TrialSpec => ({
  ...copy(results[0]!.spec),
  depth: 1,
  width: 2,
  labels: 10,
  settings: {
    ...copy(plan.settings),
    epochs: 1,
    pretraining: { ...copy(plan.settings.pretraining), epochs: 1 },
  },
});
/** As much of a ground as is looked at. */
const ground = () => ({
  spec: { seed: 1, settings: { engine: "reference" } },
  classes: 2,
  sizes: [2, 3],
});
const execute: study.TrialExecutor = async function* run(specs) {
  for (const each of specs) {
    const [template] = results;
    yield { ...copy(template!), spec: each, id: await idOf(each) };
  }
};

/** The smallest of each experiment; without options they take minutes. */
const onePlace = () => ({
  ...{ arms: ["classical"], weightDeviations: [1], biasDeviations: [0], depths: [1], width: 2 },
  onProgress: () => undefined,
});
const littleWork = () => ({
  ...{
    optimizer: "sgd",
    rate: 0.1,
    epochs: 1,
    batchSize: 20,
    inputs: "standardized" as const,
    budget: 0.01,
    seed: 1,
  },
  load: { dataset: "const dataset = 1;", network: "const network = 1;" },
  onRun: () => undefined,
  signal: new AbortController().signal,
});
const oneStart = () => ({
  ...{ arms: ["classical"], depths: [1], width: 2, seeds: 1 },
  onProgress: () => undefined,
});
const oneSpeed = () => ({
  ...{ arms: ["classical"], depths: [1], width: 2, mark: 0.9, times: 1, seeds: 1 },
  onProgress: () => undefined,
});
const oneTop = () => ({
  ...{ arms: ["classical"], tops: [1], depth: 2, width: 2, times: 1, seeds: 1 },
  onProgress: () => undefined,
});
const oneRun = () => ({ arms: ["classical"], depth: 1, width: 2, seeds: 1, onProgress: () => undefined });
const oneStack = () => ({ epochs: [0], depth: 2, width: 2, onProgress: () => undefined });

/** The id that a trial of this spec has. */
async function idOf(each: study.TrialSpec): Promise<string> {
  const { hashOf } = await import("../../../src/study/hash.ts");
  return hashOf(each);
}

/** Every function of layerwise/study. */
export const studyCalls: readonly ValidCall[] = [
  valid(
    "conclude",
    (given: unknown, trials: readonly study.TrialResult[]) => study.conclude(given, trials).claims,
    () => [{ data: { classes: 2 } }, copy(results)],
  ),
  valid(
    "diagnose",
    (net: object, dataset: data.Dataset, options: object = littleWork()) =>
      study.diagnose(net, dataset, options),
    () => [{ layers: [2], activation: "relu", start: "he", body: "plain" }, examples(), littleWork()],
  ),
  valid(
    "diagnose",
    (net: layerwise.Network, dataset: data.Dataset) => study.diagnose(net, dataset, littleWork()),
    () => [layerwise.Network.fromSizes([2, 3, 2], { seed: 1 }), examples()],
  ),
  valid("findings", study.findings, () => [
    [
      new layerwise.GradientProbe().measure(
        layerwise.Network.fromSizes([2, 3, 2], { seed: 1 }),
        [[1, 2]],
        [0],
      ),
    ],
  ]),
  valid("rbmEpochCost", study.rbmEpochCost, () => [100, 20, 10]),
  valid("depthScale", study.depthScale, () => [{ weightDeviation: 0.8, biasDeviation: 0.2 }]),
  valid("depthContours", study.depthContours, () => [[4, 8], { weightDeviation: 1, biasDeviation: 0.5 }]),
  valid("placeOf", study.placeOf, () => [
    layerwise.Network.fromSizes([2, 3, 3, 2], { activation: layerwise.tanh, seed: 1 }),
  ]),
  valid(
    "phaseDiagram",
    (dataset: data.Dataset, options: object = onePlace()) => study.phaseDiagram(dataset, options),
    () => [examples(), onePlace()],
  ),
  valid(
    "depthsByStart",
    (dataset: data.Dataset, options: object = oneStart()) => study.depthsByStart(dataset, options),
    () => [examples(), oneStart()],
  ),
  valid(
    "speedByDepth",
    (dataset: data.Dataset, options: object = oneSpeed()) => study.speedByDepth(dataset, options),
    () => [examples(), oneSpeed()],
  ),
  valid(
    "bottleneck",
    (dataset: data.Dataset, options: object = oneTop()) => study.bottleneck(dataset, options),
    () => [examples(), oneTop()],
  ),
  valid(
    "functionTrajectories",
    (dataset: data.Dataset, options: object = oneRun()) => study.functionTrajectories(dataset, options),
    () => [examples(), oneRun()],
  ),
  valid(
    "rbmSpectra",
    (dataset: data.Dataset, options: object = oneStack()) => study.rbmSpectra(dataset, options),
    () => [examples(), oneStack()],
  ),
  valid("hiddenLayers", study.hiddenLayers, () => [ground(), (fan: { inputs: number }) => fan.inputs]),
  valid("networkOf", study.networkOf, () => [
    ground(),
    [layerwise.dense({ inputs: 2, outputs: 3 })],
    { "0.bias": new layerwise.Matrix([[1, 2, 3]]) },
  ]),
  valid("planStudy", study.planStudy, () => [
    examples(),
    {
      ...{ budget: "quick", arms: ["classical"], optimizers: ["adam"], engine: "wasm" },
      ...{ depths: [1], widths: [2], labels: [10], epochs: 2, pretrainingEpochs: 1, times: [2], seeds: 1 },
    },
  ]),
  valid("planStudy", study.planStudy, () => [
    fourClasses(),
    { arms: ["classical", "transfer"], transferFrom: [0, 1], depths: [1], widths: [2], seeds: 1 },
  ]),
  valid("withOptimizer", study.withOptimizer, () => ["classical", "adam"]),
  valid("withOptimizer", study.withOptimizer, () => [ownArm(), ownOptimizer()]),
  valid("runSpecs", study.runSpecs, () => [
    [
      { rate: 1, widths: [2, 3] },
      { rate: 2, widths: [] },
    ],
    {
      execute: (specs: readonly object[]) => specs.map((spec) => ({ spec })),
      known: [{ spec: { rate: 2, widths: [] } }],
      onResult: () => undefined,
    },
  ]),
  valid("runTrials", study.runTrials, () => [
    copy(plan),
    {
      execute,
      known: copy(results),
      shard: { index: 1, count: 1 },
      onResult: () => undefined,
      onPhase: () => undefined,
    },
  ]),
  valid(
    "runStudy",
    (dataset: data.Dataset, onResult: (result: study.TrialResult) => void) =>
      study.runStudy(dataset, { arms: ["classical"], depths: [1], widths: [2], seeds: 1, onResult }),
    () => [examples(), () => undefined],
  ),
  valid("inThisThread", study.inThisThread, () => [examples(), [wholeArm()]]),
  valid("trialRunner", study.trialRunner, () => [examples(), [wholeArm()]]),
  valid(
    "trialRunner.run",
    (given: study.TrialSpec) => study.trialRunner(examples()).run(given),
    () => [spec()],
  ),
];
