import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { relu } from "../src/activation/relu.ts";
import { barsAndStripes } from "../src/data/bars-and-stripes.ts";
import { datasetFromCsv } from "../src/data/csv.ts";
import { loadDigits } from "../src/data/digits.ts";
import { DBN } from "../src/dbn/dbn.ts";
import { defaultBatchSize, defaultEpochs } from "../src/fit/length-of-run.ts";
import { softmax } from "../src/head/softmax.ts";
import { zeros } from "../src/initializer/zeros.ts";
import { dense } from "../src/layers/dense.ts";
import { Matrix } from "../src/matrix/matrix.ts";
import { Network } from "../src/network/network.ts";
import { sgd } from "../src/optimizer/sgd.ts";
import { minMax } from "../src/preprocess/min-max.ts";
import { RandomStream } from "../src/random/stream.ts";
import { baseRate, fastPersistentContrastiveDivergence } from "../src/rbm/index.ts";
import { logLikelihood } from "../src/rbm/likelihood/log-likelihood.ts";
import { RBM } from "../src/rbm/rbm.ts";
import { contrastiveDivergence } from "../src/rbm/samplers/contrastive-divergence.ts";
import { persistentContrastiveDivergence } from "../src/rbm/samplers/persistent-contrastive-divergence.ts";
import type { Sampler } from "../src/rbm/samplers/sampler.ts";
import type { RBMFitOptions } from "../src/rbm/training/fit-options.ts";
import { piecewise } from "../src/schedule/piecewise.ts";
import { gaussianUnits } from "../src/units/gaussian.ts";
import { meanOf, plainNet, plainRegression, pretrainedAndRandom, twoFactors } from "./defaults/trials.ts";
import { bitsOf } from "./support/bits.ts";
import { engine, leavesStatistics } from "./support/engine-under-test.ts";

const table = (name: string): string =>
  readFileSync(new URL(`./fixtures/uci/${name}.csv`, import.meta.url), "utf8");
const wine = datasetFromCsv(table("wine"), { label: "class", name: "wine" });

describe("the length of a run without options", () => {
  it.each([
    [1, 1, 1500],
    [10, 10, 1500],
    [150, 20, 188],
    [1000, 20, 30],
    [1500, 30, 30],
    [5000, 100, 30],
    [15_000, 100, 10],
    [60_000, 100, 10],
  ])("of %d examples: batches of %d, %d epochs", (examples, batchSize, epochs) => {
    expect(defaultBatchSize(examples)).toBe(batchSize);
    expect(defaultEpochs(examples)).toBe(epochs);
  });

  it("stands in the history, and gives way to what is given", async () => {
    const rbm = new RBM({ visible: 2, hidden: 2, seed: 1, engine });
    const data = [
      [0, 1],
      [1, 0],
      [1, 1],
    ];
    const { settings } = await rbm.fit(data);
    expect(settings).toMatchObject([{ examples: 3, batchSize: 3, epochs: 1500 }]);
    const given = await rbm.fit(data, { epochs: 4, batchSize: 2 });
    expect(given.settings).toMatchObject([{ examples: 3, batchSize: 2, epochs: 4 }]);
  });
});

