import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DBN } from "../../../src/dbn/dbn.ts";
import type { PretrainOptions } from "../../../src/dbn/pretrain.ts";
import { reduceOnPlateau } from "../../../src/fit/reduce-on-plateau.ts";
import { Matrix } from "../../../src/matrix/matrix.ts";
import { adam } from "../../../src/optimizer/adam.ts";
import { optimizers } from "../../../src/optimizer/all.ts";
import { chain } from "../../../src/optimizer/chain.ts";
import { clipByGlobalNorm } from "../../../src/optimizer/clip-by-global-norm.ts";
import { sgd } from "../../../src/optimizer/sgd.ts";
import { weightDecay } from "../../../src/optimizer/weight-decay.ts";
import { RBM } from "../../../src/rbm/rbm.ts";
import type { RBMOptions } from "../../../src/rbm/rbm-options.ts";
import { contrastiveDivergence } from "../../../src/rbm/samplers/contrastive-divergence.ts";
import { exactGradient } from "../../../src/rbm/samplers/exact-gradient.ts";
import { fastPersistentContrastiveDivergence } from "../../../src/rbm/samplers/fast-persistent-contrastive-divergence.ts";
import { hiddenDropout } from "../../../src/rbm/samplers/hidden-dropout.ts";
import { meanField } from "../../../src/rbm/samplers/mean-field.ts";
import { parallelTempering } from "../../../src/rbm/samplers/parallel-tempering.ts";
import { persistentContrastiveDivergence } from "../../../src/rbm/samplers/persistent-contrastive-divergence.ts";
import type { Sampler } from "../../../src/rbm/samplers/sampler.ts";
import { centering } from "../../../src/rbm/training/centering.ts";
import type { RBMFitOptions } from "../../../src/rbm/training/fit-options.ts";
import { cosine } from "../../../src/schedule/cosine.ts";
import { bernoulliUnits } from "../../../src/units/bernoulli.ts";
import { binomialUnits } from "../../../src/units/binomial.ts";
import { gaussianUnits } from "../../../src/units/gaussian.ts";
import { learnedGaussianUnits } from "../../../src/units/learned-gaussian.ts";
import { mixedUnits } from "../../../src/units/mixed.ts";
import { noisyRectifiedUnits } from "../../../src/units/noisy-rectified.ts";
import { softmaxUnits } from "../../../src/units/softmax.ts";
import { spinUnits } from "../../../src/units/spin.ts";
import { truncatedExponentialUnits } from "../../../src/units/truncated-exponential.ts";
import { bitsOf } from "../../support/bits.ts";
import { inParts, withoutSeconds } from "../../support/cut.ts";
import { engine } from "../../support/engine-under-test.ts";
import { randomMatrix } from "../../support/random-matrix.ts";

const bits = randomMatrix("data of a run", 23, 6);
for (let row = 0; row < bits.rows; row++) {
  for (let column = 0; column < 6; column++) bits.set(row, column, bits.get(row, column) > 0 ? 1 : 0);
}
const numbers = randomMatrix("numbers of a run", 23, 6);
const categories = new Matrix(
  bits.to2DArray().map((row, index) => row.map((_, column) => (column % 3 === index % 3 ? 1 : 0))),
);
const EPOCHS = 4; // of 5 batches
const declining = cosine({ rate: 0.3, epochs: EPOCHS });

const samplers: readonly Sampler[] = [
  contrastiveDivergence({ steps: 2 }),
  contrastiveDivergence({ visibleStates: "means" }),
  persistentContrastiveDivergence({ chains: 7, steps: 2 }),
  fastPersistentContrastiveDivergence({ chains: 7 }),
  parallelTempering({ chains: 5, temperatures: 4 }),
  meanField({ chains: 7, order: 3 }),
  exactGradient(),
  hiddenDropout({ rate: 0.4 }),
];

async function train(options: RBMFitOptions, model: Partial<RBMOptions> = {}): Promise<string> {
  const rbm = new RBM({ visible: 6, hidden: 4, seed: 7, engine, ...model });
  const data = ["gaussian", "learnedGaussian"].includes(rbm.visibleUnits.name)
    ? numbers
    : rbm.visibleUnits.name.startsWith("softmax")
      ? categories
      : bits;
  const history = await rbm.fit(data, { epochs: EPOCHS, batchSize: 5, seed: 3, ...options });
  return withoutSeconds(history, bitsOf(rbm.parameters));
}

