import { beforeAll, describe, expect, it } from "vitest";
import type { Activation } from "../../src/activation/activation.ts";
import { sigmoid } from "../../src/activation/sigmoid.ts";
import { tanh } from "../../src/activation/tanh.ts";
import { linear } from "../../src/head/linear.ts";
import { logistic } from "../../src/head/logistic.ts";
import { softmax } from "../../src/head/softmax.ts";
import { batchNorm } from "../../src/layers/batch-norm.ts";
import { dense } from "../../src/layers/dense.ts";
import { dropout } from "../../src/layers/dropout.ts";
import { residual } from "../../src/layers/residual.ts";
import { Matrix, WrapperMatrix1D } from "../../src/matrix/matrix.ts";
import type { MatrixJSON } from "../../src/matrix/matrix-json.ts";
import { Network } from "../../src/network/network.ts";
import type { NetworkJSON } from "../../src/network/network-json.ts";
import { sgd } from "../../src/optimizer/sgd.ts";
import { bitsOf } from "../support/bits.ts";
import { engine, expectWithin, rounded, tolerance } from "../support/engine-under-test.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const inputs = randomMatrix("inputs", 30, 4);
const labels = Array.from({ length: 30 }, (_, row) =>
  inputs.get(row, 0) > 0 ? 1 : inputs.get(row, 1) > 0 ? 2 : 0,
);

/** In float32, 50 roundings of numbers up to 5 on the way through three layers to a loss. */
const near = tolerance(0.5e-12, 50, 5);

function build(seed: number | string = 1): Network {
  const network = new Network({
    layers: [
      dense({ inputs: 4, outputs: 6, activation: tanh }),
      batchNorm({ units: 6 }),
      dropout({ rate: 0.2 }),
      residual([dense({ inputs: 6, outputs: 6, activation: sigmoid })]),
      dense({ inputs: 6, outputs: 3 }),
    ],
    head: softmax,
    seed,
    engine,
  });
  return rounded(network);
}

describe("new Network", () => {
  it("draws the same bits from the same seed, whatever else was created in between", () => {
    const first = build();
    build("another");
    Network.fromSizes([3, 3], { seed: 9 });
    expect(bitsOf(build().parameters)).toEqual(bitsOf(first.parameters));
    expect(bitsOf(build(2).parameters)).not.toEqual(bitsOf(first.parameters));
  });

  it("keeps the seed that it drew, so that it can be built again", () => {
    const drawn = Network.fromSizes([3, 4, 2]);
    const again = Network.fromSizes([3, 4, 2], { seed: drawn.seed });
    expect(bitsOf(again.parameters)).toEqual(bitsOf(drawn.parameters));
  });

  it("takes given values, copies them, and draws the rest as it would have", () => {
    const weights = randomMatrix("given", 4, 6);
    const { layers } = build();
    const given = new Network({ layers, head: softmax, seed: 1, parameters: { "0.weights": weights } });
    expect(given.parameters["0.weights"]!.to2DArray()).toEqual(weights.to2DArray());
    weights.set(0, 0, 99);
    expect(given.parameters["0.weights"]!.get(0, 0)).not.toBe(99);
    expect(rounded(given).parameters["4.weights"]!.to2DArray()).toEqual(
      build().parameters["4.weights"]!.to2DArray(),
    );
  });

  it.each([
    [() => new Network({ layers: [], head: softmax }), /layer/],
    [
      () =>
        new Network({
          layers: [dense({ inputs: 4, outputs: 6 }), dense({ inputs: 5, outputs: 3 })],
          head: softmax,
        }),
      "Cannot create a network: expected layer 1 (dense) to take 6 inputs, got 5",
    ],
    [
      () => new Network({ layers: [dropout({ rate: 0.5 })], head: softmax }),
      /at least one layer with a width/,
    ],
    [
      () => new Network({ layers: [dense({ inputs: 4, outputs: 3 })], head: {} as never }),
      /expected head to be the object softmax, logistic or linear, got /,
    ],
    [
      () => new Network({ layers: [dense({ inputs: 1, outputs: 1 })], head: softmax, sed: 3 } as never),
      /got "sed"/,
    ],
    [
      () => new Network({ layers: [dense({ inputs: 1, outputs: 2 })], head: softmax, seed: {} as never }),
      /expected seed/,
    ],
    [
      () =>
        new Network({
          layers: [dense({ inputs: 1, outputs: 2 })],
          head: softmax,
          parameters: { "0.weights": new Matrix(2, 1) },
        }),
      "Cannot create a network: expected 0.weights to be 1×2, got 2×1",
    ],
    [
      () =>
        new Network({
          layers: [dense({ inputs: 1, outputs: 2 })],
          head: softmax,
          parameters: { "1.weights": new Matrix(1, 2) },
        }),
      'Cannot create a network: expected values named "0.weights", "0.bias", got "1.weights"',
    ],
    [
      () => Network.fromSizes([3]),
      "Cannot create a network from sizes: expected at least two widths, inputs and outputs, got [3]",
    ],
    [() => Network.fromSizes([3, 0]), /outputs to be an integer ≥ 1, got 0/],
    [() => Network.fromSizes([3, 2.5]), /got 2.5/],
  ])("refuses what does not fit (%#)", (create, error) => {
    expect(create).toThrow(error);
  });
});

