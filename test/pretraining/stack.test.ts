import { describe, expect, it } from "vitest";
import { relu } from "../../src/activation/relu.ts";
import { sigmoid } from "../../src/activation/sigmoid.ts";
import { tanh } from "../../src/activation/tanh.ts";
import { linear } from "../../src/head/linear.ts";
import { logistic } from "../../src/head/logistic.ts";
import { normal } from "../../src/initializer/normal.ts";
import { Matrix } from "../../src/matrix/matrix.ts";
import { DenoisingAutoencoder } from "../../src/pretraining/denoising-autoencoder.ts";
import type { StackPretrainOptions } from "../../src/pretraining/pretrain-stack.ts";
import {
  StackedAutoencoders,
  type StackedAutoencodersOptions,
} from "../../src/pretraining/stacked-autoencoders.ts";
import { RandomStream } from "../../src/random/stream.ts";
import { bitsOf } from "../support/bits.ts";
import { engine, rounded, tolerance } from "../support/engine-under-test.ts";
import { expectClose } from "../support/expect-close.ts";

const random = new RandomStream("stack", "data");
/** Two kinds of rows: ones on the left or ones on the right, each bit wrong with probability 0.1. */
const data = new Matrix(
  Array.from({ length: 80 }, (_, row) =>
    Array.from({ length: 8 }, (_, column) =>
      (column < 4 === (row % 2 === 0)) !== random.uniform() < 0.1 ? 1 : 0,
    ),
  ),
);
const labels = Array.from({ length: 80 }, (_, row) => row % 2);

function build(options: Partial<StackedAutoencodersOptions> = {}): StackedAutoencoders {
  const given = { sizes: [8, 6, 5, 4], initializer: normal({ std: 0.3 }), seed: "stack", engine, ...options };
  const stack = new StackedAutoencoders(given as StackedAutoencodersOptions);
  stack.autoencoders.forEach(rounded);
  return stack;
}

const bits = (stack: StackedAutoencoders): Record<string, string>[] =>
  stack.autoencoders.map(({ parameters }) => bitsOf(parameters));
/** In float32, three layers of up to 9 products of size 2 each; no activation here enlarges an error. */
const near = tolerance(1e-14, 3 * 12, 9 * 2);

describe("new StackedAutoencoders", () => {
  it("draws equal bits from equal seeds and other bits for each of its autoencoders", () => {
    expect(bits(build())).toEqual(bits(build()));
    const square = build({ sizes: [4, 4, 4] });
    expect(bits(square)[0]).not.toEqual(bits(square)[1]);
  });

  it("reconstructs hidden units by the decoder that their range asks for", () => {
    const decoders = (options: Partial<StackedAutoencodersOptions>) =>
      build(options).autoencoders.map(({ decoder }) => decoder);
    expect(decoders({})).toEqual([logistic, logistic, logistic]);
    expect(decoders({ decoder: linear })).toEqual([linear, logistic, logistic]);
    expect(decoders({ activation: tanh })).toEqual([logistic, linear, linear]);
  });

  it("hands its settings to every autoencoder, and stacks those that are there already", () => {
    const { autoencoders } = build({ tied: false, noise: { gaussian: 0.2 }, activation: relu });
    for (const { tied, noise, activation } of autoencoders) {
      expect({ tied, noise, activation }).toEqual({
        tied: false,
        noise: { gaussian: 0.2 },
        activation: relu,
      });
    }
    expect(new StackedAutoencoders({ autoencoders }).autoencoders).toEqual(autoencoders);
  });

  const one = (visible: number, hidden: number, activation = sigmoid): DenoisingAutoencoder =>
    new DenoisingAutoencoder({ visible, hidden, activation });
  const refused: readonly (readonly [Record<string, unknown>, string])[] = [
    [{ sizes: [8] }, "expected sizes to hold at least two widths, visible and hidden, got [8]"],
    [{ sizes: [8, 0] }, "Cannot create stacked autoencoders: expected sizes[1] to be an integer ≥ 1, got 0"],
    [
      { sizes: [8, 2], noise: { masking: 2 } },
      "Cannot create a denoising autoencoder: expected noise.masking",
    ],
    [{ sizes: [8, 2], activation: 3 }, "expected activation to be an activation such as sigmoid, got 3"],
    [{ autoencoders: [] }, "expected at least one autoencoder, got []"],
    [{ autoencoders: [one(3, 2), one(3, 2)] }, "expected autoencoder 1 to take 2 inputs, got 3"],
    [{ autoencoders: [one(3, 2)], sizes: [3, 2] }, 'got "sizes"'],
    [{ autoencoders: [{}] }, "expected autoencoder 0 to be a DenoisingAutoencoder, got {  }"],
    [
      { autoencoders: [one(3, 2, tanh), one(2, 2)] },
      'expected a linear decoder of autoencoder 1 over tanh units, which may leave [0, 1], got "logistic"',
    ],
    [{ sizes: [3, 2], visibleUnits: 1 }, 'got "visibleUnits"'],
  ];
  it.each(refused)("refuses what does not fit (%#)", (options, error) => {
    expect(() => new StackedAutoencoders(options as never)).toThrow(error);
  });
});

