import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { tanh } from "../../src/activation/tanh.ts";
import type { Head } from "../../src/head/head.ts";
import { linear } from "../../src/head/linear.ts";
import { logistic } from "../../src/head/logistic.ts";
import { softmax } from "../../src/head/softmax.ts";
import { dense } from "../../src/layers/dense.ts";
import { losses } from "../../src/loss/all.ts";
import type { Loss } from "../../src/loss/loss.ts";
import { weighted } from "../../src/loss/weighted.ts";
import { Matrix } from "../../src/matrix/matrix.ts";
import type { WeightOptions } from "../../src/network/example-weights.ts";
import { Network } from "../../src/network/network.ts";
import { adam } from "../../src/optimizer/adam.ts";
import { sgd } from "../../src/optimizer/sgd.ts";
import { bitsOf } from "../support/bits.ts";
import { engine, expectWithin, rounded, tolerance } from "../support/engine-under-test.ts";
import { expectClose } from "../support/expect-close.ts";
import { randomMatrix } from "../support/random-matrix.ts";

interface Trajectory {
  readonly inputs: number[][];
  readonly targets: number[] | number[][];
  readonly start: Record<string, number[] | number[][]>;
  readonly end: Record<string, number[] | number[][]>;
  readonly epochLosses: number[];
  readonly figures: { readonly loss: number; readonly accuracy?: number; readonly balancedAccuracy?: number };
}

const fixture: {
  readonly sampleWeights: number[];
  readonly classWeights: number[];
  readonly batch: number;
  readonly epochs: number;
  readonly cases: Record<string, Trajectory>;
} = JSON.parse(readFileSync(new URL("../fixtures/weights.json", import.meta.url), "utf8"));
const { sampleWeights, classWeights, batch, epochs, cases } = fixture;

const asRows = (values: number[] | number[][]): number[][] =>
  typeof values[0] === "number" ? [values as number[]] : (values as number[][]);

/** Three classes of 12 examples, of which some stand several times where they are repeated. */
const inputs = randomMatrix("inputs of weights", 12, 4).to2DArray();
const labels = Array.from({ length: 12 }, (_, row) => row % 3);
const counts = [3, 1, 0, 2, 1, 1, 4, 0, 1, 2, 1, 5];
const repeat = <Item>(items: readonly Item[]): Item[] =>
  items.flatMap((item, row) => new Array<Item>(counts[row]!).fill(item));

const targetsOf: Record<string, { readonly head: Head; readonly targets: number[] | number[][] }> = {
  softmax: { head: softmax, targets: labels },
  logistic: { head: logistic, targets: inputs.map((row) => row.slice(0, 3).map((x) => (x > 0 ? 1 : 0))) },
  linear: { head: linear, targets: inputs.map((row) => row.slice(0, 3)) },
};

/** A user's head whose loss says nothing of single examples. */
const custom = (head: Head): Head => {
  const { value, gradient } = head.loss;
  return { ...head, name: "own", loss: { name: "own", value, gradient } };
};

const build = (head: Head = softmax): Network =>
  rounded(Network.fromSizes([4, 5, 3], { head, seed: "weights", engine }));

