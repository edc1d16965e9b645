import { beforeAll, describe, expect, it } from "vitest";
import { DBN } from "../../src/dbn/dbn.ts";
import type { PretrainOptions } from "../../src/dbn/pretrain.ts";
import { logistic } from "../../src/head/logistic.ts";
import { normal } from "../../src/initializer/normal.ts";
import { Matrix } from "../../src/matrix/matrix.ts";
import { sgd } from "../../src/optimizer/sgd.ts";
import { RandomStream } from "../../src/random/stream.ts";
import { RBM } from "../../src/rbm/rbm.ts";
import { contrastiveDivergence } from "../../src/rbm/samplers/contrastive-divergence.ts";
import { gaussianUnits } from "../../src/units/gaussian.ts";
import { bitsOf } from "../support/bits.ts";
import { engine, isFloat64, rounded, tolerance } from "../support/engine-under-test.ts";
import { expectClose } from "../support/expect-close.ts";

const random = new RandomStream("dbn", "data");
/** Two kinds of rows: ones on the left or ones on the right, each bit wrong with probability 0.1. */
const data = new Matrix(
  Array.from({ length: 80 }, (_, row) =>
    Array.from({ length: 8 }, (_, column) =>
      (column < 4 === (row % 2 === 0)) !== random.uniform() < 0.1 ? 1 : 0,
    ),
  ),
);
function build(): DBN {
  const dbn = new DBN({ sizes: [8, 6, 5, 4], initializer: normal({ std: 0.1 }), seed: "dbn", engine });
  dbn.rbms.forEach(rounded);
  return dbn;
}

const bits = (dbn: DBN): Record<string, string>[] => dbn.rbms.map((rbm) => bitsOf(rbm.parameters));
/** In float32, three layers of up to 9 products of size 2 each; a logistic function leaves a quarter of an error at most. */
const near = (float64: number): number => tolerance(float64, 3 * 12, 9 * 2);
const sigma = (z: number): number => 1 / (1 + Math.exp(-z));

/** σ(x·W + c) in plain loops. */
function upward(inputs: number[][], rbm: RBM): number[][] {
  const { weights, hiddenBias } = rbm.parameters;
  return inputs.map((row) =>
    Array.from({ length: rbm.hidden }, (_, j) =>
      sigma(row.reduce((sum, x, i) => sum + x * weights.get(i, j), hiddenBias.get(0, j))),
    ),
  );
}

describe("new DBN", () => {
  it("draws equal bits from equal seeds and other bits for each of its RBMs", () => {
    const dbn = build();
    new DBN({ sizes: [3, 2], seed: 5 });
    expect(bits(build())).toEqual(bits(dbn));
    const square = new DBN({ sizes: [4, 4, 4], seed: 1 });
    expect(bits(square)[0]).not.toEqual(bits(square)[1]);
  });

  it("stacks RBMs that are there already", () => {
    const rbms = [
      new RBM({ visible: 3, hidden: 2, visibleUnits: gaussianUnits }),
      new RBM({ visible: 2, hidden: 2 }),
    ];
    expect(new DBN({ rbms }).rbms).toEqual(rbms);
  });

  it.each([
    [
      () => new DBN({ sizes: [8] }),
      "Cannot create a DBN: expected sizes to hold at least two widths, visible and hidden, got [8]",
    ],
    [() => new DBN({ sizes: [8, 0] }), "Cannot create a DBN: expected sizes[1] to be an integer ≥ 1, got 0"],
    [() => new DBN({ rbms: [] }), "expected at least one RBM, got []"],
    [
      () => new DBN({ rbms: [new RBM({ visible: 3, hidden: 2 }), new RBM({ visible: 3, hidden: 2 })] }),
      "expected RBM 1 to have 2 visible units, got 3",
    ],
    [
      () =>
        new DBN({
          rbms: [
            new RBM({ visible: 3, hidden: 2, hiddenUnits: gaussianUnits }),
            new RBM({ visible: 2, hidden: 2 }),
          ],
        }),
      'expected the visible units of RBM 1 to take means of gaussian units, got "bernoulli"',
    ],
    [() => new DBN({ sizes: [3, 2], size: 3 } as never), 'got "size"'],
  ])("refuses what does not fit (%#)", (create, error) => {
    expect(create).toThrow(error);
  });
});

/** What RBMs in a stack are trained with where nothing else is named. */
const sampler = contrastiveDivergence({ visibleStates: "means" });

