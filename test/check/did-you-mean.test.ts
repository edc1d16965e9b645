import { describe, expect, it } from "vitest";
import { didYouMean } from "../../src/check/did-you-mean.ts";
import { kFolds } from "../../src/data/folds.ts";
import { split } from "../../src/data/split.ts";
import * as layerwise from "../../src/index.ts";

const { DBN, Network, RBM, adaGrad, adam, adamW, batchNorm, chain, dense, dropout, sgd } = layerwise;
const network = (): layerwise.Network => Network.fromSizes([2, 2], { seed: 1, engine: "reference" });
const rbm = (): layerwise.RBM => new RBM({ visible: 2, hidden: 2, seed: 1, engine: "reference" });
const rows = [
  [0, 1],
  [1, 0],
];

/** What a call says at the end of its error where it is given one option more. */
async function hintOf(call: (option: never) => unknown, option: string): Promise<string> {
  try {
    await call({ [option]: 1 } as never);
  } catch (error) {
    const text = (error as Error).message;
    expect(text).toMatch(/^Cannot .+: expected options named ".+", got "/);
    return text.slice(text.indexOf(`got "${option}"`) + `got "${option}"`.length);
  }
  throw new Error(`${option} was taken`);
}

const toSplit = { name: "two", inputs: new layerwise.Matrix(rows), labels: [0, 1], classes: 2 } as never;

describe("didYouMean", () => {
  const fit = (option: never): unknown => network().fit(rows, [0, 1], option);
  const fitRBM = (option: never): unknown => rbm().fit(rows, option);
  const calls: [string, (option: never) => unknown, Record<string, string>][] = [
    [
      "network.fit",
      fit,
      {
        lr: "optimizer: adam({ learningRate })",
        learning_rate: "optimizer: adam({ learningRate })",
        learningRate: "optimizer: adam({ learningRate })",
        momentum: "optimizer: sgd({ momentum })",
        weight_decay: "optimizer: chain(weightDecay(0.001), adam())",
        l2: "optimizer: chain(weightDecay(0.001), adam())",
        clipNorm: "optimizer: chain(clipByGlobalNorm(1), adam())",
        validationSplit: '"validationFraction"',
        validation_split: '"validationFraction"',
        validationData: '"validation"',
        valData: '"validation"',
        batch_size: '"batchSize"',
        batch: '"batchSize"',
        batchsize: '"batchSize"',
        n_iter: '"epochs"',
        iterations: '"epochs"',
        epoch: '"epochs"',
        num_epochs: '"epochs"',
        maxEpochs: '"epochs"',
        nEpochs: '"epochs"',
        callbacks: '"onEpoch"',
        sample_weight: '"sampleWeights"',
        classWeight: '"classWeights"',
        weights: '"sampleWeights"',
        verbose: '"onEpoch"',
        patience: "earlyStopping: { patience }",
        min_delta: "earlyStopping: { minimumChange }",
        random_state: '"seed"',
        randomState: '"seed"',
        optimiser: '"optimizer"',
        optim: '"optimizer"',
        shufle: '"shuffle"',
      },
    ],
    ["rbm.fit", fitRBM, { k: "sampler: contrastiveDivergence({ steps })", n_iter: '"epochs"' }],
    [
      "new RBM",
      (o: object) => new RBM({ visible: 2, hidden: 2, ...o }),
      { n_hidden: '"hidden"', n_components: '"hidden"', nVisible: '"visible"', random_state: '"seed"' },
    ],
    ["new DBN", (o: object) => new DBN({ sizes: [2, 2], ...o }), { layers: '"sizes"' }],
    ["contrastiveDivergence", layerwise.contrastiveDivergence, { k: '"steps"', nSteps: '"steps"' }],
    ["sample", (o: never) => rbm().sample(o), { n_samples: '"count"', k: '"gibbsSteps"' }],
    [
      "adam",
      adam,
      {
        lr: '"learningRate"',
        learning_rate: '"learningRate"',
        beta1: '"firstMomentDecay"',
        beta2: '"secondMomentDecay"',
        eps: '"epsilon"',
      },
    ],
    [
      "split",
      (o: object) => split(toSplit, { fraction: 0.5, ...o }),
      {
        test_size: "fraction: 1 - testSize",
        trainSize: '"fraction"',
        validationSize: '"validationFraction"',
      },
    ],
    ["kFolds", (o: never) => kFolds(toSplit, o), { k: '"folds"', n_splits: '"folds"' }],
    ["adamW", adamW, { weight_decay: '"weightDecay"', l2: '"weightDecay"' }],
    ["sgd", sgd, { lr: '"learningRate"', momemtum: '"momentum"', Nesterov: '"nesterov"' }],
    ["adaGrad", adaGrad, { eta: '"learningRate"', learningrate: '"learningRate"' }],
    ["rmsProp", layerwise.rmsProp, { rho: '"decay"', alpha: '"learningRate"' }],
    [
      "dense",
      (o: object) => dense({ inputs: 1, outputs: 1, ...o }),
      { units: '"outputs"', inputSize: '"inputs"', in_features: '"inputs"', act: '"activation"' },
    ],
    ["dropout", (o: object) => dropout({ rate: 0.5, ...o }), { p: '"rate"' }],
    [
      "batchNorm",
      (o: object) => batchNorm({ units: 1, ...o }),
      { num_features: '"units"', eps: '"epsilon"' },
    ],
    [
      "pcaWhiten",
      (o: never) => layerwise.pcaWhiten.fit(rows, o),
      { n_components: '"components"', nComponents: '"components"' },
    ],
    [
      "step",
      (o: object) => layerwise.step({ rate: 1, factor: 0.5, every: 1, ...o }),
      { gamma: '"factor"', step_size: '"every"', lr: '"rate"' },
    ],
    [
      "exponential",
      (o: object) => layerwise.exponential({ rate: 1, decay: 0.5, ...o }),
      { gamma: '"decay"' },
    ],
    [
      "cosine",
      (o: object) => layerwise.cosine({ rate: 1, epochs: 1, ...o }),
      { T_max: '"epochs"', eta_min: '"final"' },
    ],
    [
      "oneCycle",
      (o: object) => layerwise.oneCycle({ peak: 1, epochs: 1, ...o }),
      { max_lr: '"peak"', pct_start: '"rise"', rate: '"peak"' },
    ],
    [
      "reduceOnPlateau",
      (o: object) => layerwise.reduceOnPlateau({ rate: 1, ...o }),
      { min_lr: '"minimum"', threshold: '"minimumChange"' },
    ],
  ];
  const table = calls.flatMap(([name, call, meant]) =>
    Object.entries(meant).map(([option, hint]) => ({ name, call, option, hint })),
  );
  it.each(table)("didYouMean leads from $option of $name to $hint", async ({ call, option, hint }) => {
    expect(await hintOf(call, option)).toBe(` (did you mean ${hint}?)`);
  });

  it.each(["color", "x", "", "constructor", "__proto__", "résumé", "名前"])(
    "didYouMean says nothing where %s is like nothing",
    (typed) => {
      expect(didYouMean(typed, ["epochs", "batchSize", "optimizer", "seed"])).toBe("");
    },
  );

  it("didYouMean is not held up by a very long word", () => {
    expect(didYouMean("y".repeat(1e6), ["epochs", "y".repeat(20)])).toBe(
      ` (did you mean "${"y".repeat(20)}"?)`,
    );
    expect(didYouMean(`x${"y".repeat(1e6)}`, ["epochs", "y".repeat(20)])).toBe("");
  });

  it("didYouMean suggests nothing that the call does not take", async () => {
    for (const option of ["lr", "beta1", "eps", "k", "n_components", "testSize", "gamma"]) {
      expect(await hintOf((o: object) => layerwise.normal({ std: 1, ...o }), option)).toBe("");
    }
  });

  it.each([
    ["adma", "adam"],
    ["SGD", "sgd"],
    ["rmsprop", "rmsProp"],
    ["adam-w", "adamW"],
  ])("didYouMean finds a letter out of place and another way of writing: %s", (typed, meant) => {
    expect(didYouMean(typed, ["sgd", "rmsProp", "adam", "adamW"])).toBe(` (did you mean "${meant}"?)`);
  });

  it("what didYouMean suggests instead of an option is a way that works", async () => {
    const optimizers = [
      adam({ learningRate: 0.1 }),
      sgd({ momentum: 0.5 }),
      chain(layerwise.weightDecay(0.001), adam()),
      chain(layerwise.l1Penalty(0.001), adam()),
      chain(layerwise.clipByGlobalNorm(1), adam()),
    ];
    for (const optimizer of optimizers) await network().fit(rows, [0, 1], { epochs: 1, optimizer });
    const sampler = layerwise.contrastiveDivergence({ steps: 2 });
    await rbm().fit(rows, { epochs: 1, sampler });
  });
});