describe("network.predict, classify and evaluate", () => {
  it("agree with one another and with the formulas", () => {
    const network = build();
    const outputs = network.predict(inputs);
    const classes = network.classify(inputs);
    let [loss, right] = [0, 0];
    for (const [row, label] of labels.entries()) {
      const probabilities = outputs.getRow(row);
      expectWithin(
        probabilities.reduce((sum, p) => sum + p),
        1,
        near,
      );
      expect(probabilities[classes[row]!]).toBe(Math.max(...probabilities));
      loss -= Math.log(probabilities[label]!) / labels.length;
      right += classes[row] === label ? 1 / labels.length : 0;
    }
    const evaluation = network.evaluate(inputs, labels);
    expectWithin(evaluation.loss, loss, near);
    expect(evaluation.accuracy).toBeCloseTo(right, 12);
  });

  it("give the same for many rows at once as for one at a time", () => {
    const network = build();
    const many = new Matrix(Array.from({ length: 2500 }, (_, row) => inputs.getRow(row % 30)));
    const outputs = network.predict(many);
    for (const row of [0, 999, 1000, 1999, 2000, 2499]) {
      expect(outputs.getRow(row)).toEqual(network.predict([inputs.getRow(row % 30)]).getRow(0));
    }
    const manyLabels = Array.from({ length: 2500 }, (_, row) => labels[row % 30]!);
    const direct =
      manyLabels.reduce((sum: number, label, row) => sum - Math.log(outputs.get(row, label)), 0) / 2500;
    const evaluation = network.evaluate(many, manyLabels);
    expectWithin(evaluation.loss, direct, near);
    const classes = network.classify(many);
    expect(evaluation.accuracy).toBeCloseTo(
      manyLabels.filter((label, row) => label === classes[row]).length / 2500,
      12,
    );
  });

  it("take a single logistic output for two classes", () => {
    const network = Network.fromSizes([4, 1], { head: logistic, seed: 3, engine });
    const outputs = network.predict(inputs).getColumn(0);
    expect([...network.classify(inputs)]).toEqual(outputs.map((p) => (p > 0.5 ? 1 : 0)));
    const bits = labels.map((label) => (label > 0 ? 1 : 0));
    const right = outputs.filter((p, row) => p > 0.5 === (bits[row] === 1)).length;
    expect(network.evaluate(inputs, bits).accuracy).toBeCloseTo(right / 30, 12);
  });

  it("take one number per example for a single linear output", () => {
    const network = Network.fromSizes([4, 1], { head: linear, seed: 3, engine });
    const values = inputs.getColumn(2);
    const outputs = network.predict(inputs).getColumn(0);
    const loss = outputs.reduce((sum, output, row) => sum + (output - values[row]!) ** 2 / 30, 0);
    const evaluation = network.evaluate(inputs, values);
    expect(Object.keys(evaluation)).toEqual(["loss"]);
    expectWithin(evaluation.loss, loss, near);
  });

  it.each([
    [[[1, 2, 3]], "Cannot predict: expected inputs to be any×4, got 1×3"],
    [[], "Cannot predict: expected inputs to have at least one row and one column, got 0×0"],
    [[[1, 2, Number.NaN, 4]], "Cannot predict: expected inputs to be finite, got NaN at row 0, column 2"],
    [
      [
        [1, 2, 3, 4],
        [1, 2, 3, -Infinity],
      ],
      "got -Infinity at row 1, column 3",
    ],
    ["abcd", "Cannot predict: expected inputs to be a matrix or rows of numbers"],
  ] as [unknown, string][])("refuse inputs that do not fit (%#)", (bad, error) => {
    expect(() => build().predict(bad as never)).toThrow(error);
  });

  it.each([
    [[...labels.slice(1), 3], "expected class indices to be integers from 0 to 2, got 3 at example 29"],
    [[...labels.slice(1), -1], "got -1 at example 29"],
    [[...labels.slice(1), 0.5], "got 0.5 at example 29"],
    [labels.slice(1), "expected one target for each of 30 examples, got 29"],
    [inputs, "expected targets to be 30×3, got 30×4"],
    [labels.map(() => [0.5, 0.4, 0.3]), /each row of targets to sum to 1/],
    [labels.map(() => [1.5, -0.5, 0]), "expected targets to lie in [0, 1], got 1.5 at row 0, column 0"],
    [undefined, /expected targets to be class indices or one row per example, got undefined/],
  ])("refuse targets that do not fit (%#)", (bad, error) => {
    expect(() => build().evaluate(inputs, bad as never)).toThrow(error);
  });
});

