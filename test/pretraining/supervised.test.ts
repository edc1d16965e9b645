import { describe, expect, it } from "vitest";
import { sigmoid } from "../../src/activation/sigmoid.ts";
import { tanh } from "../../src/activation/tanh.ts";
import { linear } from "../../src/head/linear.ts";
import { softmax } from "../../src/head/softmax.ts";
import { classicUniform } from "../../src/initializer/classic-uniform.ts";
import { batchNorm } from "../../src/layers/batch-norm.ts";
import { dense } from "../../src/layers/dense.ts";
import { dropout } from "../../src/layers/dropout.ts";
import { residual } from "../../src/layers/residual.ts";
import { Matrix } from "../../src/matrix/matrix.ts";
import { Network } from "../../src/network/network.ts";
import { adam } from "../../src/optimizer/adam.ts";
import { sgd } from "../../src/optimizer/sgd.ts";
import { pretrainSupervised } from "../../src/pretraining/pretrain-supervised.ts";
import { RandomStream } from "../../src/random/stream.ts";
import { bitsOf } from "../support/bits.ts";
import { engine, rounded, tolerance } from "../support/engine-under-test.ts";
import { expectClose } from "../support/expect-close.ts";

const random = new RandomStream("supervised", "data");
const inputs = new Matrix(Array.from({ length: 60 }, () => Array.from({ length: 4 }, () => random.normal())));
const labels = inputs.to2DArray().map(([a, b]) => (a! * b! > 0 ? 1 : 0) + (a! > 1 ? 1 : 0));

const build = (seed = 1): Network =>
  rounded(Network.fromSizes([4, 6, 5, 3], { activation: tanh, seed, engine }));
const run = {
  epochs: 3,
  batchSize: 20,
  shuffle: false,
  optimizer: sgd({ learningRate: 0.2, momentum: 0.5 }),
};