describe("dbn.pretrain", () => {
  it("is the training of one RBM after the other on the hidden means below, with means as reconstructions", async () => {
    const dbn = build();
    const options = { epochs: 3, batchSize: 20 };
    const history = await dbn.pretrain(data, options);
    const byHand = build().rbms;
    let inputs: number[][] | Matrix = data;
    for (const [layer, rbm] of byHand.entries()) {
      const { epochs } = await rbm.fit(inputs, { ...options, sampler });
      const ofLayer = history.epochs.filter((record) => record.layer === layer);
      expect(ofLayer.map((record) => record.reconstructionError)).toEqual(
        epochs.map((record) => record.reconstructionError),
      );
      inputs = rbm.hiddenMeans(inputs);
    }
    expect(bits(dbn)).toEqual(byHand.map((rbm) => bitsOf(rbm.parameters)));
    expect(history.epochs).toHaveLength(9);
  });

  it("takes other options for single layers", async () => {
    const dbn = build();
    const before = bits(dbn);
    const history = await dbn.pretrain(data, { epochs: 2, layers: [{ epochs: 4 }, { epochs: 0 }] });
    expect(history.epochs.map((record) => record.layer)).toEqual([0, 0, 0, 0, 2, 2]);
    const after = bits(dbn);
    expect(after.map((layer, index) => JSON.stringify(layer) === JSON.stringify(before[index]))).toEqual([
      false,
      true,
      false,
    ]);
  });

  it("gives equal bits for equal seeds and reports the layer to its callbacks", async () => {
    const [first, second] = [build(), build()];
    const layers: (number | undefined)[] = [];
    await first.pretrain(data, { epochs: 1, seed: 3, onEpoch: ({ layer }) => layers.push(layer) });
    build();
    await second.pretrain(data, {
      epochs: 1,
      seed: 3,
      onBatch: ({ layer }) => expect(layer).toBeTypeOf("number"),
    });
    expect(bits(second)).toEqual(bits(first));
    expect(layers).toEqual([0, 1, 2]);
  });

  it("gives each layer noise of its own under one seed", async () => {
    const dbn = build();
    await dbn.pretrain(data, { epochs: 1, seed: 3 });
    let inputs = data;
    for (const [layer, rbm] of build().rbms.entries()) {
      await rbm.fit(inputs, { epochs: 1, seed: `3, layer ${layer}`, sampler });
      expect(bits(dbn)[layer]).toEqual(bitsOf(rbm.parameters));
      inputs = rbm.hiddenMeans(inputs);
    }
  });

  it("measures validation data on every layer", async () => {
    const history = await build().pretrain(data, { epochs: 1, validation: data.subMatrix(0, 9, 0, 7) });
    for (const record of history.epochs) expect(record.freeEnergyGap).toBeTypeOf("number");
  });

  it("left early keeps what was learnt and can go on", async () => {
    const dbn = build();
    const before = bits(dbn);
    for await (const { layer } of dbn.epochs(data, { epochs: 2 })) if (layer === 1) break;
    const after = bits(dbn);
    expect(after[0]).not.toEqual(before[0]);
    expect(after[1]).not.toEqual(before[1]);
    expect(after[2]).toEqual(before[2]);
    await dbn.pretrain(data, { epochs: 1 });
  });

  const refused: [unknown, PretrainOptions | Record<string, unknown>, string][] = [
    [[[1, 0]], {}, "Cannot pretrain the DBN: expected data to be any×8, got 1×2"],
    [
      data.clone().set(3, 5, 1.5),
      {},
      "expected data of bernoulli units to lie in [0, 1], got 1.5 at row 3, column 5",
    ],
    [data.clone().set(3, 5, Number.NaN), {}, "got NaN at row 3, column 5"],
    [data, { epochs: -1 }, "got -1"],
    [
      data,
      { layers: [{}, {}, {}, {}] },
      "Cannot pretrain the DBN: expected options for at most 3 layers, got 4",
    ],
    [data, { layers: [{}, {}, { batchSize: 0 }] }, "expected batchSize to be an integer ≥ 1, got 0"],
    [data, { layers: [{}, {}, { batchSise: 5 }] }, 'got "batchSise"'],
    [data, { layers: {} }, "expected layers to be a list of options"],
    [data, { validation: [[2]] }, "expected validation to be any×8, got 1×1"],
  ];
  it.each(refused)(
    "refuses bad data and options, for any layer, and changes nothing (%#)",
    async (bad, options, error) => {
      const dbn = build();
      await expect(dbn.pretrain(bad as Matrix, options as PretrainOptions)).rejects.toThrow(error);
      expect(bits(dbn)).toEqual(bits(build()));
    },
  );
});