describe("network.freeze", () => {
  it("keeps the values of a layer to the bit, its running statistics included, while the others train", async () => {
    const network = build().freeze(0, 1);
    const before = bitsOf({ ...network.parameters, ...network.statistics });
    await network.fit(inputs, labels, { epochs: 3, batchSize: 10 });
    const after = bitsOf({ ...network.parameters, ...network.statistics });
    for (const name of Object.keys(before)) {
      const frozen = name.startsWith("0.") || name.startsWith("1.");
      expect(after[name] === before[name], name).toBe(frozen);
    }
  });

  it("can be undone, and refuses a layer that is not there", async () => {
    const network = build().freeze(0, 1).unfreeze(0);
    expect([...network.frozen]).toEqual([1]);
    expect([...network.unfreeze().frozen]).toEqual([]);
    expect(() => network.freeze(0, 5)).toThrow(
      "Cannot freeze a layer: expected index to be an integer ≥ 0 and ≤ 4, got 5",
    );
    expect([...network.frozen]).toEqual([]);
  });
});

describe("network.withHead", () => {
  it("copies the trained body and starts the last layer anew", async () => {
    const network = build();
    await network.fit(inputs, labels, { epochs: 2 });
    const before = bitsOf({ ...network.parameters, ...network.statistics });
    const other = network.withHead({ outputs: 2, head: logistic });
    for (const [name, bits] of Object.entries(bitsOf({ ...other.parameters, ...other.statistics }))) {
      if (name.startsWith("4.")) continue;
      expect(bits, name).toBe(before[name]);
    }
    expect(other.outputs).toBe(2);
    expect([...network.freeze(0, 4).withHead({ outputs: 2, head: logistic }).frozen]).toEqual([0]);
    network.unfreeze();
    expect(other.head).toBe(logistic);
    await other.fit(
      inputs,
      labels.map((label) => [label & 1, label >> 1]),
      { epochs: 2 },
    );
    expect(bitsOf({ ...network.parameters, ...network.statistics })).toEqual(before);
  });

  it("refuses a network whose last layer is not dense", () => {
    const network = new Network({
      layers: [dense({ inputs: 2, outputs: 2 }), dropout({ rate: 0.1 })],
      head: linear,
    });
    expect(() => network.withHead({ outputs: 2, head: softmax })).toThrow(
      'the last layer to be dense, got "dropout"',
    );
  });
});