describe("pretrainSupervised", () => {
  it("is the training of nets of one hidden layer on frozen features, whose outputs are thrown away", async () => {
    const network = build();
    const start = bitsOf(network.parameters);
    const history = await pretrainSupervised(network, inputs, labels, { ...run, seed: 7 });

    // The same by whole nets with the layers below frozen. The outputs of each come from streams of their own.
    const byHand = build();
    for (const [layer, width] of [6, 5].entries()) {
      const seed = `7, layer ${layer}`;
      const top = dense({ inputs: width, outputs: 3 });
      const { parameters: drawn } = top.initialize(
        (purpose) => new RandomStream(seed, `outputs ${purpose}`),
        "later",
      );
      const below = Object.fromEntries(
        Object.entries(byHand.parameters).filter(([name]) => Number.parseInt(name, 10) <= layer),
      );
      const shallow = new Network({
        layers: [...byHand.layers.slice(0, layer + 1), top],
        head: softmax,
        engine,
        parameters: {
          ...below,
          [`${layer + 1}.weights`]: drawn.weights!,
          [`${layer + 1}.bias`]: drawn.bias!,
        },
      }).freeze(...Array.from({ length: layer }, (_, index) => index));
      const { epochs } = await shallow.fit(inputs, labels, { ...run, seed });
      const ofLayer = history.epochs.filter((record) => record.layer === layer);
      for (const [epoch, { loss, accuracy }] of epochs.entries()) {
        expect(Math.abs(ofLayer[epoch]!.loss - loss)).toBeLessThanOrEqual(tolerance(1e-12, 1000));
        expect(ofLayer[epoch]!.accuracy).toBe(accuracy);
      }
      for (const name of Object.keys(below)) {
        byHand.parameters[name]!.setSubMatrix(shallow.parameters[name]!, 0, 0);
      }
    }
    for (const name of ["0.weights", "0.bias", "1.weights", "1.bias"]) {
      const expected = byHand.parameters[name]!.to2DArray();
      expectClose(network.parameters[name]!, expected, tolerance(1e-12, 9 * 40 * 2));
      expect(bitsOf(network.parameters)[name]).not.toBe(start[name]);
    }
    // The last layer is as fresh as it was.
    expect(bitsOf(network.parameters)["2.weights"]).toBe(start["2.weights"]);
    expect(history.epochs.map(({ layer }) => layer)).toEqual([0, 0, 0, 1, 1, 1]);
    expect(history.seed).toBe(7);
  });

  it("takes datasets, weights and validation data as network.fit does", async () => {
    const network = build();
    const history = await pretrainSupervised(
      network,
      { inputs, labels },
      {
        epochs: 2,
        classWeights: "balanced",
        validationFraction: 0.25,
        earlyStopping: { patience: 2 },
      },
    );
    for (const record of history.epochs) expect(record.validationAccuracy).toBeTypeOf("number");
    const numbers = Network.fromSizes([4, 3, 2], { head: linear, engine });
    await pretrainSupervised(numbers, { inputs, targets: inputs.subMatrix(0, 59, 0, 1) }, { epochs: 1 });
  });

  it("gives equal bits for equal seeds, up to date in every callback", async () => {
    const bits = async (seed: number): Promise<unknown> => {
      const network = build();
      const seen: string[] = [];
      const onEpoch = (): unknown => seen.push(bitsOf(network.parameters)["1.weights"]!);
      await pretrainSupervised(network, inputs, labels, { epochs: 1, seed, onEpoch });
      expect(seen[0]).toBe(bitsOf(build().parameters)["1.weights"]);
      expect(seen[1]).toBe(bitsOf(network.parameters)["1.weights"]);
      return bitsOf(network.parameters);
    };
    expect(await bits(1)).toEqual(await bits(1));
    expect(await bits(1)).not.toEqual(await bits(2));
  });

  it("takes a hidden layer with what follows it, moves its statistics, and leaves frozen ones alone", async () => {
    const network = new Network({
      layers: [
        dropout({ rate: 0.1 }),
        dense({ inputs: 4, outputs: 6 }),
        batchNorm({ units: 6 }),
        residual([dense({ inputs: 6, outputs: 6, activation: tanh })]),
        dropout({ rate: 0.2 }),
        dense({ inputs: 6, outputs: 5, activation: sigmoid }),
        dense({ inputs: 5, outputs: 3 }),
      ],
      head: softmax,
      seed: 3,
      engine,
    }).freeze(3);
    const start = bitsOf({ ...network.parameters, ...network.statistics });
    const { epochs } = await pretrainSupervised(network, inputs, labels, { epochs: 1 });
    const end = bitsOf({ ...network.parameters, ...network.statistics });
    const changed = Object.keys(start).filter((name) => start[name] !== end[name]);
    expect(changed.sort()).toEqual(
      [
        "1.weights",
        "1.bias",
        "2.gain",
        "2.bias",
        "2.runningMean",
        "2.runningVariance",
        "5.weights",
        "5.bias",
      ].sort(),
    );
    expect(epochs.map(({ layer }) => layer)).toEqual([0, 2]);
  });

  it("trains by Adam at the rate 0.01 where no optimizer is given, further than at Adam's own in the same updates", async () => {
    const pretrained = async (options: object): Promise<{ bits: object; losses: number[] }> => {
      const network = build();
      const { epochs } = await pretrainSupervised(network, inputs, labels, { epochs: 40, ...options });
      const last = epochs.filter(({ epoch }) => epoch === 40);
      return { bits: bitsOf(network.parameters), losses: last.map(({ loss }) => loss) };
    };
    const usual = await pretrained({});
    const none = await pretrained({ optimizer: undefined });
    const given = await pretrained({ optimizer: adam({ learningRate: 0.01 }) });
    const slow = await pretrained({ optimizer: adam() });
    expect([none, given]).toEqual([usual, usual]);
    for (const [layer, loss] of usual.losses.entries()) expect(loss).toBeLessThan(slow.losses[layer]! / 1.2);
  });

  it("lets a stack of logistic layers train that does not train from its classical start", async () => {
    const sizes = [4, 8, 8, 8, 8, 8, 3];
    const options = { activation: sigmoid, initializer: classicUniform, seed: 1, engine };
    const accuracyOf = (network: Network): number => network.evaluate(inputs, labels).accuracy!;
    const optimizer = sgd({ learningRate: 0.3, momentum: 0.9 });
    const [pretrained, plain] = [Network.fromSizes(sizes, options), Network.fromSizes(sizes, options)];
    await pretrainSupervised(pretrained, inputs, labels, { optimizer, epochs: 60 });
    for (const network of [pretrained, plain]) await network.fit(inputs, labels, { optimizer, epochs: 60 });
    const most = Math.max(...[0, 1, 2].map((label) => labels.filter((other) => other === label).length)) / 60;
    expect(accuracyOf(plain)).toBe(most);
    expect(accuracyOf(pretrained)).toBeGreaterThan(most + 0.15);
  });

  it("ends at a signal, keeps what was learnt, and refuses another run at once", async () => {
    const network = build();
    const controller = new AbortController();
    const first = pretrainSupervised(network, inputs, labels, {
      epochs: 2,
      signal: controller.signal,
      onEpoch: ({ layer }) => layer === 1 && controller.abort(),
    });
    await expect(network.fit(inputs, labels)).rejects.toThrow("expected no other run on this model");
    await expect(first).rejects.toThrow(/abort/);
    expect(bitsOf(network.parameters)["0.weights"]).not.toBe(bitsOf(build().parameters)["0.weights"]);
  });

  const refused: readonly (readonly [unknown, unknown, unknown, Record<string, unknown>, string])[] = [
    [{}, inputs, labels, {}, "Cannot pretrain the network: expected a network, got {  }"],
    [Network.fromSizes([4, 3]), inputs, labels, {}, "expected at least one hidden layer to train, got none"],
    [build().freeze(0, 1), inputs, labels, {}, "expected at least one hidden layer to train, got all frozen"],
    [
      new Network({ layers: [dense({ inputs: 4, outputs: 3 }), batchNorm({ units: 3 })], head: softmax }),
      inputs,
      labels,
      {},
      'expected the last layer to be dense, got "batchNorm"',
    ],
    [build(), [[1, 2]], [0], {}, "Cannot pretrain the network: expected inputs to be any×4, got 1×2"],
    [build(), inputs, [...labels.slice(1), 3], {}, "class indices to be integers from 0 to 2, got 3"],
    [build(), inputs, labels, { probe: {} }, 'got "probe"'],
    [build(), inputs, labels, { layers: [] }, 'got "layers"'],
    [build(), inputs, labels, { batchSize: 0 }, "expected batchSize to be an integer ≥ 1, got 0"],
  ];
  it.each(refused)(
    "refuses what is wrong and changes nothing (%#)",
    async (network, x, t, options, error) => {
      const before = JSON.stringify(network);
      const call = pretrainSupervised(network as Network, x as Matrix, t as number[], options);
      await expect(call).rejects.toThrow(error);
      expect(JSON.stringify(network)).toBe(before);
    },
  );
});