describe("network.fit with weights", () => {
  const options: Record<string, readonly [Head, WeightOptions]> = {
    "softmax with sampleWeights": [softmax, { sampleWeights }],
    "logistic with sampleWeights": [logistic, { sampleWeights }],
    "linear with sampleWeights": [linear, { sampleWeights: Float64Array.from(sampleWeights) }],
    "softmax with classWeights": [softmax, { classWeights }],
    "softmax with balanced classWeights": [softmax, { classWeights: "balanced" }],
    "softmax with both": [softmax, { sampleWeights, classWeights }],
  };
  it.each(Object.keys(cases))("takes the same path as PyTorch: %s", async (name) => {
    const { inputs, targets, start, end, epochLosses, figures } = cases[name]!;
    const [head, weights] = options[name]!;
    for (const ends of [head, custom(head)]) {
      const network = new Network({
        layers: [dense({ inputs: 3, outputs: 5, activation: tanh }), dense({ inputs: 5, outputs: 3 })],
        head: ends,
        engine,
        parameters: start,
      });
      const history = await network.fit(inputs, targets, {
        epochs,
        batchSize: batch,
        shuffle: false,
        optimizer: sgd({ learningRate: 0.2, momentum: 0.9 }),
        ...weights,
      });
      // Each update rounds about as often as there are examples and units in a sum; momentum 0.9 adds up ten of them.
      const apart = tolerance(1e-12, epochs * Math.ceil(inputs.length / batch) * (batch + 5) * 10);
      for (const [key, values] of Object.entries(end)) {
        expectClose(network.parameters[key]!, asRows(values), apart);
      }
      for (const [epoch, loss] of epochLosses.entries()) {
        expectWithin(history.epochs[epoch]!.loss, loss, apart);
      }
      const evaluation = network.evaluate(inputs, targets, weights);
      expectWithin(evaluation.loss, figures.loss, apart);
      if (figures.accuracy !== undefined) expectWithin(evaluation.accuracy, figures.accuracy, 1e-12);
      if (figures.balancedAccuracy !== undefined) {
        const balanced = network.evaluate(inputs, targets, { classWeights: "balanced" });
        expectWithin(balanced.accuracy, figures.balancedAccuracy, 1e-12);
      }
    }
  });

  it.each([null, undefined, "0.5"])("refuses a loss of an example that is %o", async (value) => {
    const head = custom(softmax);
    const network = build({ ...head, loss: { ...head.loss, value: () => value as never } });
    const before = bitsOf(network.parameters);
    await expect(network.fit(inputs, labels, { epochs: 1, sampleWeights: counts })).rejects.toThrow(
      `Cannot weigh a loss: expected value of own to be a number, got ${typeof value === "string" ? '"0.5"' : value}`,
    );
    expect(bitsOf(network.parameters)).toEqual(before);
  });

  it.each(Object.keys(targetsOf))("under %s trains as on rows that stand so many times", async (name) => {
    const { head, targets } = targetsOf[name]!;
    const [byWeight, byRepetition] = [build(head), build(head)];
    const options = { epochs: 4, optimizer: sgd({ learningRate: 0.2, momentum: 0.9 }) };
    const first = await byWeight.fit(inputs, targets, { ...options, batchSize: 12, sampleWeights: counts });
    const second = await byRepetition.fit(repeat(inputs), repeat<number | number[]>(targets) as number[][], {
      ...options,
      batchSize: 21,
    });
    const apart = tolerance(1e-12, 4 * (21 + 5) * 10);
    for (const [key, matrix] of Object.entries(byRepetition.parameters)) {
      expectClose(byWeight.parameters[key]!, matrix.to2DArray(), apart);
    }
    for (const [epoch, { loss, accuracy }] of second.epochs.entries()) {
      expectWithin(first.epochs[epoch]!.loss, loss, apart);
      expect(first.epochs[epoch]!.accuracy).toBe(accuracy);
    }
    const [weighed, repeated] = [
      byWeight.evaluate(inputs, targets, { sampleWeights: counts }),
      byWeight.evaluate(repeat(inputs), repeat<number | number[]>(targets) as number[][]),
    ];
    expectWithin(weighed.loss, repeated.loss, apart);
    expect(weighed.accuracy).toBe(repeated.accuracy);
  });

  it("minds only their ratios, and weights of 1 change nothing but rounding", async () => {
    const runs = [undefined, 1, 8].map(async (weight) => {
      const network = build();
      const sampleWeights = weight === undefined ? undefined : labels.map(() => weight);
      await network.fit(inputs, labels, { epochs: 3, batchSize: 5, sampleWeights });
      return network.parameters;
    });
    const [plain, ones, eights] = await Promise.all(runs);
    expect(bitsOf(eights!)).toEqual(bitsOf(ones!));
    // Adam's steps are 0.001 each, nine of them, whatever the gradients; they round as its quotients do.
    for (const [key, matrix] of Object.entries(plain!)) {
      expectClose(ones![key]!, matrix.to2DArray(), tolerance(1e-12, 9 * 20));
    }
  });

  it("makes no update where no example of a batch has weight, and counts no loss of it", async () => {
    const half = labels.map((_, row) => (row < 6 ? 1 : 0));
    const options = { epochs: 3, shuffle: false, optimizer: adam({ learningRate: 0.1 }) };
    const [masked, alone] = [build(), build()];
    const updates: number[] = [];
    const first = await masked.fit(inputs, labels, {
      ...options,
      batchSize: 6,
      sampleWeights: half,
      onBatch: ({ loss }) => updates.push(loss),
    });
    const second = await alone.fit(inputs.slice(0, 6), labels.slice(0, 6), {
      ...options,
      sampleWeights: half.slice(0, 6),
    });
    expect(updates.length).toBe(6);
    expect(updates.every(Number.isFinite)).toBe(true);
    expect(bitsOf(masked.parameters)).toEqual(bitsOf(alone.parameters));
    const figures = ({ loss, accuracy }: { loss: number; accuracy?: number }): unknown => [loss, accuracy];
    expect(first.epochs.map(figures)).toEqual(second.epochs.map(figures));
  });

  it("measures validation data with weights of their own, and leaves class weights to training", async () => {
    const network = build();
    const validation = { inputs, targets: labels, sampleWeights: counts };
    const history = await network.fit(inputs, labels, { epochs: 1, classWeights: [9, 1, 0], validation });
    const { loss, accuracy } = network.evaluate(inputs, labels, { sampleWeights: counts });
    expect(history.epochs[0]).toMatchObject({ validationLoss: loss, validationAccuracy: accuracy });
  });

  it("with validationFraction sets the weights of examples aside with them", async () => {
    const network = build();
    const weights = labels.map((label) => (label === 1 ? 4 : 1));
    const history = await network.fit(inputs, labels, {
      epochs: 1,
      batchSize: 12,
      optimizer: sgd({ learningRate: 1e-30 }),
      validationFraction: 0.25, // one of each class
      sampleWeights: weights,
    });
    const { validationAccuracy } = history.epochs[0]!;
    expect([0, 1, 2, 4, 5, 6].map((right) => right / 6)).toContain(validationAccuracy);
    const all = network.evaluate(inputs, labels, { sampleWeights: weights });
    const { loss, validationLoss } = history.epochs[0]!;
    expectWithin(0.75 * loss + 0.25 * validationLoss!, all.loss, tolerance(1e-12, 50, 3));
  });

  const refused: [WeightOptions, string][] = [
    [{ sampleWeights: counts.slice(1) }, "expected 12 sampleWeights, got 11"],
    [
      { sampleWeights: counts.map((count) => count - 1) },
      "expected sampleWeights[2] to be a finite number ≥ 0, got -1",
    ],
    [{ sampleWeights: counts.map(() => Number.NaN) }, "sampleWeights[0] to be a finite number ≥ 0, got NaN"],
    [{ sampleWeights: counts.map(() => 0) }, "to have a finite sum > 0, got 0"],
    [{ sampleWeights: counts.map(() => 1e308) }, "to have a finite sum > 0, got Infinity"],
    [{ sampleWeights: "balanced" as never }, 'sampleWeights to be a list of 12 numbers, got "balanced"'],
    [{ sampleWeights: new Matrix(12, 1) as never }, "sampleWeights to be a list of 12 numbers, got Matrix"],
    [{ classWeights: [1, 2] }, "expected 3 classWeights, got 2"],
    [
      { classWeights: "balance" as never },
      'classWeights to be "balanced" or a list of 3 numbers, got "balance"',
    ],
    [{ classWeights: { 0: 1 } as never }, "got { 0 }"],
    [{ classWeights: [0, 0, 0] }, "to have a finite sum > 0, got 0"],
  ];
  it.each(refused)("refuses %j", async (options, error) => {
    const network = build();
    await expect(network.fit(inputs, labels, options)).rejects.toThrow(error);
    await expect(network.fit(inputs, labels, options)).rejects.toThrow(/^Cannot fit the network: expected /);
    expect(() => network.evaluate(inputs, labels, options)).toThrow(error);
    expect(bitsOf(network.parameters)).toEqual(bitsOf(build().parameters));
  });

  it("refuses class weights where the targets are not classes", async () => {
    const targets = inputs.map((row) => row.slice(0, 3));
    await expect(build(linear).fit(inputs, targets, { classWeights: "balanced" })).rejects.toThrow(
      'expected no classWeights where the targets are not classes, got "balanced"',
    );
  });

  it("refuses weights that leave no training example any", async () => {
    const fit = build().fit(inputs, labels, {
      sampleWeights: counts,
      classWeights: [0, 0, 1],
      validation: { inputs, labels, sampleWeights: counts.map(() => 0) },
    });
    await expect(fit).rejects.toThrow(
      "the weights of the validation examples to have a finite sum > 0, got 0",
    );
  });
});

