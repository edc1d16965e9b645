import { describe, expect, it } from "vitest";
import { barsAndStripes } from "../../src/data/bars-and-stripes.ts";
import type { Dataset } from "../../src/data/dataset.ts";
import { loadDigits } from "../../src/data/digits.ts";
import { split } from "../../src/data/split.ts";
import { DBN } from "../../src/dbn/dbn.ts";
import type {
  NetworkEpochRecord,
  NetworkHistory,
  RBMEpochRecord,
  RBMHistory,
} from "../../src/fit/history.ts";
import type { Head } from "../../src/head/head.ts";
import { linear } from "../../src/head/linear.ts";
import { logistic } from "../../src/head/logistic.ts";
import { softmax } from "../../src/head/softmax.ts";
import { batchNorm } from "../../src/layers/batch-norm.ts";
import { dense } from "../../src/layers/dense.ts";
import type { DatasetLike } from "../../src/matrix/dataset-like.ts";
import { Matrix, type RowsLike, WrapperMatrix1D } from "../../src/matrix/matrix.ts";
import { Network } from "../../src/network/network.ts";
import { RBM } from "../../src/rbm/rbm.ts";
import { bitsOf } from "../support/bits.ts";
import { engine, expectWithin, tolerance } from "../support/engine-under-test.ts";
import { expectClose } from "../support/expect-close.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const inputs = randomMatrix("inputs of network-data", 24, 3);
const labels = Int32Array.from({ length: 24 }, (_, row) => row % 3);
const numbers = inputs.getColumn(1);
const rows = inputs.to2DArray();
const targets = Matrix.columnVector(numbers);
const options = { epochs: 2, batchSize: 7 };

const build = (outputs = 3, head: Head = softmax): Network =>
  Network.fromSizes([3, 4, outputs], { head, seed: "data", engine });
const plain = ({ epochs }: { readonly epochs: readonly object[] }): unknown =>
  epochs.map((epoch) => ({ ...epoch, seconds: 0 }));