describe("An RBM's run that is cut", () => {
  const table = samplers.flatMap((sampler) =>
    optimizers.map((optimizer) => ({
      name: `${sampler.name}, ${optimizer.name}`,
      options: { sampler, optimizer },
    })),
  );
  it.each(table)("ends with the bits of the unbroken one, wherever it is cut: $name", async ({ options }) => {
    const expected = await train(options);
    for (const cut of [1, 4, 5, 6, 12, 19, 20]) {
      const found = await inParts([cut], (part, first) =>
        train({ ...options, ...part }, { seed: first ? 7 : 8 }),
      );
      expect(found, `cut at ${cut}`).toBe(expected);
    }
  });

  const persistent = persistentContrastiveDivergence({ chains: 7, steps: 2 });
  const fast = fastPersistentContrastiveDivergence({ chains: 7 });
  const sampleWeights = Array.from({ length: 23 }, (_, row) => row % 4);
  const others: Record<string, readonly [RBMFitOptions, Partial<RBMOptions>?]> = {
    "by default": [{}],
    "with sparsity": [{ sparsity: { target: 0.1, cost: 0.5 }, sampler: persistent }],
    "with Gaussian units": [{ sampler: persistent }, { visibleUnits: gaussianUnits }],
    "with early stopping": [{ validation: bits, earlyStopping: { patience: 1 }, optimizer: adam() }],
    "with centering at a mean of both": [{ centering: centering({ visible: "average", hidden: "model" }) }],
    "with centering of persistent chains, and sparsity": [
      { centering: centering(), sampler: persistent, sparsity: { target: 0.1, cost: 0.5 } },
    ],
    "with centering under dropout": [{ centering: centering({ rate: 0.5 }), sampler: hiddenDropout() }],
    "with weights": [{ sampleWeights }],
    "with weights, centering and fast chains": [{ sampleWeights, centering: centering(), sampler: fast }],
    "with missing entries": [{ observed: bits, sampler: hiddenDropout({ rate: 0.2 }) }],
    "in file order": [{ shuffle: false, sampler: fast }],
    "with a rate on a plateau": [
      {
        validation: bits,
        optimizer: adam({ learningRate: reduceOnPlateau({ rate: 0.1, patience: 1 }) }),
        sampler: fast,
      },
    ],
    "with a schedule, clipping and decay": [
      {
        optimizer: chain(
          clipByGlobalNorm(1),
          weightDecay(0.01),
          sgd({ learningRate: declining, momentum: 0.9 }),
        ),
      },
    ],
    "with a precision that is learnt": [{ sampler: fast }, { visibleUnits: learnedGaussianUnits() }],
    "with spins and categories": [
      { sampler: fast },
      { visibleUnits: softmaxUnits({ categories: 3 }), hiddenUnits: spinUnits },
    ],
    "with counts": [{ sampler: persistent }, { hiddenUnits: binomialUnits({ trials: 3 }) }],
    "with rectified units that draw": [{}, { hiddenUnits: noisyRectifiedUnits }],
    "with units of two kinds": [
      { sampler: persistent, centering: centering() },
      {
        visibleUnits: mixedUnits([
          { units: bernoulliUnits, columns: 2 },
          { units: gaussianUnits, columns: 4 },
        ]),
      },
    ],
    "with numbers in an interval": [{ sampler: persistent }, { visibleUnits: truncatedExponentialUnits }],
  };
  it.each(Object.entries(others))("ends with the same bits $0", async (_, [options, model = {}]) => {
    const expected = await train(options, model);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 4 }), async (cuts) => {
        const found = await inParts(cuts, (part, first) =>
          train({ ...options, ...part }, { ...model, seed: first ? 7 : 8 }),
        );
        expect(found).toBe(expected);
      }),
      { numRuns: 12 },
    );
  });
});

describe("A DBN's run that is cut", () => {
  async function pretrain(options: PretrainOptions, seed = 7): Promise<string> {
    const dbn = new DBN({ sizes: [6, 5, 4, 3], seed, engine });
    const common = { epochs: EPOCHS, batchSize: 5, validation: bits };
    const history = await dbn.pretrain(bits, { ...common, ...options });
    return withoutSeconds(
      history,
      dbn.rbms.map(({ parameters }) => bitsOf(parameters)),
    );
  }

  const options: Record<string, PretrainOptions> = {
    "by default": {},
    "with fast chains, centering and sparsity": {
      sampler: fastPersistentContrastiveDivergence({ chains: 5 }),
      centering: centering(),
      sparsity: { target: 0.1, cost: 0.5 },
    },
    "with a sampler for each layer": {
      layers: [
        { sampler: parallelTempering({ chains: 5, temperatures: 3 }) },
        { sampler: meanField({ chains: 5 }) },
        { sampler: hiddenDropout() },
      ],
    },
    "with persistent chains, and a seed and layers of their own": {
      sampler: persistentContrastiveDivergence({ chains: 5 }),
      seed: "own",
      layers: [{}, { epochs: 2, optimizer: adam() }, { earlyStopping: { patience: 1 } }],
    },
  };
  it.each(Object.entries(options))(
    "ends with the same bits, in the middle of a layer too: $0",
    async (_, each) => {
      const expected = await pretrain(each);
      await fc.assert(
        fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 3 }), async (cuts) => {
          expect(await inParts(cuts, (part, first) => pretrain({ ...each, ...part }, first ? 7 : 8))).toBe(
            expected,
          );
        }),
        { numRuns: 20 },
      );
    },
  );
});
