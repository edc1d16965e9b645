import {
  classicUniform,
  DBN,
  gaussianUnits,
  linear,
  type Matrix,
  minMax,
  Network,
  RandomStream,
  RBM,
  reconstructionError,
  sigmoid,
  standardize,
} from "layerwise";
import { type LabeledDataset, split, take } from "layerwise/data";
import { pretrainSupervised, StackedAutoencoders } from "layerwise/pretraining";

/** The parts of one split of the examples into folds. */
export interface Fold {
  readonly train: readonly number[];
  readonly test: readonly number[];
}

/** Shuffled folds: each example is in the test part of one of them. */
export function shuffledFolds(examples: number, count: number, seed: number): Fold[] {
  const order = Array.from(new RandomStream(seed, "folds").permutation(examples));
  return Array.from({ length: count }, (_, fold) => ({
    train: order.filter((_, place) => place % count !== fold),
    test: order.filter((_, place) => place % count === fold),
  }));
}

/**
 * The share of a test fifth that is right after `pretrain` and `fit` without any option, and after `fit` alone from the random
 * start of the same net: three hidden layers of 64.
 */
export async function pretrainedAndRandom(
  dataset: LabeledDataset,
  seed: number,
): Promise<{ pretrained: number; random: number }> {
  const { train, test } = split(dataset, { fraction: 0.8, seed });
  const scaling = minMax.fit(train.inputs);
  const [trainInputs, testInputs] = [train, test].map(({ inputs }) => clipped(scaling.transform(inputs)));
  const dbn = new DBN({ sizes: [dataset.inputs.columns, 64, 64, 64], seed });
  await dbn.pretrain(trainInputs!);
  const accuracy = async (network: Network): Promise<number> => {
    await network.fit(trainInputs!, train.labels);
    return network.evaluate(testInputs!, test.labels).accuracy!;
  };
  return {
    pretrained: await accuracy(dbn.toNetwork({ outputs: dataset.classes })),
    random: await accuracy(dbn.toNetwork({ outputs: dataset.classes, pretrainedLayers: 0 })),
  };
}

/**
 * The share of a test fifth that six logistic layers of 64 get right after `fit`, by where they start, everything without options:
 * from two random starts, and from three pretrainings.
 */
export async function sixLogisticLayers(
  dataset: LabeledDataset,
  seed: number,
): Promise<Record<string, number>> {
  const { train, test } = split(dataset, { fraction: 0.8, seed });
  const scaling = minMax.fit(train.inputs);
  const [trainInputs, testInputs] = [train, test].map(({ inputs }) => clipped(scaling.transform(inputs)));
  const outputs = dataset.classes;
  const sizes = [dataset.inputs.columns, ...Array.from({ length: 6 }, () => 64)];
  const random = (initializer?: typeof classicUniform): Network =>
    Network.fromSizes([...sizes, outputs], { activation: sigmoid, initializer, seed });

  const autoencoders = new StackedAutoencoders({ sizes, seed });
  await autoencoders.pretrain(trainInputs!);
  const dbn = new DBN({ sizes, seed });
  await dbn.pretrain(trainInputs!);
  const supervised = random();
  await pretrainSupervised(supervised, trainInputs!, train.labels);

  const starts = {
    "classical, random": random(classicUniform),
    "Glorot, random": random(),
    RBMs: dbn.toNetwork({ outputs }),
    "denoising autoencoders": autoencoders.toNetwork({ outputs }),
    "greedy supervised": supervised,
  };
  const shares: Record<string, number> = {};
  for (const [name, network] of Object.entries(starts)) {
    await network.fit(trainInputs!, train.labels);
    shares[name] = network.evaluate(testInputs!, test.labels).accuracy!;
  }
  return shares;
}

/** The mean share of the test folds that one hidden layer of 100 gets right, trained without any option on standardized columns. */
export async function plainNet(dataset: LabeledDataset, seed: number, folds = 5): Promise<number> {
  const shares: number[] = [];
  for (const { train, test } of shuffledFolds(dataset.inputs.rows, folds, seed)) {
    const [training, testing] = [take(dataset, train), take(dataset, test)];
    const scaling = standardize.fit(training.inputs);
    const network = Network.fromSizes([dataset.inputs.columns, 100, dataset.classes], { seed });
    await network.fit(scaling.transform(training.inputs), training.labels);
    shares.push(network.evaluate(scaling.transform(testing.inputs), testing.labels).accuracy!);
  }
  return meanOf(shares);
}

/** The mean over test folds of R² = 1 − Σ (t − y)² / Σ (t − mean of t)², with standardized targets. */
export async function plainRegression(
  inputs: readonly (readonly number[])[],
  targets: readonly number[],
  seed: number,
): Promise<number> {
  const scores: number[] = [];
  for (const { train, test } of shuffledFolds(inputs.length, 5, seed)) {
    const rows = (indices: readonly number[]): (readonly number[])[] =>
      indices.map((index) => inputs[index]!);
    const column = (indices: readonly number[]): number[][] => indices.map((index) => [targets[index]!]);
    const scaling = standardize.fit(rows(train));
    const targetScaling = standardize.fit(column(train));
    const network = Network.fromSizes([inputs[0]!.length, 100, 1], { head: linear, seed });
    await network.fit(scaling.transform(rows(train)), targetScaling.transform(column(train)));
    const outputs = targetScaling.inverse(network.predict(scaling.transform(rows(test)))).getColumn(0);
    const mean = meanOf(test.map((index) => targets[index]!));
    const squares = (residual: (place: number) => number): number =>
      test.reduce((sum, _, place) => sum + residual(place) ** 2, 0);
    const left = squares((place) => targets[test[place]!]! - outputs[place]!);
    scores.push(1 - left / squares((place) => targets[test[place]!]! - mean));
  }
  return meanOf(scores);
}

/**
 * What an RBM with Gaussian units makes of two factors in four columns, 200 rows, standardized: its squared reconstruction error
 * per row, where the mean alone has 4, and the warnings of the run.
 */
export async function twoFactors(
  hidden: number,
  seed: number,
): Promise<{ error: number; warnings: readonly string[] }> {
  const random = new RandomStream(seed, "two factors");
  const loadings = Array.from({ length: 2 }, () => Array.from({ length: 4 }, () => random.normal()));
  const rows = Array.from({ length: 200 }, () => {
    const factors = loadings.map(() => random.normal());
    return loadings[0]!.map(
      (_, column) =>
        factors.reduce((sum, factor, which) => sum + factor * loadings[which]![column]!, 0) +
        0.1 * random.normal(),
    );
  });
  const data = standardize.fit(rows).transform(rows);
  const rbm = new RBM({ visible: 4, hidden, visibleUnits: gaussianUnits, seed });
  const { warnings } = await rbm.fit(data);
  return { error: reconstructionError(rbm, data), warnings };
}

/** Test rows may lie outside the range of the training rows, where binary units take nothing. */
function clipped(data: Matrix): Matrix {
  return data.apply(function clip(this: Matrix, row: number, column: number) {
    this.set(row, column, Math.min(1, Math.max(0, this.get(row, column))));
  }) as Matrix;
}

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
