import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tanh } from "../../../src/activation/tanh.ts";
import { Run } from "../../../src/fit/run.ts";
import { linear } from "../../../src/head/linear.ts";
import { softmax } from "../../../src/head/softmax.ts";
import { batchNorm } from "../../../src/layers/batch-norm.ts";
import { dense } from "../../../src/layers/dense.ts";
import { dropout } from "../../../src/layers/dropout.ts";
import { Network } from "../../../src/network/network.ts";
import { adam } from "../../../src/optimizer/adam.ts";
import { optimizers } from "../../../src/optimizer/all.ts";
import { chain } from "../../../src/optimizer/chain.ts";
import { clipByGlobalNorm } from "../../../src/optimizer/clip-by-global-norm.ts";
import { sgd } from "../../../src/optimizer/sgd.ts";
import { DenoisingAutoencoder } from "../../../src/pretraining/denoising-autoencoder.ts";
import { pretrainSupervised } from "../../../src/pretraining/pretrain-supervised.ts";
import { StackedAutoencoders } from "../../../src/pretraining/stacked-autoencoders.ts";
import { bitsOf } from "../../support/bits.ts";
import { inParts, withoutSeconds } from "../../support/cut.ts";
import { engine } from "../../support/engine-under-test.ts";
import { randomMatrix } from "../../support/random-matrix.ts";

const data = randomMatrix("data of autoencoders that go on", 23, 6);
for (let row = 0; row < 23; row++) {
  for (let column = 0; column < 6; column++) data.set(row, column, data.get(row, column) > 0 ? 1 : 0);
}
const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 3 });

describe("An autoencoder's run that is cut", () => {
  it.each([true, false])(
    "ends with the bits of the unbroken one, noise and all; tied weights: %s",
    async (tied) => {
      const noise = { masking: 0.3 };
      const train = async (seed: number, part: object): Promise<string> => {
        const autoencoder = new DenoisingAutoencoder({ visible: 6, hidden: 4, tied, noise, seed, engine });
        const common = {
          epochs: 8,
          batchSize: 5,
          seed: 3,
          validation: data,
          optimizer: adam({ learningRate: 0.05 }),
        };
        const history = await autoencoder.fit(data, { ...common, ...part });
        return withoutSeconds(history, bitsOf(autoencoder.parameters));
      };
      const expected = await train(7, {});
      await fc.assert(
        fc.asyncProperty(cuts, async (after) => {
          expect(await inParts(after, (part, isFirst) => train(isFirst ? 7 : 8, part))).toBe(expected);
        }),
        { numRuns: 8 },
      );
    },
  );

  const learners = [...optimizers, chain(clipByGlobalNorm(1), sgd({ learningRate: 0.1, momentum: 0.9 }))];
  it.each(learners.map((optimizer) => ({ name: optimizer.name, optimizer })))(
    "ends with the bits of the unbroken one, with Gaussian noise and early stopping, wherever it is cut: $name",
    async ({ optimizer }) => {
      const train = async (seed: number, part: object): Promise<string> => {
        const noise = { gaussian: 0.5 };
        const options = { visible: 6, hidden: 4, activation: tanh, decoder: linear, noise, seed, engine };
        const autoencoder = new DenoisingAutoencoder(options);
        const common = { epochs: 5, batchSize: 5, seed: 3, validation: data, earlyStopping: { patience: 1 } };
        const history = await autoencoder.fit(data, { ...common, optimizer, ...part });
        return withoutSeconds(history, bitsOf(autoencoder.parameters));
      };
      const expected = await train(7, {});
      for (const cut of [1, 4, 5, 6, 12, 24]) {
        const found = await inParts([cut], (part, isFirst) => train(isFirst ? 7 : 8, part));
        expect(found, `cut at ${cut}`).toBe(expected);
      }
    },
  );

  it("so does that of a stack, in the middle of a layer too", async () => {
    const pretrain = async (seed: number, part: object): Promise<string> => {
      const stack = new StackedAutoencoders({ sizes: [6, 5, 3], noise: { masking: 0.2 }, seed, engine });
      const history = await stack.pretrain(data, {
        epochs: 4,
        batchSize: 5,
        layers: [{}, { epochs: 3 }],
        ...part,
      });
      return withoutSeconds(
        history,
        stack.autoencoders.map(({ parameters }) => bitsOf(parameters)),
      );
    };
    const expected = await pretrain(7, {});
    await fc.assert(
      fc.asyncProperty(cuts, async (after) => {
        expect(await inParts(after, (part, isFirst) => pretrain(isFirst ? 7 : 8, part))).toBe(expected);
      }),
      { numRuns: 8 },
    );
  });

  it("so does that of greedy supervised layers, with running means, frozen layers and the network's own top", async () => {
    const labels = Array.from({ length: 23 }, (_, row) => row % 2);
    const pretrain = async (seed: number, part: object): Promise<string> => {
      const layers = [
        dense({ inputs: 6, outputs: 5, activation: tanh }),
        batchNorm({ units: 5 }),
        dense({ inputs: 5, outputs: 5, activation: tanh }),
        dense({ inputs: 5, outputs: 4, activation: tanh }),
        dropout({ rate: 0.2 }),
        dense({ inputs: 4, outputs: 2 }),
      ];
      const network = new Network({ layers, head: softmax, seed, engine }).freeze(2);
      const options = { epochs: 4, batchSize: 5, validationFraction: 0.2, earlyStopping: { patience: 2 } };
      const history = await pretrainSupervised(network, data, labels, { ...options, ...part });
      const { "2.weights": _, "2.bias": __, "5.weights": ___, ...trained } = network.parameters;
      return withoutSeconds(history, bitsOf(trained), bitsOf(network.statistics), network.seed);
    };
    const expected = await pretrain(7, {});
    await fc.assert(
      fc.asyncProperty(cuts, async (after) => {
        // Frozen layers are nobody's run: they are as the network has them, so they must be those that it began with.
        expect(await inParts(after, (part) => pretrain(7, part))).toBe(expected);
      }),
      { numRuns: 8 },
    );
  });

  it("is refused where it is of another number of hidden layers", async () => {
    const labels = Array.from({ length: 23 }, (_, row) => row % 2);
    const run = new Run();
    const options = { epochs: 2, seed: 1 };
    await pretrainSupervised(Network.fromSizes([6, 4, 2], { seed: 1, engine }), data, labels, {
      ...options,
      run,
    });
    const other = Network.fromSizes([6, 4, 4, 2], { seed: 1, engine });
    const before = bitsOf(other.parameters);
    await expect(pretrainSupervised(other, data, labels, { ...options, run })).rejects.toThrow(
      'go on with "a stack of 1 hidden layers", got a stack of 2 hidden layers',
    );
    expect(bitsOf(other.parameters)).toEqual(before);
  });
});
