import { describe, expect, it } from "vitest";
import { DBN, type DBNOptions, type DBNSampleOptions } from "../src/dbn/dbn.ts";
import type { LayerPretrainOptions, PretrainOptions } from "../src/dbn/pretrain.ts";
import type { ToNetworkOptions } from "../src/dbn/to-network.ts";
import { logistic } from "../src/head/logistic.ts";
import { softmax } from "../src/head/softmax.ts";
import type { Initializer } from "../src/initializer/initializer.ts";
import { type IsometricLogisticOptions, isometricLogistic } from "../src/initializer/isometric-logistic.ts";
import { type NormalOptions, normal } from "../src/initializer/normal.ts";
import { type OrthogonalOptions, orthogonal } from "../src/initializer/orthogonal.ts";
import { type SparseOptions, sparse } from "../src/initializer/sparse.ts";
import { type UniformOptions, uniform } from "../src/initializer/uniform.ts";
import { type BatchNormOptions, batchNorm } from "../src/layers/batch-norm.ts";
import { type DenseOptions, dense } from "../src/layers/dense.ts";
import { type LayerNormOptions, layerNorm } from "../src/layers/layer-norm.ts";
import type { WeightOptions } from "../src/network/example-weights.ts";
import type { FromSizesOptions } from "../src/network/from-sizes.ts";
import { Network } from "../src/network/network.ts";
import type { FromJSONOptions } from "../src/network/network-json.ts";
import type { NetworkOptions } from "../src/network/network-options.ts";
import type { NetworkFitOptions } from "../src/network/prepare-fit.ts";
import type { NewHead } from "../src/network/replace-head.ts";
import { RandomStream } from "../src/random/stream.ts";
import { type LogLikelihoodOptions, logLikelihood } from "../src/rbm/likelihood/log-likelihood.ts";
import { logPartition } from "../src/rbm/likelihood/log-partition.ts";
import type { MeasureOptions } from "../src/rbm/likelihood/measure.ts";
import {
  type PseudoLogLikelihoodOptions,
  pseudoLogLikelihood,
} from "../src/rbm/likelihood/pseudo-log-likelihood.ts";
import { reconstructionError } from "../src/rbm/likelihood/reconstruction-error.ts";
import { RBM } from "../src/rbm/rbm.ts";
import type { DrawOptions, RBMOptions, SampleOptions } from "../src/rbm/rbm-options.ts";
import {
  type ContrastiveDivergenceOptions,
  contrastiveDivergence,
} from "../src/rbm/samplers/contrastive-divergence.ts";
import {
  type PersistentContrastiveDivergenceOptions,
  persistentContrastiveDivergence,
} from "../src/rbm/samplers/persistent-contrastive-divergence.ts";
import type { RBMFitOptions } from "../src/rbm/training/fit-options.ts";
import { bitsOf } from "./support/bits.ts";
import { engine } from "./support/engine-under-test.ts";

/** The same options, where those that may be left out may be undefined too. */
type Undefinable<Options> = {
  [Name in keyof Options]: object extends Pick<Options, Name> ? Options[Name] | undefined : Options[Name];
};

const rows = [
  [1, 0, 1, 1],
  [0, 1, 1, 0],
  [1, 1, 0, 0],
  [0, 0, 1, 1],
];
const labels = [0, 1, 1, 0];
const network = (options: Partial<FromSizesOptions> = {}): Network =>
  Network.fromSizes([4, 3, 2], { seed: 1, engine, ...options });
const rbm = (): RBM => new RBM({ visible: 4, hidden: 3, seed: 1, engine });
const dbn = (): DBN => new DBN({ sizes: [4, 3, 2], seed: 1, engine });
const drawn = (initializer: Initializer): unknown =>
  bitsOf({
    w: initializer.draw({ inputs: 30, outputs: 4 }, new RandomStream(1, "weights"), "first").weights,
  });

const fitOptions = [
  "epochs",
  "batchSize",
  "shuffle",
  "optimizer",
  "seed",
  "earlyStopping",
  "onBatch",
  "onEpoch",
  "signal",
];

