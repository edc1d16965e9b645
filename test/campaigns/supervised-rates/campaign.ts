// What `test/campaigns/supervised-rates.mjs` runs, built into one file.

import { readFileSync } from "node:fs";
import { sigmoid } from "../../../src/activation/sigmoid.ts";
import { datasetFromCsv } from "../../../src/data/csv.ts";
import type { LabeledDataset } from "../../../src/data/dataset.ts";
import { loadDigits } from "../../../src/data/digits.ts";
import { loadMnist } from "../../../src/data/mnist.ts";
import { split } from "../../../src/data/split.ts";
import { take } from "../../../src/data/take.ts";
import { Network } from "../../../src/network/network.ts";
import { adam } from "../../../src/optimizer/adam.ts";
import { minMax } from "../../../src/preprocess/min-max.ts";
import { pretrainSupervised } from "../../../src/pretraining/pretrain-supervised.ts";

const [seeds = "3", depth = "6"] = process.argv.slice(2);
/** Half a decade from one to the next: the second is Adam's usual one, the fourth that of autoencoders. */
const RATES = [0.000316, 0.001, 0.00316, 0.01, 0.0316];
const WIDTH = 64;
const MNIST_EXAMPLES = 8000;

interface Parts {
  readonly train: LabeledDataset;
  readonly test: LabeledDataset;
}

/** A table, and its parts by seed. */
interface Table {
  readonly name: string;
  readonly partsOf: (seed: number) => Parts;
}

const table = (dataset: LabeledDataset): Table => ({
  name: dataset.name,
  partsOf: (seed) => scaled(split(dataset, { fraction: 0.8, seed })),
});

async function tables(): Promise<readonly Table[]> {
  const csv = (name: string): Table => {
    const text = readFileSync(`test/fixtures/uci/${name}.csv`, "utf8");
    return table(datasetFromCsv(text, { label: "class", name }) as LabeledDataset);
  };
  const directory = process.env.MNIST_DIR;
  const mnist = directory === undefined ? [] : [await firstOfMnist(directory)];
  return [csv("wine"), csv("breast-cancer"), table(await loadDigits()), ...mnist];
}

/** Others of the training images for each seed, and all of the test images. */
async function firstOfMnist(directory: string): Promise<Table> {
  const { train, test } = await loadMnist(directory);
  const partsOf = (seed: number): Parts => {
    const first = (seed - 1) * MNIST_EXAMPLES;
    return {
      train: take(
        train,
        [...Array(MNIST_EXAMPLES).keys()].map((row) => first + row),
      ),
      test,
    };
  };
  return { name: `MNIST, ${MNIST_EXAMPLES} examples`, partsOf };
}

/** Both parts scaled by the range of the training part. */
function scaled({ train, test }: Parts): Parts {
  const scaling = minMax.fit(train.inputs);
  const scale = (part: LabeledDataset): LabeledDataset => ({
    ...part,
    inputs: scaling.transform(part.inputs),
  });
  return { train: scale(train), test: scale(test) };
}

/** The loss that each greedy layer ends with, in the mean, and the test error before and after fine-tuning without options. */
async function run({ train, test }: Parts, learningRate: number, seed: number) {
  const sizes = [train.inputs.columns, ...Array(Number(depth)).fill(WIDTH), train.classes];
  const network = Network.fromSizes(sizes, { activation: sigmoid, seed, threads: 1 });
  const { epochs } = await pretrainSupervised(network, train, { optimizer: adam({ learningRate }) });
  const last = epochs.filter(({ epoch }) => epoch === epochs.at(-1)!.epoch);
  await network.fit(train);
  return {
    loss: meanOf(last.map(({ loss }) => loss)),
    topLoss: last.at(-1)!.loss,
    trainLoss: network.evaluate(train).loss,
    testError: 1 - network.evaluate(test).accuracy!,
  };
}

const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const print = (line: string): boolean => process.stdout.write(`${line}\n`);
const percent = (share: number): string => (100 * share).toFixed(2);

print(
  `| data | rate | loss of the layers | of the uppermost | training loss at the end | test error, % | by seed |`,
);
print("|---|---|---|---|---|---|---|");
for (const { name, partsOf } of await tables()) {
  for (const rate of RATES) {
    const runs: Awaited<ReturnType<typeof run>>[] = [];
    for (let seed = 1; seed <= Number(seeds); seed++) runs.push(await run(partsOf(seed), rate, seed));
    const mean = (figure: keyof (typeof runs)[number]): number => meanOf(runs.map((each) => each[figure]));
    const bySeed = runs.map(({ testError }) => percent(testError)).join(", ");
    const losses = (["loss", "topLoss", "trainLoss"] as const).map((figure) => mean(figure).toPrecision(3));
    print(`| ${[name, rate, ...losses, percent(mean("testError")), bySeed].join(" | ")} |`);
  }
}