describe("stack.pretrain", () => {
  it("is the training of one autoencoder after the other on the clean hidden units below", async () => {
    const stack = build();
    const options = { epochs: 3, batchSize: 20 };
    const history = await stack.pretrain(data, { ...options, validation: data });
    let inputs = data;
    for (const [layer, autoencoder] of build().autoencoders.entries()) {
      const { epochs } = await autoencoder.fit(inputs, { ...options, validation: inputs });
      const ofLayer = history.epochs.filter((record) => record.layer === layer);
      expect(ofLayer.map(({ loss, validationLoss }) => [loss, validationLoss])).toEqual(
        epochs.map(({ loss, validationLoss }) => [loss, validationLoss]),
      );
      expect(bits(stack)[layer]).toEqual(bitsOf(autoencoder.parameters));
      inputs = autoencoder.encode(inputs);
    }
    expect(history.epochs).toHaveLength(9);
    expect(String(history)).toContain("Used for layer 2: 80 examples in batches of 20");
  });

  it("gives each layer noise of its own under one seed, and takes other options for single layers", async () => {
    const stack = build();
    const history = await stack.pretrain(data, {
      epochs: 1,
      seed: 3,
      layers: [{ epochs: 2 }, { epochs: 0 }],
    });
    expect(history.epochs.map(({ layer }) => layer)).toEqual([0, 0, 2]);
    const [first] = build().autoencoders;
    await first!.fit(data, { epochs: 2, seed: "3, layer 0" });
    expect(bits(stack)[0]).toEqual(bitsOf(first!.parameters));
    expect(bits(stack)[1]).toEqual(bits(build())[1]);
  });

  it("left early keeps what was learnt and can go on", async () => {
    const stack = build();
    for await (const { layer } of stack.epochs(data, { epochs: 2 })) if (layer === 1) break;
    const [before, after] = [bits(build()), bits(stack)];
    expect(after.map((layer, index) => JSON.stringify(layer) === JSON.stringify(before[index]))).toEqual([
      false,
      false,
      true,
    ]);
    await stack.pretrain(data, { epochs: 1 });
  });

  it("trains every kind of autoencoder", async () => {
    for (const tied of [true, false]) {
      for (const activation of [sigmoid, tanh, relu]) {
        for (const noise of [{ masking: 0.3 }, { gaussian: 0.3 }, "none"] as const) {
          const stack = build({ tied, activation, noise, decoder: linear });
          const { epochs } = await stack.pretrain(data, { epochs: 8 });
          for (const layer of [0, 1, 2]) {
            const losses = epochs.filter((record) => record.layer === layer).map(({ loss }) => loss);
            expect(losses.at(-1)!, `${activation.name} ${layer}`).toBeLessThan(losses[0]!);
          }
        }
      }
    }
  });

  const refused: readonly (readonly [unknown, unknown, string])[] = [
    [[[1, 0]], {}, "Cannot pretrain the autoencoders: expected data to be any×8, got 1×2"],
    [data.clone().set(3, 5, 1.5), {}, "to lie in [0, 1], got 1.5 at row 3, column 5"],
    [data, { layers: [{}, {}, {}, {}] }, "expected options for at most 3 layers, got 4"],
    [data, { layers: [{}, {}, { batchSize: 0 }] }, "expected batchSize to be an integer ≥ 1, got 0"],
    [data, { layers: [{}, {}, { validation: data }] }, 'got "validation"'],
    [data, { validation: [[2]] }, "expected validation to be any×8, got 1×1"],
    [data, { sampler: 1 }, 'got "sampler"'],
  ];
  it.each(refused)(
    "refuses bad data and options, for any layer, and changes nothing (%#)",
    async (bad, options, error) => {
      const stack = build();
      await expect(stack.pretrain(bad as Matrix, options as StackPretrainOptions)).rejects.toThrow(error);
      expect(bits(stack)).toEqual(bits(build()));
    },
  );
});