/** Functions that take options, with the names of those that may be left out, and what they give with some that are named. */
const functions: [string, readonly string[], (options: object) => unknown][] = [
  ["normal", ["std", "mean"], (options) => drawn(normal(options))],
  ["uniform", ["limit"], (options) => drawn(uniform(options))],
  ["sparse", ["connections", "std"], (options) => drawn(sparse(options))],
  ["orthogonal", ["gain"], (options) => drawn(orthogonal(options))],
  ["isometricLogistic", ["gain"], (options) => drawn(isometricLogistic(options))],
  [
    "dense",
    ["activation", "initializer"],
    (options) => dense({ inputs: 2, outputs: 3, ...options }).toJSON(),
  ],
  ["batchNorm", ["momentum", "epsilon"], (options) => batchNorm({ units: 3, ...options }).toJSON()],
  ["layerNorm", ["epsilon"], (options) => layerNorm({ units: 3, ...options }).toJSON()],
  ["contrastiveDivergence", ["steps", "visibleStates"], (options) => contrastiveDivergence(options).name],
  [
    "persistentContrastiveDivergence",
    ["steps", "chains"],
    (options) => persistentContrastiveDivergence(options).name,
  ],
  [
    "new Network",
    ["parameters", "statistics", "engine", "threads"],
    (options) =>
      bitsOf(new Network({ layers: network().layers, head: softmax, seed: 1, ...options }).parameters),
  ],
  [
    "Network.fromSizes",
    ["activation", "initializer", "head", "engine", "threads"],
    (options) => JSON.stringify(Network.fromSizes([4, 3, 1], { seed: 1, ...options })),
  ],
  [
    "Network.fromJSON",
    ["activations", "engine", "threads"],
    (options) => JSON.stringify(Network.fromJSON(network().toJSON(), options)),
  ],
  [
    "network.withHead",
    ["initializer", "seed"],
    (options) => bitsOf(network().withHead({ outputs: 1, head: logistic, ...options }).parameters),
  ],
  [
    "network.fit",
    [...fitOptions, "sampleWeights", "classWeights", "validation", "validationFraction", "probe"],
    async (options) => {
      const trained = network();
      await trained.fit(rows, labels, options);
      return bitsOf(trained.parameters);
    },
  ],
  [
    "network.evaluate",
    ["sampleWeights", "classWeights"],
    (options) => network().evaluate(rows, labels, options),
  ],
  [
    "new RBM",
    ["visibleUnits", "hiddenUnits", "initializer", "parameters", "engine", "threads"],
    (options) => JSON.stringify(new RBM({ visible: 4, hidden: 3, seed: 1, ...options })),
  ],
  [
    "new RBM with parameters",
    ["weights", "visibleBias", "hiddenBias"],
    (parameters) =>
      JSON.stringify(new RBM({ visible: 4, hidden: 3, seed: 1, parameters: { ...parameters } })),
  ],
  [
    "rbm.fit",
    [...fitOptions, "sampler", "sparsity", "observed", "monitors", "validation"],
    async (options) => {
      const trained = rbm();
      await trained.fit(rows, options);
      return bitsOf(trained.parameters);
    },
  ],
  [
    "rbm.fit with earlyStopping",
    ["monitor"],
    async (rule) => {
      const trained = rbm();
      const { bestEpoch } = await trained.fit(rows, {
        validation: rows,
        earlyStopping: { patience: 2, ...rule },
      });
      return [bestEpoch, bitsOf(trained.parameters)];
    },
  ],
  [
    "rbm.fit with sparsity",
    ["decay"],
    async (sparsity) => {
      const trained = rbm();
      await trained.fit(rows, { sparsity: { target: 0.1, cost: 1, ...sparsity } });
      return bitsOf(trained.parameters);
    },
  ],
  ["rbm.sampleHidden", ["seed"], (options) => rbm().sampleHidden(rows, options)],
  ["rbm.sampleVisible", ["seed"], (options) => rbm().sampleVisible([[1, 0, 1]], options)],
  ["rbm.sample", ["count", "gibbsSteps", "start", "seed"], (options) => rbm().sample(options)],
  ["logPartition", ["engine"], (options) => logPartition(rbm(), options)],
  ["logLikelihood", ["logPartition", "engine"], (options) => logLikelihood(rbm(), rows, options)],
  [
    "pseudoLogLikelihood",
    ["flips", "seed", "engine"],
    (options) => pseudoLogLikelihood(rbm(), rows, options),
  ],
  ["reconstructionError", ["engine"], (options) => reconstructionError(rbm(), rows, options)],
  [
    "new DBN",
    ["visibleUnits", "initializer", "engine", "threads", "rbms"],
    (options) => JSON.stringify(new DBN({ sizes: [4, 3], seed: 1, ...options })),
  ],
  [
    "dbn.pretrain",
    [...fitOptions, "sampler", "sparsity", "validation", "layers"],
    async (options) => {
      const trained = dbn();
      await trained.pretrain(rows, options);
      return JSON.stringify(trained);
    },
  ],
  [
    "dbn.pretrain with layers",
    [...fitOptions, "sampler", "sparsity"],
    async (changes) => {
      const trained = dbn();
      await trained.pretrain(rows, { epochs: 3, seed: 5, layers: [changes, { epochs: 1 }] });
      return JSON.stringify(trained);
    },
  ],
  [
    "dbn.toNetwork",
    ["head", "pretrainedLayers", "initializer", "seed"],
    (options) => JSON.stringify(dbn().toNetwork({ outputs: 1, ...options })),
  ],
  ["dbn.sample", ["count", "gibbsSteps", "seed"], (options) => dbn().sample(options)],
];

