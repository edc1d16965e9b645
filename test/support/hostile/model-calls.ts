import * as layerwise from "../../../src/index.ts";
import { centering, likelihoodMonitor, type Monitor, monitors } from "../../../src/rbm/index.ts";
import { networkParts, unitParts } from "./part-options.ts";
import { dataset, engine, hidden, inputs, labels, run, weighed, written } from "./small-runs.ts";
import { type ValidCall, valid } from "./valid.ts";

const { Network, RBM, DBN } = layerwise;
const network = (): layerwise.Network => Network.fromSizes([4, 3, 2], { seed: 1, engine });
const rbm = (): layerwise.RBM => new RBM({ visible: 4, hidden: 3, seed: 1, engine });
const dbn = (): layerwise.DBN => new DBN({ sizes: [4, 3, 2], seed: 1, engine });

const networkRun = (): layerwise.NetworkFitOptions => ({
  ...run("validationLoss"),
  ...weighed(),
  probe: new layerwise.GradientProbe({ every: 1 }),
});
const rbmRun = (): layerwise.RBMFitOptions => ({
  ...run("reconstructionError"),
  sampler: layerwise.contrastiveDivergence(),
  sparsity: { target: 0.1, cost: 0.1, decay: 0.9 },
  centering: centering() as layerwise.GradientChange,
  validation: inputs(),
});
const { validation: _, run: __, ...layerRun } = rbmRun();
const stream = <Batch>(batch: Batch): layerwise.BatchStream<Batch> => ({
  batches: 1,
  epoch: () => once(batch),
  [Symbol.asyncIterator]: () => once(batch),
});
async function* once<Batch>(batch: Batch): AsyncGenerator<Batch, void, void> {
  yield batch;
}
const learning = () => ({ optimizer: layerwise.sgd(), seed: 1, run: new layerwise.Run(), batches: 3 });

const begun = new layerwise.Run();
await network().fit(dataset(), { epochs: 1, run: begun });
/** Goes on, where what is wrong in a run shows at the latest. */
const goOn = (run: layerwise.Run): Promise<unknown> => network().fit(dataset(), { epochs: 2, run });