describe("network.toJSON", () => {
  let network: Network;
  let json: NetworkJSON;
  beforeAll(async () => {
    network = build("json").freeze(3);
    await network.fit(inputs, labels, { epochs: 2 });
    json = JSON.parse(JSON.stringify(network));
  });

  it("and Network.fromJSON are exact to the bit", () => {
    const read = Network.fromJSON(json, { engine });
    expect(bitsOf(read.parameters)).toEqual(bitsOf(network.parameters));
    expect(bitsOf(read.statistics)).toEqual(bitsOf(network.statistics));
    expect(read.predict(inputs).to2DArray()).toEqual(network.predict(inputs).to2DArray());
    expect([...read.frozen]).toEqual([3]);
    expect(read.seed).toBe("json");
    expect(JSON.stringify(read)).toBe(JSON.stringify(network));
  });

  it("keeps the sign of zero", () => {
    const weights = new Matrix([[-0, 0]]);
    const zero = new Network({
      layers: [dense({ inputs: 1, outputs: 2 })],
      head: softmax,
      parameters: { "0.weights": weights },
    });
    const read = Network.fromJSON(JSON.parse(JSON.stringify(zero)));
    expect(Object.is(read.parameters["0.weights"]!.get(0, 0), -0)).toBe(true);
  });

  it("reads an activation of one's own by its name", () => {
    const cube: Activation = {
      name: "cube",
      maxSlope: Infinity,
      apply: (z) => z ** 3,
      slope: (z) => 3 * z ** 2,
    };
    const own = Network.fromSizes([4, 3, 2], { activation: cube, seed: 1, engine });
    const file = JSON.parse(JSON.stringify(own));
    expect(() => Network.fromJSON(file)).toThrow(/"cube"/);
    const read = Network.fromJSON(file, { activations: [cube], engine });
    expect(read.predict(inputs)).toEqual(own.predict(inputs));
  });

  const change = (changes: object): NetworkJSON => ({ ...structuredClone(json), ...changes }) as NetworkJSON;
  const cut = (matrix: MatrixJSON): MatrixJSON => ({ ...matrix, float64: matrix.float64.slice(0, -12) });
  it.each([
    [() => null, /expected an object, got null/],
    [() => change({ format: "other" }), 'expected format to be "layerwise/network", got "other"'],
    [
      () => change({ version: 2 }),
      "expected version to be 1 (a newer layerwise writes higher ones: update this one), got 2",
    ],
    [() => change({ head: "sofmax" }), /"sofmax"/],
    [() => change({ layers: [{ kind: "dens" }] }), /"dens"/],
    [() => change({ layers: [{ kind: "dense", inputs: 4, outputs: 6, activation: "tan" }] }), /"tan"/],
    [() => change({ parameters: {} }), 'expected parameters to hold "0.weights", got []'],
    [() => change({ parameters: mapValues(json.parameters, cut) }), /bytes/],
    [
      () =>
        change({
          parameters: mapValues(json.parameters, (matrix) => ({
            ...matrix,
            float64: matrix.float64.replaceAll("A", "%"),
          })),
        }),
      /base64/,
    ],
    [() => change({ frozen: [7] }), /got 7/],
  ])("refuses what was not written by it (%#)", (bad, error) => {
    expect(() => Network.fromJSON(bad() as NetworkJSON)).toThrow(error);
  });
});

describe("network.fit", () => {
  it("leaves inputs and targets as they were", async () => {
    const x = randomMatrix("own inputs", 12, 4);
    const t = randomMatrix("own targets", 12, 2);
    const before = bitsOf({ x, t });
    await Network.fromSizes([4, 3, 2], { head: linear, seed: 1, engine }).fit(x, t, {
      epochs: 2,
      validationFraction: 0.25,
    });
    expect(bitsOf({ x, t })).toEqual(before);
  });

  it("takes inputs over a Float32Array where they lie, with the same bits, validationFraction included", async () => {
    const values = Float32Array.from(inputs.to1DArray());
    const flat = new WrapperMatrix1D(values, { rows: 30 });
    const runs = [flat, new Matrix(flat)].map(async (data) => {
      const network = build();
      const options = { epochs: 2, batchSize: 7, validationFraction: 0.2 };
      const { epochs } = await network.fit(data, labels, options);
      return [
        bitsOf(network.parameters),
        epochs.map((epoch) => ({ ...epoch, seconds: 0 })),
        network.evaluate(data, labels),
      ];
    });
    const [first, second] = await Promise.all(runs);
    expect(first).toEqual(second);
  });

  it("trains in place: matrices that were taken from parameters before show the new values", async () => {
    const network = Network.fromSizes([4, 3], { seed: 1, engine });
    const weights = network.parameters["0.weights"]!;
    const before = weights.clone();
    await network.fit(inputs, labels, { epochs: 1, optimizer: sgd({ learningRate: 0.1 }) });
    expect(network.parameters["0.weights"]).toBe(weights);
    expect(weights.to2DArray()).not.toEqual(before.to2DArray());
  });

  it("takes every example once per epoch, in another order each time", async () => {
    const seen: number[][] = [];
    const network = Network.fromSizes([1, 1], { head: linear, seed: 1, engine });
    const probe = {
      every: 1,
      observe: ({ traces }: { traces: readonly { forward: { cache: unknown } }[] }) => {
        seen.push((traces[0]!.forward.cache as { inputs: Matrix }).inputs.getColumn(0));
      },
    };
    const rows = Array.from({ length: 21 }, (_, row) => [row]);
    await network.fit(rows, rows, { epochs: 2, batchSize: 5, optimizer: sgd({ learningRate: 1e-6 }), probe });
    expect(seen.map((batch) => batch.length)).toEqual([5, 5, 5, 6, 5, 5, 5, 6]);
    const orders = [seen.slice(0, 4).flat(), seen.slice(4).flat()];
    for (const order of orders) expect([...order].sort((a, b) => a - b)).toEqual(rows.flat());
    expect(orders[0]).not.toEqual(orders[1]);
    expect(orders[0]).not.toEqual(rows.flat());
  });
});

function mapValues<Value, Result>(
  record: Readonly<Record<string, Value>>,
  f: (value: Value) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, f(value)]));
}