describe("a dataset", () => {
  const labeled: Dataset = Object.freeze({ name: "labeled", inputs, labels, classes: 3 });
  const numeric: Dataset = Object.freeze({ name: "numeric", inputs, targets });
  const both: Dataset = Object.freeze({ ...labeled, targets });

  it.each([
    ["labels under softmax", build, labeled, labels],
    ["targets under linear", () => build(1, linear), numeric, targets],
    ["labels and targets under softmax", build, both, labels],
    ["labels and targets under linear", () => build(1, linear), both, targets],
    ["labels where targets are undefined", build, { ...labeled, targets: undefined }, labels],
    ["targets that are classes", build, { inputs: rows, targets: labels }, labels],
    ["labels for several logistic outputs", () => build(3, logistic), labeled, labels],
  ])("trains, measures and gives gradients as its parts do: %s", async (_name, create, data, told) => {
    const [first, second, third] = [create(), create(), create()];
    const byDataset = await first.fit(data, { ...options, validation: data });
    const byParts = await second.fit(inputs, told, { ...options, validation: { inputs, targets: told } });
    for await (const epoch of third.epochs(data, options)) expect(epoch.loss).toBeGreaterThan(0);
    expect(bitsOf(first.parameters)).toEqual(bitsOf(second.parameters));
    expect(bitsOf(third.parameters)).toEqual(bitsOf(second.parameters));
    expect(plain(byDataset)).toEqual(plain(byParts));
    expect(first.evaluate(data)).toEqual(first.evaluate(inputs, told));
    expect(first.evaluate(data, { sampleWeights: numbers.map(Math.abs) })).toEqual(
      first.evaluate(inputs, told, { sampleWeights: numbers.map(Math.abs) }),
    );
    const [one, other] = [first.gradients(data), first.gradients(inputs, told)];
    expect(one.loss).toBe(other.loss);
    expect(bitsOf(one.gradients)).toEqual(bitsOf(other.gradients));
  });

  it("may have weights of its own, which fit, evaluate and gradients go by", async () => {
    const sampleWeights = numbers.map(Math.abs);
    const weighed = { ...labeled, sampleWeights };
    const [first, second] = [build(), build()];
    const byDataset = await first.fit(weighed, { ...options, validation: weighed });
    const byOptions = await second.fit(labeled, { ...options, sampleWeights, validation: weighed });
    expect(bitsOf(first.parameters)).toEqual(bitsOf(second.parameters));
    expect(plain(byDataset)).toEqual(plain(byOptions));
    const evaluation = first.evaluate(weighed);
    expect(evaluation).toEqual(first.evaluate(inputs, labels, { sampleWeights }));
    expect(byDataset.epochs.at(-1)!.validationLoss).toBe(evaluation.loss);
    // The gradient of a mean over two examples, one of which has no weight, is that of the other alone.
    const pair = { inputs: rows.slice(0, 2), labels: [0, 1], sampleWeights: [0, 5] };
    const [weighedPair, alone] = [first.gradients(pair), first.gradients([rows[1]!], [1])];
    expectWithin(weighedPair.loss, alone.loss, tolerance(1e-12, 50, 3));
    for (const [name, gradient] of Object.entries(alone.gradients)) {
      expectClose(weighedPair.gradients[name]!, gradient.to2DArray(), tolerance(1e-12, 50));
    }
  });

  it("of layerwise/data goes in as it is", async () => {
    const { train, test } = split(await loadDigits(), { trainCount: 300, seed: 1 });
    const network = Network.fromSizes([64, 10], { seed: 1, engine });
    const history = await network.fit(train, { epochs: 3, validation: test });
    expect(history.epochs.at(-1)!.validationAccuracy).toBe(network.evaluate(test).accuracy);
  });

  it("trains RBMs by its inputs alone", async () => {
    const data = barsAndStripes(3);
    const unlabeled = { inputs: data.inputs };
    const create = (): RBM => new RBM({ visible: 9, hidden: 4, seed: 1, engine });
    const [first, second, third] = [create(), create(), create()];
    await first.fit(data, { epochs: 2, validation: unlabeled });
    await second.fit(data.inputs, { epochs: 2, validation: data.inputs });
    for await (const epoch of third.epochs(unlabeled, { epochs: 2 })) {
      expect(epoch.reconstructionError).toBeGreaterThan(0);
    }
    expect(bitsOf(first.parameters)).toEqual(bitsOf(second.parameters));
    expect(bitsOf(third.parameters)).toEqual(bitsOf(second.parameters));
    const dbns = [data, data.inputs].map(async (given) => {
      const dbn = new DBN({ sizes: [9, 4, 2], seed: 1, engine });
      await dbn.pretrain(given, { epochs: 2, validation: given });
      return dbn.rbms.map((rbm) => bitsOf(rbm.parameters));
    });
    expect(await dbns[0]).toEqual(await dbns[1]);
  });

  it.each([
    [[{ name: "bare", inputs }], "expected a dataset with labels or targets, got { name, inputs }"],
    [[{ inputs, labels: undefined }], "expected a dataset with labels or targets, got { inputs, labels }"],
    [
      [labeled, labels],
      "expected no targets beside a dataset, which has its own, got [0, 1, 2, 0, 1, 2, … 24 items]",
    ],
    [[labeled, targets, {}], "expected no targets beside a dataset, which has its own, got Matrix"],
    [[labeled, {}, {}], "expected no targets beside a dataset"],
    [[{ ...labeled, labels: labels.subarray(1) }], "expected one target for each of 24 examples, got 23"],
    [[{ ...labeled, inputs: "rows" }], 'expected inputs to be a matrix or rows of numbers, got "rows"'],
    [[inputs], "expected targets to be class indices or one row per example, got undefined"],
    [[inputs, { epochs: 3 }], "expected targets to be class indices or one row per example, got { epochs }"],
    [[labeled, { epoch: 3 }], 'got "epoch"'],
    [[{ ...labeled, labels: null }], "expected a dataset with labels or targets, got {"],
    [
      [{ ...labeled, sampleWeights: labels }, { sampleWeights: labels }],
      "expected sampleWeights in the dataset or in the options, got both",
    ],
    [[{ ...labeled, sampleWeights: [1] }], "expected 24 sampleWeights, got 1"],
    [
      [labeled, { validation: { inputs } }],
      "expected validation to be a dataset with labels or targets, got { inputs }",
    ],
    [
      [labeled, { validation: [inputs, labels] }],
      "expected validation to be a dataset with labels or targets, got [",
    ],
  ])("is refused where it does not fit (%#)", async (given, error) => {
    const network = build();
    await expect((network.fit as (...given: unknown[]) => unknown)(...given)).rejects.toThrow(
      `Cannot fit the network: ${error.startsWith("got") ? "" : error}`,
    );
    await expect((network.fit as (...given: unknown[]) => unknown)(...given)).rejects.toThrow(error);
    expect(bitsOf(network.parameters)).toEqual(bitsOf(build().parameters));
  });

  it("gives records with figures by their types", async () => {
    const history: NetworkHistory = await build().fit(labeled, {
      epochs: 1,
      onEpoch: (epoch) => epoch.loss.toFixed(2),
    });
    const loss: number = history.epochs[0]!.loss;
    const pretrained: RBMHistory = await new DBN({ sizes: [9, 2], engine }).pretrain(barsAndStripes(3), {
      epochs: 1,
      onEpoch: (epoch) => epoch.reconstructionError.toFixed(2),
    });
    const error: number = pretrained.epochs[0]!.reconstructionError;
    expect([loss, error].every(Number.isFinite)).toBe(true);
    const records: [NetworkEpochRecord, RBMEpochRecord] = [history.epochs[0]!, pretrained.epochs[0]!];
    const like: DatasetLike = labeled;
    expect([records.length, like.labels!.length]).toEqual([2, 24]);
  });
});

