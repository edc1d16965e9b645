import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DBN } from "../../../src/dbn/dbn.ts";
import type { PretrainOptions } from "../../../src/dbn/pretrain.ts";
import { adam } from "../../../src/optimizer/adam.ts";
import { optimizers } from "../../../src/optimizer/all.ts";
import { RBM } from "../../../src/rbm/rbm.ts";
import type { RBMOptions } from "../../../src/rbm/rbm-options.ts";
import { contrastiveDivergence } from "../../../src/rbm/samplers/contrastive-divergence.ts";
import { persistentContrastiveDivergence } from "../../../src/rbm/samplers/persistent-contrastive-divergence.ts";
import type { Sampler } from "../../../src/rbm/samplers/sampler.ts";
import type { RBMFitOptions } from "../../../src/rbm/training/fit-options.ts";
import { gaussianUnits } from "../../../src/units/gaussian.ts";
import { bitsOf } from "../../support/bits.ts";
import { inParts, withoutSeconds } from "../../support/cut.ts";
import { engine } from "../../support/engine-under-test.ts";
import { randomMatrix } from "../../support/random-matrix.ts";

const bits = randomMatrix("data of a run", 23, 6);
for (let row = 0; row < bits.rows; row++) {
  for (let column = 0; column < 6; column++) bits.set(row, column, bits.get(row, column) > 0 ? 1 : 0);
}
const numbers = randomMatrix("numbers of a run", 23, 6);
const EPOCHS = 4; // of 5 batches

const samplers: readonly Sampler[] = [
  contrastiveDivergence({ steps: 2 }),
  contrastiveDivergence({ visibleStates: "means" }),
  persistentContrastiveDivergence({ chains: 7, steps: 2 }),
];

async function train(options: RBMFitOptions, model: Partial<RBMOptions> = {}): Promise<string> {
  const rbm = new RBM({ visible: 6, hidden: 4, seed: 7, engine, ...model });
  const data = rbm.visibleUnits.name === "gaussian" ? numbers : bits;
  const history = await rbm.fit(data, { epochs: EPOCHS, batchSize: 5, seed: 3, ...options });
  return withoutSeconds(history, bitsOf(rbm.parameters));
}

describe("An RBM's run that is cut", () => {
  const table = samplers.flatMap((sampler) =>
    optimizers.map((optimizer) => ({
      name: `${sampler.name}, ${optimizer.name}`,
      options: { sampler, optimizer },
    })),
  );
  it.each(table)("ends with the bits of the unbroken one, wherever it is cut: $name", async ({ options }) => {
    const expected = await train(options);
    for (const cut of [1, 4, 5, 6, 12, 19, 20]) {
      const found = await inParts([cut], (part, first) =>
        train({ ...options, ...part }, { seed: first ? 7 : 8 }),
      );
      expect(found, `cut at ${cut}`).toBe(expected);
    }
  });

  const [, , persistent] = samplers;
  const others: Record<string, readonly [RBMFitOptions, Partial<RBMOptions>?]> = {
    "by default": [{}],
    "with sparsity": [{ sparsity: { target: 0.1, cost: 0.5 }, sampler: persistent }],
    "with Gaussian units": [{ sampler: persistent }, { visibleUnits: gaussianUnits }],
    "with early stopping": [{ validation: bits, earlyStopping: { patience: 1 }, optimizer: adam() }],
  };
  it.each(Object.entries(others))("ends with the same bits $0", async (_, [options, model = {}]) => {
    const expected = await train(options, model);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 4 }), async (cuts) => {
        const found = await inParts(cuts, (part, first) =>
          train({ ...options, ...part }, { ...model, seed: first ? 7 : 8 }),
        );
        expect(found).toBe(expected);
      }),
      { numRuns: 12 },
    );
  });
});

describe("A DBN's run that is cut", () => {
  async function pretrain(options: PretrainOptions, seed = 7): Promise<string> {
    const dbn = new DBN({ sizes: [6, 5, 4, 3], seed, engine });
    const common = { epochs: EPOCHS, batchSize: 5, validation: bits };
    const history = await dbn.pretrain(bits, { ...common, ...options });
    return withoutSeconds(
      history,
      dbn.rbms.map(({ parameters }) => bitsOf(parameters)),
    );
  }

  const options: Record<string, PretrainOptions> = {
    "by default": {},
    "with persistent chains, and a seed and layers of their own": {
      sampler: persistentContrastiveDivergence({ chains: 5 }),
      seed: "own",
      layers: [{}, { epochs: 2, optimizer: adam() }, { earlyStopping: { patience: 1 } }],
    },
  };
  it.each(Object.entries(options))(
    "ends with the same bits, in the middle of a layer too: $0",
    async (_, each) => {
      const expected = await pretrain(each);
      await fc.assert(
        fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 3 }), async (cuts) => {
          expect(await inParts(cuts, (part, first) => pretrain({ ...each, ...part }, first ? 7 : 8))).toBe(
            expected,
          );
        }),
        { numRuns: 20 },
      );
    },
  );
});
