import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tanh } from "../../../src/activation/tanh.ts";
import { reduceOnPlateau } from "../../../src/fit/reduce-on-plateau.ts";
import { softmax } from "../../../src/head/softmax.ts";
import { batchNorm } from "../../../src/layers/batch-norm.ts";
import { dense } from "../../../src/layers/dense.ts";
import { dropout } from "../../../src/layers/dropout.ts";
import { layerNorm } from "../../../src/layers/layer-norm.ts";
import { residual } from "../../../src/layers/residual.ts";
import { Network } from "../../../src/network/network.ts";
import type { NetworkFitOptions } from "../../../src/network/prepare-fit.ts";
import { adam } from "../../../src/optimizer/adam.ts";
import { optimizers } from "../../../src/optimizer/all.ts";
import { chain } from "../../../src/optimizer/chain.ts";
import { clipByGlobalNorm } from "../../../src/optimizer/clip-by-global-norm.ts";
import type { Optimizer } from "../../../src/optimizer/optimizer.ts";
import { sgd } from "../../../src/optimizer/sgd.ts";
import { weightDecay } from "../../../src/optimizer/weight-decay.ts";
import { cosine } from "../../../src/schedule/cosine.ts";
import { bitsOf } from "../../support/bits.ts";
import { inParts, withoutSeconds } from "../../support/cut.ts";
import { engine } from "../../support/engine-under-test.ts";
import { randomMatrix } from "../../support/random-matrix.ts";

const inputs = randomMatrix("inputs of a run", 23, 4);
const labels = Array.from({ length: 23 }, (_, row) => row % 3);
const EPOCHS = 5;

/** A network with every kind of layer, whose first layer may be frozen. */
function build(seed = 7, frozen: readonly number[] = []): Network {
  const body = [dense({ inputs: 6, outputs: 6, activation: tanh })];
  const layers = [
    dense({ inputs: 4, outputs: 6, activation: tanh }),
    batchNorm({ units: 6 }),
    dropout({ rate: 0.3 }),
    residual(body),
    layerNorm({ units: 6 }),
    dense({ inputs: 6, outputs: 3 }),
  ];
  return new Network({ layers, head: softmax, seed, engine }).freeze(...frozen);
}

async function train(
  options: NetworkFitOptions,
  { seed, frozen }: { readonly seed?: number; readonly frozen?: readonly number[] } = {},
): Promise<string> {
  const network = build(seed, frozen);
  const history = await network.fit(inputs, labels, { epochs: EPOCHS, batchSize: 5, ...options });
  return withoutSeconds(history, bitsOf({ ...network.parameters, ...network.statistics }));
}

/** The same run in parts, each of a network that began elsewhere. */
const broken = (
  cuts: readonly number[],
  options: NetworkFitOptions,
  frozen: readonly number[] = [],
): Promise<string> =>
  inParts(cuts, (part, isFirst) => train({ ...options, ...part }, { seed: isFirst ? 7 : 8, frozen }));

const chained = chain(clipByGlobalNorm(1), weightDecay(0.01), sgd({ learningRate: 0.1, momentum: 0.9 }));
const every: readonly Optimizer[] = [...optimizers, sgd({ momentum: 0.9, nesterov: true }), chained];

describe("A network's run that is cut", () => {
  it.each(every.map((optimizer) => ({ name: optimizer.name, optimizer })))(
    "ends with the bits of the unbroken one, wherever it is cut: $name",
    async ({ optimizer }) => {
      const expected = await train({ optimizer });
      for (const cut of [1, 4, 5, 6, 12, 20, 24, 25]) {
        expect(await broken([cut], { optimizer }), `cut at ${cut}`).toBe(expected);
      }
    },
  );

  const validation = { inputs: randomMatrix("validation of a run", 9, 4), labels: labels.slice(0, 9) };
  const options: Record<string, NetworkFitOptions> = {
    "in file order": { shuffle: false },
    "with a schedule": {
      optimizer: sgd({ learningRate: cosine({ rate: 0.5, epochs: EPOCHS }), momentum: 0.9 }),
    },
    "with a rate on a plateau": {
      optimizer: adam({ learningRate: reduceOnPlateau({ rate: 0.1, patience: 1 }) }),
      validation,
    },
    "with early stopping": {
      earlyStopping: { patience: 1 },
      validation,
      optimizer: adam({ learningRate: 0.3 }),
    },
    "with early stopping that does not stop": { earlyStopping: { patience: 9 }, validationFraction: 0.3 },
    "with weights": { sampleWeights: labels.map((label) => label), classWeights: [1, 2, 3] },
    "with a seed of its own": { seed: "another" },
  };
  it.each(Object.entries(options))("ends with the same bits $0", async (_, each) => {
    const expected = await train(each);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 25 }), { maxLength: 4 }), async (cuts) => {
        expect(await broken(cuts, each)).toBe(expected);
      }),
      { numRuns: 12 },
    );
  });

  it("ends with the same bits where layers are frozen", async () => {
    expect(await broken([7, 3], {}, [0, 1])).toBe(await train({}, { frozen: [0, 1] }));
  });
});