describe("the path without options", () => {
  it("trains a pretrained net on the digits to 95 % and above its random start", async () => {
    const { pretrained, random } = await pretrainedAndRandom(await loadDigits(), 1);
    expect(pretrained).toBeGreaterThanOrEqual(0.95);
    expect(pretrained).toBeGreaterThan(random - 0.01);
  });

  it("trains a plain net on a table as well as scikit-learn does, 97.8 %, within a point", async () => {
    expect(await plainNet(wine, 1)).toBeGreaterThanOrEqual(0.968);
  });

  it("explains .45 of the variance of a number and more", async () => {
    const [, ...lines] = table("diabetes").trim().split("\n");
    const numbers = lines.map((line) => line.split(",").map(Number));
    const inputs = numbers.map((row) => row.slice(0, -1));
    const targets = numbers.map((row) => row.at(-1)!);
    expect(await plainRegression(inputs, targets, 1)).toBeGreaterThanOrEqual(0.45);
  });

  it
    .skipIf(leavesStatistics)
    .each([
      contrastiveDivergence(),
      persistentContrastiveDivergence(),
      fastPersistentContrastiveDivergence(),
    ] as Sampler[])(
    "lets an RBM learn the digits by $name, five nats beyond independent pixels",
    async (sampler) => {
      const { inputs } = await loadDigits();
      const images = inputs.to2DArray().map((row) => row.map((pixel) => Number(pixel >= 0.5)));
      const rbm = new RBM({ visible: 64, hidden: 12, seed: 1, engine });
      await rbm.fit(images, { sampler });
      const gain = logLikelihood(rbm, images) - logLikelihood(baseRate(rbm, images), images);
      expect(gain).toBeGreaterThan(5);
    },
  );

  it("takes momentum where chains begin at the examples, and none where they go on", async () => {
    const { inputs } = barsAndStripes(3);
    const trained = async (options: RBMFitOptions) => {
      const rbm = new RBM({ visible: 9, hidden: 4, seed: 1, engine });
      await rbm.fit(inputs, { epochs: 8, ...options });
      return bitsOf(rbm.parameters);
    };
    const momentum = piecewise({ values: [0.5, 0.9], until: [5] });
    const persistent = persistentContrastiveDivergence() as Sampler;
    const [withMomentum, without] = [sgd({ learningRate: 0.1, momentum }), sgd({ learningRate: 0.1 })];
    expect(await trained({})).toEqual(await trained({ optimizer: withMomentum }));
    expect(await trained({ sampler: persistent })).toEqual(
      await trained({ sampler: persistent, optimizer: without }),
    );
    const { isPersistent: _, ...own } = persistent;
    expect(await trained({ sampler: own })).toEqual(
      await trained({ sampler: persistent, optimizer: withMomentum }),
    );
  });

  it("lets an RBM with Gaussian units find two factors", async () => {
    const errors: number[] = [];
    for (const seed of [1, 2, 3]) errors.push((await twoFactors(16, seed)).error);
    expect(meanOf(errors)).toBeLessThanOrEqual(1.5); // the mean alone: 4
  });
});

