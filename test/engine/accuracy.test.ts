import { beforeAll, describe, expect, it } from "vitest";
import { type LabeledDataset, loadDigits, split } from "../../src/data/index.ts";
import { DBN, type EngineKind, Network, normal, sgd, tanh } from "../../src/index.ts";
import { engineKinds } from "../support/engines.ts";

const others = engineKinds.filter(({ name }) => name === "wasm");
const seeds = Array.from({ length: 10 }, (_, seed) => seed);
const optimizer = sgd({ learningRate: 0.1, momentum: 0.9 });

const meanOf = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
const deviationOf = (values: readonly number[]): number => {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1));
};

let train: LabeledDataset;
let test: LabeledDataset;
beforeAll(async () => {
  ({ train, test } = split(await loadDigits(), { trainCount: 1000, seed: 1 }));
});

type Train = (engine: EngineKind | "reference", seed: number) => Promise<Network>;

const ways: Record<string, Train> = {
  async "a tanh net from a random start"(engine, seed) {
    const network = Network.fromSizes([64, 30, 10], { activation: tanh, seed, engine });
    await network.fit(train.inputs, train.labels, { epochs: 5, batchSize: 20, optimizer });
    return network;
  },
  async "a logistic net that a DBN starts"(engine, seed) {
    const dbn = new DBN({ sizes: [64, 30, 30], initializer: normal({ std: 0.1 }), seed, engine });
    await dbn.pretrain(train.inputs, { epochs: 3, batchSize: 20 });
    const network = dbn.toNetwork({ outputs: 10, seed });
    await network.fit(train.inputs, train.labels, { epochs: 5, batchSize: 20, optimizer });
    return network;
  },
};

// The mean over ten seeds strays by their standard deviation over √10; three times that of a difference of two such means
// would be four; engines that start from the same seeds are to come nearer than one.
describe.each(others)("on digits the engine $name", (kind) => {
  it.each(Object.entries(ways))(
    "reaches the accuracy of the reference engine within seed noise: %s",
    async (_, run) => {
      const accuracies = async (engine: EngineKind | "reference"): Promise<number[]> => {
        const found: number[] = [];
        for (const seed of seeds) {
          const network = await run(engine, seed);
          expect(network.engine).toBe(engine === "reference" ? "reference" : engine.name);
          found.push(network.evaluate(test.inputs, test.labels).accuracy!);
        }
        return found;
      };
      const [expected, actual] = [await accuracies("reference"), await accuracies(kind)];
      expect(Math.min(...expected)).toBeGreaterThan(0.5); // chance is a tenth
      const noise = deviationOf(expected) / Math.sqrt(seeds.length);
      expect(Math.abs(meanOf(actual) - meanOf(expected))).toBeLessThan(noise);
    },
  );
});