describe("Pretrained stacked autoencoders", () => {
  it.each([sigmoid, tanh])(
    "give a network whose hidden layers are their encoders: %o",
    async (activation) => {
      const stack = build({ activation, tied: false });
      await stack.pretrain(data, { epochs: 2 });
      const network = stack.toNetwork({ outputs: 3, seed: 2 });
      const { passes } = network.forward(data);
      let rows = data;
      for (const [layer, autoencoder] of stack.autoencoders.entries()) {
        rows = autoencoder.encode(rows);
        expectClose(passes[layer]!.outputs, rows.to2DArray(), near);
      }
      expect(stack.transform(data).to2DArray()).toEqual(rows.to2DArray());
      const before = bits(stack);
      await network.fit(data, labels, { epochs: 1 });
      expect(bits(stack)).toEqual(before);
    },
  );

  it.each([0, 1, 3])(
    "hand over their first %i layers and start the rest as a random network would",
    (count) => {
      const stack = build();
      const network = bitsOf(stack.toNetwork({ outputs: 2, pretrainedLayers: count, seed: 4 }).parameters);
      const none = bitsOf(stack.toNetwork({ outputs: 2, pretrainedLayers: 0, seed: 4 }).parameters);
      for (const [layer, { weights, hiddenBias }] of bits(stack).entries()) {
        expect(network[`${layer}.weights`]).toBe(layer < count ? weights : none[`${layer}.weights`]);
        expect(network[`${layer}.bias`]).toBe(layer < count ? hiddenBias : none[`${layer}.bias`]);
      }
      expect(() => stack.toNetwork({ outputs: 2, pretrainedLayers: 4 })).toThrow(
        "Cannot turn autoencoders into a network: expected pretrainedLayers to be an integer ≥ 0 and ≤ 3, got 4",
      );
    },
  );

  it("are exact to the bit in JSON, and show themselves", () => {
    const stack = build({ tied: false });
    const read = StackedAutoencoders.fromJSON(JSON.parse(JSON.stringify(stack)), { engine });
    expect(bits(read)).toEqual(bits(stack));
    expect(read.seed).toBe("stack");
    expect(JSON.stringify(read)).toBe(JSON.stringify(stack));
    expect(() =>
      StackedAutoencoders.fromJSON({ ...stack.toJSON(), format: "layerwise/dbn" } as never),
    ).toThrow(/"layerwise\/stacked-autoencoders"/);
    const lines = String(stack).split("\n");
    expect(lines[0]).toBe("Stacked autoencoders 8-6-5-4, seed stack");
    expect(lines).toHaveLength(4);
  });
});