describe("one row of numbers", () => {
  const states = [1, 0, 1, 1, 0, 0, 0, 1, 1];
  const rbm = new RBM({ visible: 9, hidden: 4, seed: 1, engine });
  const dbn = new DBN({ sizes: [9, 4, 2], seed: 1, engine });

  it.each([
    ["network.predict", (row: RowsLike) => build().predict(row), rows[0]!],
    ["network.classify", (row: RowsLike) => build().classify(row), rows[0]!],
    ["rbm.hiddenMeans", (row: RowsLike) => rbm.hiddenMeans(row), states],
    ["rbm.visibleMeans", (row: RowsLike) => rbm.visibleMeans(row), states.slice(0, 4)],
    ["rbm.sampleHidden", (row: RowsLike) => rbm.sampleHidden(row, { seed: 1 }), states],
    ["rbm.sampleVisible", (row: RowsLike) => rbm.sampleVisible(row, { seed: 1 }), states.slice(0, 4)],
    ["rbm.reconstruct", (row: RowsLike) => rbm.reconstruct(row), states],
    ["rbm.freeEnergy", (row: RowsLike) => rbm.freeEnergy(row), states],
    ["rbm.sample", (start: RowsLike) => rbm.sample({ start, gibbsSteps: 2, seed: 1 }), states],
    ["dbn.transform", (row: RowsLike) => dbn.transform(row), states],
  ])("is taken by %s for a matrix of one row, in any array", (_name, f, row) => {
    const expected = f(new Matrix([row]));
    expect(f(row)).toEqual(expected);
    expect(f(Float64Array.from(row))).toEqual(expected);
    expect(f(Float32Array.from(row))).toEqual(f(new WrapperMatrix1D(Float32Array.from(row), { rows: 1 })));
    expect(() => f(row.slice(1))).toThrow(/to be any×\d, got 1×\d/);
    expect(() => f([...row.slice(1), Number.NaN])).toThrow(/finite, got NaN at row 0, column \d/);
    expect(() => f(["1", ...row.slice(1)] as never)).toThrow(/rows of numbers/);
    expect(() => f([])).toThrow("at least one row and one column, got 0×0");
  });

  it("is taken for a bias or a running mean, and plain rows for weights", () => {
    const layers = [dense({ inputs: 2, outputs: 3 }), batchNorm({ units: 3 })];
    const network = new Network({
      layers,
      head: softmax,
      parameters: {
        "0.weights": [
          [1, 2, 3],
          [4, 5, 6],
        ],
        "0.bias": [0, 1, -1],
        "1.gain": Float32Array.of(2, 2, 2),
      },
      statistics: { "1.runningMean": [5, 6, 7] },
    });
    expect(network.parameters["0.weights"]!.to2DArray()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(network.parameters["0.bias"]!.to2DArray()).toEqual([[0, 1, -1]]);
    expect(network.parameters["1.gain"]!.to2DArray()).toEqual([[2, 2, 2]]);
    expect(network.statistics["1.runningMean"]!.to2DArray()).toEqual([[5, 6, 7]]);
    const machine = new RBM({
      visible: 2,
      hidden: 3,
      parameters: {
        weights: [
          [1, 2, 3],
          [4, 5, 6],
        ],
        visibleBias: [1, 2],
        hiddenBias: [3, 4, 5],
      },
    });
    expect(machine.parameters.weights.to2DArray()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(machine.parameters.visibleBias.to2DArray()).toEqual([[1, 2]]);
    expect(machine.parameters.hiddenBias.to2DArray()).toEqual([[3, 4, 5]]);
  });

  it.each([
    [{ "0.bias": [1, 2, 3] }, "expected 0.bias to be 1×2, got 1×3"],
    [{ "0.bias": [Number.NaN, 2] }, "expected 0.bias to be finite, got NaN at row 0, column 0"],
    [{ "0.weights": [[1, 2], [3]] }, "expected every row of 0.weights to have 2 columns, got 1 in row 1"],
    [{ "0.weights": 3 as never }, "expected 0.weights to be a matrix or rows of numbers, got 3"],
    [{ "0.weights": [["1", 2]] as never }, 'expected 0.weights to hold numbers, got "1" at row 0, column 0'],
  ])("that does not fit is refused (%#)", (parameters, error) => {
    const layers = [dense({ inputs: 1, outputs: 2 })];
    expect(() => new Network({ layers, head: softmax, parameters })).toThrow(
      `Cannot create a network: ${error}`,
    );
  });

  it("is taken for regression targets of one output", () => {
    const network = build(1, linear);
    const column = network.evaluate(inputs, targets);
    for (const given of [numbers, Float64Array.from(numbers), rows.map((row) => [row[1]!])]) {
      expect(network.evaluate(inputs, given)).toEqual(column);
    }
  });
});

describe("the head of a network", () => {
  it("is logistic for one output where none is named, else softmax", () => {
    expect(Network.fromSizes([4, 3, 1]).head).toBe(logistic);
    expect(Network.fromSizes([4, 3, 1], { head: linear }).head).toBe(linear);
    expect(Network.fromSizes([4, 3, 2]).head).toBe(softmax);
    const dbn = new DBN({ sizes: [4, 3] });
    expect(dbn.toNetwork({ outputs: 1 }).head).toBe(logistic);
    expect(dbn.toNetwork({ outputs: 2 }).head).toBe(softmax);
  });

  it.each([
    [() => Network.fromSizes([4, 1], { head: softmax }), "create a network"],
    [() => new DBN({ sizes: [4, 3] }).toNetwork({ outputs: 1, head: softmax }), "create a network"],
    [() => build().withHead({ outputs: 1, head: softmax }), "create a network"],
    [() => new Network({ layers: [dense({ inputs: 4, outputs: 1 })], head: softmax }), "create a network"],
    [() => Network.fromJSON({ ...build(1, logistic).toJSON(), head: "softmax" }), "create a network"],
  ])("is no softmax over one output, whose answer would always be 1 (%#)", (create, action) => {
    expect(create).toThrow(RangeError);
    expect(create).toThrow(
      `Cannot ${action}: expected at least 2 outputs under softmax (one output is logistic for yes or no, linear for a number), got 1`,
    );
  });

  it("says by itself which targets it takes, whatever its name", () => {
    const own = (targets: Head["targets"]): Head => ({ ...linear, name: "own", targets });
    const big = numbers.map((number) => [100 * number]);
    expect(build(1, own("numbers")).evaluate(inputs, big).loss).toBeGreaterThan(1);
    expect(() => build(1, own("probabilities")).evaluate(inputs, big)).toThrow("targets to lie in [0, 1]");
    expect(() => build(1, own(undefined)).evaluate(inputs, big)).toThrow("targets to lie in [0, 1]");
    const { apply, loss } = linear;
    expect(build(3, { name: "old", apply, loss }).evaluate(inputs, labels).accuracy).toBeDefined();
    expect(() =>
      build(3, own("distribution")).evaluate(
        inputs,
        rows.map(() => [0, 0, 0]),
      ),
    ).toThrow("sum to 1");
    expect(() => build(1, own("distribution"))).toThrow("expected at least 2 outputs under own");
    expect(() => build(1, own("classes" as never))).toThrow(
      'expected head.targets to be one of "distribution", "probabilities", "numbers", got "classes"',
    );
  });

  it.each([
    [build(1, logistic), [3.5, ...numbers.slice(1)], "targets to lie in [0, 1], got 3.5 at row 0, column 0"],
    [build(1, logistic), labels, "targets to lie in [0, 1], got 2 at row 2, column 0"],
    [build(), [0.5, ...labels.subarray(1)], "integers from 0 to 2, got 0.5 at example 0"],
  ])("names linear where numbers are given to one that takes none (%#)", async (network, bad, error) => {
    await expect(network.fit(inputs, bad)).rejects.toThrow(error);
    await expect(network.fit(inputs, bad)).rejects.toThrow(
      '; a head whose targets are "numbers", such as linear, takes them',
    );
  });

  it("does not name linear where the classes are texts, or too many", () => {
    expect(() => build(2).evaluate(inputs, labels)).toThrow(/from 0 to 1, got 2 at example 2$/);
    expect(() => build().evaluate(inputs, Array.from(labels, String) as never)).toThrow(
      /^Cannot evaluate the network: expected class indices to be integers from 0 to 2, got "0" at example 0$/,
    );
  });

  it("with one logistic output measures accuracy wherever all targets are 0 or 1", () => {
    const network = build(1, logistic);
    const bits = numbers.map((number) => (number > 0 ? 1 : 0));
    const { accuracy } = network.evaluate(inputs, bits);
    const right = [...network.classify(inputs)].filter((found, row) => found === bits[row]).length;
    expect(accuracy).toBeCloseTo(right / 24, 12);
    expect(
      network.evaluate(
        inputs,
        bits.map((bit) => [bit]),
      ).accuracy,
    ).toBe(accuracy);
    expect(network.evaluate(inputs, Matrix.columnVector(bits)).accuracy).toBe(accuracy);
    expect(
      network.evaluate(
        inputs,
        numbers.map(() => 0.3),
      ).accuracy,
    ).toBeUndefined();
  });

  it("is saved by its name alone", () => {
    expect(build().toJSON().head).toBe("softmax");
    expect(Network.fromJSON(build(1, linear).toJSON()).head).toBe(linear);
  });
});