describe("weighted", () => {
  const opened = engine.open();
  const z = opened.load(randomMatrix("logits of weights", 4, 3));
  const t = opened.load(
    new Matrix([
      [1, 0, 0],
      [0, 0, 1],
      [0, 1, 0],
      [1, 0, 0],
    ]),
  );
  const row = (matrix: typeof z, index: number): typeof z => opened.gatherRows(matrix, [index]);

  it.each(losses)("gives Σ wᵢ·ℓᵢ / Σ wᵢ of $name, with its gradient, by example or by row", (loss) => {
    const weights = [2, 0, 0.5, 7];
    const mean = [0, 1, 2, 3].reduce(
      (sum, index) => sum + (weights[index]! / 9.5) * loss.value(opened, row(z, index), row(t, index)),
      0,
    );
    const gradient = [0, 1, 2, 3].map((index) =>
      loss
        .gradient(opened, row(z, index), row(t, index))
        .to1DArray()
        .map((cell) => (weights[index]! / 9.5) * cell),
    );
    const plain: Loss = { name: "own", value: loss.value, gradient: loss.gradient };
    for (const of of [loss, plain]) {
      expectWithin(weighted(of, weights).value(opened, z, t), mean, tolerance(1e-14, 30, 3));
      expectClose(weighted(of, weights).gradient(opened, z, t), gradient, tolerance(1e-14, 10));
      expect(weighted(of, [0, 0, 0, 0]).value(opened, z, t)).toBe(0);
      expectClose(
        weighted(of, [0, 0, 0, 0]).gradient(opened, z, t),
        [0, 0, 0, 0].map(() => [0, 0, 0]),
        0,
      );
    }
  });

  it.each(losses)("finds values of single examples of $name whose mean is its value", (loss) => {
    const values = loss.perExample!(opened, z, t);
    expect([values.rows, values.columns]).toEqual([4, 1]);
    expectWithin(
      values.to1DArray().reduce((sum, value) => sum + value / 4, 0),
      loss.value(opened, z, t),
      tolerance(1e-14, 30, 3),
    );
  });
});