describe("an option that is undefined", () => {
  it.each(functions)("of %s is one that is left out", async (_name, names, call) => {
    const undefinedOptions = Object.fromEntries(names.map((name) => [name, undefined]));
    expect(await call(undefinedOptions)).toEqual(await call({}));
  });

  it("may be written where options are typed exactly", () => {
    // Each line compiles only where the type of every option that may be left out includes undefined.
    const proofs = [
      (options: Undefinable<NetworkOptions>): NetworkOptions => options,
      (options: Undefinable<FromSizesOptions>): FromSizesOptions => options,
      (options: Undefinable<FromJSONOptions>): FromJSONOptions => options,
      (options: Undefinable<NewHead>): NewHead => options,
      (options: Undefinable<WeightOptions>): WeightOptions => options,
      (
        options: Undefinable<Pick<NetworkFitOptions, "validation" | "validationFraction" | "probe">>,
      ): Partial<NetworkFitOptions> => options,
      (options: Undefinable<RBMOptions>): RBMOptions => options,
      (
        options: Undefinable<Pick<RBMFitOptions, "sampler" | "sparsity" | "validation">>,
      ): Partial<RBMFitOptions> => options,
      (
        options: Undefinable<Pick<LayerPretrainOptions, "sampler" | "sparsity">>,
      ): Partial<LayerPretrainOptions> => options,
      (options: Undefinable<Pick<PretrainOptions, "layers">>): Partial<PretrainOptions> => options,
      (options: Undefinable<DrawOptions>): DrawOptions => options,
      (options: Undefinable<SampleOptions>): SampleOptions => options,
      (options: Undefinable<MeasureOptions>): MeasureOptions => options,
      (options: Undefinable<LogLikelihoodOptions>): LogLikelihoodOptions => options,
      (options: Undefinable<PseudoLogLikelihoodOptions>): PseudoLogLikelihoodOptions => options,
      (options: Undefinable<ContrastiveDivergenceOptions>): ContrastiveDivergenceOptions => options,
      (
        options: Undefinable<PersistentContrastiveDivergenceOptions>,
      ): PersistentContrastiveDivergenceOptions => options,
      (options: Undefinable<ToNetworkOptions>): ToNetworkOptions => options,
      (options: Undefinable<DBNSampleOptions>): DBNSampleOptions => options,
      (options: Undefinable<DenseOptions>): DenseOptions => options,
      (options: Undefinable<BatchNormOptions>): BatchNormOptions => options,
      (options: Undefinable<LayerNormOptions>): LayerNormOptions => options,
      (options: Undefinable<NormalOptions>): NormalOptions => options,
      (options: Undefinable<UniformOptions>): UniformOptions => options,
      (options: Undefinable<SparseOptions>): SparseOptions => options,
      (options: Undefinable<OrthogonalOptions>): OrthogonalOptions => options,
      (options: Undefinable<IsometricLogisticOptions>): IsometricLogisticOptions => options,
    ];
    const stack: DBNOptions = { sizes: [4, 3], seed: undefined, visibleUnits: undefined, rbms: undefined };
    expect(proofs.length).toBe(27);
    expect(new DBN(stack).rbms.length).toBe(1);
  });
});