/** Every constructor and method of the models, and the functions that measure them. */
export const modelCalls: readonly ValidCall[] = [
  valid(
    "Network",
    (options: layerwise.NetworkOptions) => new Network(options),
    () => [
      {
        layers: [layerwise.dense({ inputs: 4, outputs: 3 }), layerwise.batchNorm({ units: 3 })],
        head: layerwise.softmax,
        seed: 1,
        parameters: { "0.bias": [[1, 2, 3]] },
        statistics: { "1.runningMean": [[0, 0, 0]] },
        engine,
        threads: 1,
      },
    ],
  ),
  valid("Network.fromSizes", Network.fromSizes, () => [
    [4, 3, 2],
    {
      activation: layerwise.tanh,
      initializer: layerwise.glorotUniform,
      head: layerwise.softmax,
      seed: 1,
      engine,
      threads: 1,
    },
  ]),
  valid("Network.fromJSON", Network.fromJSON, () => [
    written(network()),
    { ...networkParts(), engine, threads: 1 },
  ]),
  valid(
    "network.freeze",
    (...layers: number[]) => network().freeze(...layers),
    () => [0, 1],
  ),
  valid(
    "network.unfreeze",
    (...layers: number[]) => network().unfreeze(...layers),
    () => [0, 1],
  ),
  valid(
    "network.withHead",
    (options: layerwise.NewHead) => network().withHead(options),
    () => [{ outputs: 3, head: layerwise.softmax, initializer: layerwise.zeros, seed: 1 }],
  ),
  valid(
    "network.forward",
    (x: layerwise.MatrixLike, mode: layerwise.Mode) => network().forward(x, mode),
    () => [inputs(), { training: true, random: new layerwise.RandomStream(1, "mode") }],
  ),
  valid(
    "network.backward",
    (pass: layerwise.NetworkPass, gradient: layerwise.MatrixLike) => network().backward(pass, gradient),
    () => [network().forward(inputs()), labels().map((label) => [label, 1])],
  ),
  valid(
    "network.gradients",
    (x: layerwise.MatrixLike, t: layerwise.Targets, mode: layerwise.Mode) => network().gradients(x, t, mode),
    () => [inputs(), labels(), { training: false }],
  ),
  valid(
    "network.gradients",
    (data: layerwise.DatasetLike, mode: layerwise.Mode) => network().gradients(data, mode),
    () => [dataset(), { training: false }],
  ),
  valid(
    "network.predict",
    (x: layerwise.RowsLike) => network().predict(x),
    () => [inputs()],
  ),
  valid(
    "network.predict",
    (x: layerwise.RowsLike) => network().predict(x),
    () => [[1, 0, 1, 1]],
  ),
  valid(
    "network.classify",
    (x: layerwise.RowsLike) => network().classify(x),
    () => [inputs()],
  ),
  valid(
    "network.evaluate",
    (x: layerwise.MatrixLike, t: layerwise.Targets, options: layerwise.WeightOptions) =>
      network().evaluate(x, t, options),
    () => [inputs(), labels(), { sampleWeights: [1, 1, 2, 1, 1, 1], classWeights: "balanced" }],
  ),
  valid(
    "network.evaluate",
    (data: layerwise.DatasetLike, options: layerwise.WeightOptions) => network().evaluate(data, options),
    () => [{ ...dataset(), sampleWeights: [1, 1, 1, 1, 1, 2] }, { classWeights: [1, 2] }],
  ),
  valid(
    "network.fit",
    (x: layerwise.MatrixLike, t: layerwise.Targets, options: layerwise.NetworkFitOptions) =>
      network().fit(x, t, options),
    () => [inputs(), labels(), networkRun()],
  ),
  valid(
    "network.fit",
    (data: layerwise.DatasetLike, options: layerwise.NetworkFitOptions) => network().fit(data, options),
    () => [dataset(), { epochs: 1, validationFraction: 0.4, seed: 1 }],
  ),
  valid(
    "network.fit",
    (batches: layerwise.BatchStream<layerwise.DatasetLike>, options: layerwise.NetworkFitOptions) =>
      network().fit(batches, options),
    () => [stream(dataset()), { epochs: 1, validation: dataset(), classWeights: [1, 2] }],
  ),
  valid(
    "network.online",
    (options: layerwise.NetworkLearnerOptions) => network().online(options),
    () => [{ ...learning(), classWeights: [1, 2], probe: new layerwise.GradientProbe() }],
  ),
  valid(
    "learner.partialFit",
    (data: layerwise.DatasetLike) => network().online().partialFit(data),
    () => [dataset()],
  ),
  valid(
    "learner.partialFit",
    (x: layerwise.MatrixLike, t: layerwise.Targets) => network().online().partialFit(x, t),
    () => [inputs(), labels()],
  ),
  valid(
    "learner.partialFit",
    (data: layerwise.RBMBatch) => rbm().online().partialFit(data),
    () => [inputs()],
  ),
  valid(
    "Run",
    () => new layerwise.Run(),
    () => [],
  ),
  valid(
    "Run.fromJSON",
    (json: layerwise.RunJSON) => goOn(layerwise.Run.fromJSON(json)),
    () => [written(begun)],
  ),
  valid(
    "Run.fromParts",
    (parts: layerwise.TakenApart) => goOn(layerwise.Run.fromParts(parts)),
    () => [begun.toParts()],
  ),
  valid(
    "run.follow",
    (live: () => layerwise.RunState) => new layerwise.Run().follow(live),
    () => [() => begun.state!],
  ),
  valid(
    "run.keep",
    (state: layerwise.RunState) => {
      const run = new layerwise.Run();
      run.keep(state);
      return goOn(run);
    },
    () => [{ ...begun.state }],
  ),
  valid(
    "network.epochs",
    (data: layerwise.DatasetLike, options: layerwise.NetworkFitOptions) => network().epochs(data, options),
    () => [dataset(), { epochs: 1 }],
  ),

  valid(
    "RBM",
    (options: layerwise.RBMOptions) => new RBM(options),
    () => [
      {
        visible: 4,
        hidden: 3,
        visibleUnits: layerwise.gaussianUnits,
        hiddenUnits: layerwise.bernoulliUnits,
        initializer: layerwise.zeros,
        parameters: {
          weights: [...hidden(), ...hidden()],
          visibleBias: [0, 0, 0, 1],
          hiddenBias: [[0, 1, 0]],
        },
        seed: 1,
        engine,
        threads: 1,
      },
    ],
  ),
  valid("RBM.fromJSON", RBM.fromJSON, () => [written(rbm()), { ...unitParts(), engine, threads: 1 }]),
  valid(
    "rbm.hiddenMeans",
    (v: layerwise.RowsLike) => rbm().hiddenMeans(v),
    () => [inputs()],
  ),
  valid(
    "rbm.visibleMeans",
    (h: layerwise.RowsLike) => rbm().visibleMeans(h),
    () => [hidden()],
  ),
  valid(
    "rbm.sampleHidden",
    (v: layerwise.RowsLike, options: layerwise.DrawOptions) => rbm().sampleHidden(v, options),
    () => [inputs(), { seed: 1 }],
  ),
  valid(
    "rbm.sampleVisible",
    (h: layerwise.RowsLike, options: layerwise.DrawOptions) => rbm().sampleVisible(h, options),
    () => [hidden(), { seed: 1 }],
  ),
  valid(
    "rbm.reconstruct",
    (v: layerwise.RowsLike) => rbm().reconstruct(v),
    () => [inputs()],
  ),
  valid(
    "rbm.energy",
    (v: layerwise.RowsLike, h: layerwise.RowsLike) => rbm().energy(v, h),
    () => [inputs().slice(0, 2), hidden()],
  ),
  valid(
    "rbm.freeEnergy",
    (v: layerwise.RowsLike) => rbm().freeEnergy(v),
    () => [inputs()],
  ),
  valid(
    "rbm.sample",
    (options: layerwise.SampleOptions) => rbm().sample(options),
    () => [{ count: 6, gibbsSteps: 2, start: inputs(), seed: 1 }],
  ),
  valid(
    "rbm.sample",
    (options: layerwise.SampleOptions) => rbm().sample(options),
    () => [{ count: 2, gibbsSteps: 2 }],
  ),
  valid(
    "rbm.fit",
    (data: layerwise.MatrixLike | layerwise.DatasetLike, options: layerwise.RBMFitOptions) =>
      rbm().fit(data, options),
    () => [
      inputs(),
      {
        ...rbmRun(),
        sampleWeights: inputs().map(() => 2),
        monitors: monitors([likelihoodMonitor({ chains: 2, temperatures: 2 }) as Monitor]),
      },
    ],
  ),
  valid(
    "rbm.fit",
    (data: layerwise.MatrixLike, options: layerwise.RBMFitOptions) => rbm().fit(data, options),
    () => [inputs(), { epochs: 1, observed: inputs().map((row) => row.map(() => 1)) }],
  ),
  valid(
    "rbm.online",
    (options: layerwise.RBMLearnerOptions) => rbm().online(options),
    () => [
      {
        ...learning(),
        sampler: layerwise.contrastiveDivergence(),
        sparsity: { target: 0.1, cost: 0.1, decay: 0.9 },
      },
    ],
  ),
  valid(
    "rbm.epochs",
    (data: layerwise.MatrixLike | layerwise.DatasetLike, options: layerwise.RBMFitOptions) =>
      rbm().epochs(data, options),
    () => [{ inputs: inputs() }, { epochs: 1 }],
  ),
  valid("contrastiveDivergence", layerwise.contrastiveDivergence, () => [
    { steps: 1, visibleStates: "means" },
  ]),
  valid("persistentContrastiveDivergence", layerwise.persistentContrastiveDivergence, () => [
    { steps: 1, chains: 5 },
  ]),
  valid(
    "persistentContrastiveDivergence",
    (chains: number) =>
      rbm().fit(inputs(), { epochs: 1, sampler: layerwise.persistentContrastiveDivergence({ chains }) }),
    () => [5],
  ),
  valid("freeEnergyGap", layerwise.freeEnergyGap, () => [rbm(), inputs(), inputs(), { engine }]),
  valid("logLikelihood", layerwise.logLikelihood, () => [rbm(), inputs(), { logPartition: 3, engine }]),
  valid("logPartition", layerwise.logPartition, () => [rbm(), { engine }]),
  valid("pseudoLogLikelihood", layerwise.pseudoLogLikelihood, () => [
    rbm(),
    inputs(),
    { flips: 2, seed: 1, engine },
  ]),
  valid("reconstructionError", layerwise.reconstructionError, () => [rbm(), inputs(), { engine }]),

  valid(
    "DBN",
    (options: layerwise.DBNOptions) => new DBN(options),
    () => [
      {
        sizes: [4, 3, 2],
        visibleUnits: layerwise.bernoulliUnits,
        initializer: layerwise.zeros,
        seed: 1,
        engine,
        threads: 1,
      },
    ],
  ),
  valid(
    "DBN",
    (options: layerwise.DBNOptions) => new DBN(options),
    () => [{ rbms: [rbm()], seed: 1 }],
  ),
  valid("DBN.fromJSON", DBN.fromJSON, () => [written(dbn()), { ...unitParts(), engine, threads: 1 }]),
  valid(
    "dbn.pretrain",
    (data: layerwise.MatrixLike | layerwise.DatasetLike, options: layerwise.PretrainOptions) =>
      dbn().pretrain(data, options),
    () => [
      inputs(),
      {
        ...rbmRun(),
        monitors: monitors([likelihoodMonitor({ chains: 2, temperatures: 2 }) as Monitor]),
        layers: [{ ...layerRun }, {}],
      },
    ],
  ),
  valid(
    "dbn.epochs",
    (data: layerwise.MatrixLike | layerwise.DatasetLike, options: layerwise.PretrainOptions) =>
      dbn().epochs(data, options),
    () => [{ inputs: inputs() }, { epochs: 1 }],
  ),
  valid(
    "dbn.transform",
    (data: layerwise.RowsLike) => dbn().transform(data),
    () => [inputs()],
  ),
  valid(
    "dbn.toNetwork",
    (options: layerwise.ToNetworkOptions) => dbn().toNetwork(options),
    () => [
      { outputs: 2, head: layerwise.softmax, pretrainedLayers: 1, initializer: layerwise.zeros, seed: 1 },
    ],
  ),
  valid(
    "dbn.handOver",
    (data: layerwise.MatrixLike) => dbn().handOver(data),
    () => [inputs()],
  ),
  valid(
    "dbn.sample",
    (options: layerwise.DBNSampleOptions) => dbn().sample(options),
    () => [{ count: 2, gibbsSteps: 2, seed: 1 }],
  ),
];