describe("a pretrained DBN", () => {
  const dbn = build();
  beforeAll(async () => {
    await dbn.pretrain(data, {
      epochs: 30,
      batchSize: 10,
      optimizer: sgd({ learningRate: 0.2, momentum: 0.5 }),
    });
  });

  it("transforms data by the hidden means of each RBM in turn", () => {
    const expected = dbn.rbms.reduce((rows, rbm) => upward(rows, rbm), data.to2DArray());
    expectClose(dbn.transform(data), expected, near(1e-14));
  });

  it("gives a network whose hidden layers compute what its RBMs do", () => {
    const network = dbn.toNetwork({ outputs: 3, head: logistic, seed: 2 });
    const { passes } = network.forward(data);
    let rows = data.to2DArray();
    for (const [layer, rbm] of dbn.rbms.entries()) {
      rows = upward(rows, rbm);
      expectClose(passes[layer]!.outputs, rows, near(1e-14));
    }
    expect(network.outputs).toBe(3);
    expect(network.head).toBe(logistic);
  });

  it("gives a network of copies: fine-tuning leaves the RBMs alone, and can be done again", async () => {
    const before = bits(dbn);
    const labels = Array.from({ length: 80 }, (_, row) => row % 2);
    const network = dbn.toNetwork({ outputs: 2, seed: 2 });
    await network.fit(data, labels, { epochs: 2 });
    expect(bits(dbn)).toEqual(before);
    const again = dbn.toNetwork({ outputs: 2, seed: 2 });
    expect(bitsOf(again.parameters)["0.weights"]).toBe(before[0]!.weights);
  });

  it.each([0, 1, 2, 3])(
    "hands over its first %i layers and starts the rest as a random network would",
    (count) => {
      const network = bitsOf(dbn.toNetwork({ outputs: 2, pretrainedLayers: count, seed: 4 }).parameters);
      const none = bitsOf(dbn.toNetwork({ outputs: 2, pretrainedLayers: 0, seed: 4 }).parameters);
      for (const [layer, rbm] of dbn.rbms.entries()) {
        const { weights, hiddenBias } = bitsOf(rbm.parameters);
        expect(network[`${layer}.weights`]).toBe(layer < count ? weights : none[`${layer}.weights`]);
        expect(network[`${layer}.bias`]).toBe(layer < count ? hiddenBias : none[`${layer}.bias`]);
      }
      expect(network["3.weights"]).toBe(none["3.weights"]);
    },
  );

  it("refuses to hand over more layers than it has", () => {
    expect(() => dbn.toNetwork({ outputs: 2, pretrainedLayers: 4 })).toThrow(
      "Cannot turn a DBN into a network: expected pretrainedLayers to be an integer ≥ 0 and ≤ 3, got 4",
    );
  });

  it("reports what it hands over", () => {
    const report = dbn.handOver(data);
    let rows = data.to2DArray();
    for (const [layer, rbm] of dbn.rbms.entries()) {
      rows = upward(rows, rbm);
      const means = rows.flat();
      const weights = rbm.parameters.weights.to1DArray();
      const biases = rbm.parameters.hiddenBias.to1DArray();
      expect(report.layers[layer]).toEqual({
        layer,
        visible: rbm.visible,
        hidden: rbm.hidden,
        saturatedShare: expect.closeTo(means.filter((y) => y * (1 - y) < 0.025).length / means.length, 12),
        activationMean: expect.closeTo(means.reduce((sum, y) => sum + y) / means.length, isFloat64 ? 12 : 5),
        weightRms: expect.closeTo(Math.sqrt(weights.reduce((sum, w) => sum + w * w, 0) / weights.length), 12),
        weightLargest: Math.max(...weights.map(Math.abs)),
        biasMean: expect.closeTo(biases.reduce((sum, b) => sum + b) / biases.length, 12),
        biasLargest: Math.max(...biases.map(Math.abs)),
      });
    }
    expect(String(report)).toContain("8→6");
  });

  it("draws samples that look like the data: ones on one side", () => {
    const samples = dbn.sample({ count: 200, gibbsSteps: 200, seed: 1 });
    const sideness = (row: number[]): number =>
      Math.abs(row.slice(0, 4).reduce((a, b) => a + b) - row.slice(4).reduce((a, b) => a + b));
    const mean = (rows: number[][]): number =>
      rows.reduce((sum, row) => sum + sideness(row), 0) / rows.length;
    // Rows of the data differ by 3.2 of 4 between the sides in expectation, random bits by 1.09.
    expect(mean(data.to2DArray())).toBeGreaterThan(3);
    expect(mean(samples.to2DArray())).toBeGreaterThan(2.5);
    const left = samples.to2DArray().filter((row) => row[0]! + row[1]! + row[2]! + row[3]! > 2).length;
    expect(left).toBeGreaterThan(20);
    expect(left).toBeLessThan(180);
    expect(dbn.sample({ count: 200, gibbsSteps: 200, seed: 1 }).to2DArray()).toEqual(samples.to2DArray());
  });

  it("is exact to the bit in JSON", () => {
    const read = DBN.fromJSON(JSON.parse(JSON.stringify(dbn)), { engine });
    expect(bits(read)).toEqual(bits(dbn));
    expect(read.seed).toBe("dbn");
    expect(() => DBN.fromJSON({ ...dbn.toJSON(), format: "layerwise/rbm" } as never)).toThrow(
      /"layerwise\/dbn"/,
    );
    const [first, ...rest] = dbn.toJSON().rbms;
    const changed = { ...dbn.toJSON(), rbms: [{ ...first!, visibleUnits: "binary" }, ...rest] };
    expect(() => DBN.fromJSON(changed)).toThrow(/"binary"/);
  });
});