describe("history.warnings", () => {
  const random = new RandomStream(1, "inputs");
  const inputs = Matrix.zeros(200, 4).apply(function draw(this: Matrix, row: number, column: number) {
    this.set(row, column, random.normal());
  }) as Matrix;
  const labels = Array.from({ length: 200 }, (_, row) =>
    inputs.get(row, 0) * inputs.get(row, 1) > 0 ? 1 : 0,
  );

  it("says that the loss was still falling at the end, and nothing once it has come down", async () => {
    const build = (): Network => Network.fromSizes([4, 20, 2], { seed: 1, engine });
    const short = await build().fit(inputs, labels, { epochs: 4 });
    expect(short.warnings).toEqual([
      expect.stringMatching(/^The loss was still falling in the last epoch, from/),
    ]);
    expect(String(short)).toContain(`Warning: ${short.warnings[0]}`);
    const signs = labels.map((_, row) => (inputs.get(row, 0) > 0 ? 1 : 0));
    expect((await build().fit(inputs, signs)).warnings).toEqual([]);
  });

  it("says that one class is predicted for everything, and which units are dead", async () => {
    const network = new Network({
      layers: [dense({ inputs: 4, outputs: 3, activation: relu }), dense({ inputs: 3, outputs: 2 })],
      head: softmax,
      parameters: {
        "0.bias": new Matrix([[-100, -100, 100]]),
        "1.weights": Matrix.zeros(3, 2),
        "1.bias": new Matrix([[1, 0]]),
      },
      seed: 1,
      engine,
    });
    const { warnings } = await network.fit(inputs, labels, {
      epochs: 1,
      optimizer: sgd({ learningRate: 1e-9 }),
    });
    expect(warnings).toEqual([
      "Class 0 is predicted for every example: the network tells nothing apart.",
      "Layer 0 (relu): 66.7 % of its units are dead: no example moves them.",
    ]);
    const one = await Network.fromSizes([4, 2], { seed: 1, engine }).fit(
      inputs,
      labels.map(() => 1),
    );
    expect(one.warnings).not.toContainEqual(expect.stringContaining("for every example"));
  });

  it("says that an RBM reconstructs no better than the mean, by the figures of both", async () => {
    const rbm = new RBM({ visible: 4, hidden: 3, visibleUnits: gaussianUnits, initializer: zeros, engine });
    const { warnings } = await rbm.fit(inputs, { epochs: 1, optimizer: sgd({ learningRate: 1e-9 }) });
    expect(warnings).toEqual([
      expect.stringMatching(
        /^The RBM has learned next to nothing: its squared reconstruction error is [\d.]+, that of the mean of the data/,
      ),
    ]);
  });

  it("says of an RBM on columns that do not vary that there is nothing to learn", async () => {
    const rbm = new RBM({ visible: 3, hidden: 2, visibleUnits: gaussianUnits, seed: 1, engine });
    const same = Array.from({ length: 20 }, () => [5, 0.1, -2]);
    const { warnings } = await rbm.fit(same, { epochs: 5 });
    expect(warnings).toContain("The columns of the data do not vary: there is nothing to learn.");
    expect(warnings.join()).not.toContain("learned next to nothing");
  });

  it("advises standardized columns where those of Gaussian units are far out", async () => {
    const rbm = new RBM({ visible: 4, hidden: 3, visibleUnits: gaussianUnits, seed: 1, engine });
    const far = inputs.to2DArray().map((row) => row.map((value) => 5000 + 1000 * value));
    const { warnings } = await rbm.fit(far, { epochs: 20 });
    expect(warnings[0]).toContain("Standardized columns, more epochs or more hidden units may help");
  });

  it("says how many hidden units answer to no example", async () => {
    const hiddenBias = [[-50, -50, 50, 0]];
    const rbm = new RBM({ visible: 2, hidden: 4, parameters: { hiddenBias }, seed: 1, engine });
    const { warnings } = await rbm.fit(
      [
        [0, 1],
        [1, 0],
        [1, 1],
      ],
      { epochs: 1 },
    );
    expect(warnings).toContainEqual(
      expect.stringMatching(/^50 % of the hidden units are off for every example and 25 % are on/),
    );
  });

  it("says of a stack on columns of 0 and 1 beside narrow ones what it leaves a net, and nothing of one on images", async () => {
    const rows = Array.from({ length: 300 }, () => {
      const [first, second] = [random.integer(3), random.integer(3)];
      const words = [0, 1, 2].flatMap((word) => [Number(first === word), Number(second === word)]);
      const answer = random.integer(2);
      return [...words, answer, 1 - answer, random.normal(), random.normal(), random.normal()];
    });
    const mixed = minMax.fit(rows).transform(rows);
    const { warnings } = await new DBN({ sizes: [11, 20], seed: 1, engine }).pretrain(mixed);
    expect(warnings).toContainEqual(
      expect.stringMatching(
        /^RBM 0: [\d.]+ % of the outputs of the hidden units are saturated: a net that starts/,
      ),
    );
    const digits = await loadDigits();
    expect((await new DBN({ sizes: [64, 40], seed: 1, engine }).pretrain(digits)).warnings).toEqual([]);
  });

  it("names the columns of a lone RBM that it does not see", async () => {
    const shared = Array.from({ length: 200 }, () => random.normal());
    const rows = shared.map((factor) => [
      factor,
      factor,
      factor,
      0.01 * random.normal(),
      0.01 * random.normal(),
    ]);
    const rbm = new RBM({ visible: 5, hidden: 4, visibleUnits: gaussianUnits, seed: 1, engine });
    const { warnings } = await rbm.fit(rows);
    expect(warnings).toContainEqual(
      expect.stringMatching(/^2 of 5 columns \(3, 4\) are reconstructed hardly better than by their mean/),
    );
  });

  it("says that no more is told right than one class alone would be", async () => {
    const network = Network.fromSizes([4, 2], { seed: 1, engine });
    const reversed = labels.map((label, row) => (inputs.get(row, 0) > 0 ? 1 - label : label)); // no line parts them
    const { warnings } = await network.fit(inputs, reversed, {
      epochs: 1,
      optimizer: sgd({ learningRate: 1e-9 }),
    });
    expect(warnings).toContainEqual(
      expect.stringMatching(
        /^[\d.]+ % of the examples are told right, where the most frequent class alone has [\d.]+ %\.$/,
      ),
    );
  });
});
