// Test errors on MNIST that others have published, trained anew from several seeds.
//
//   node published-numbers/main.ts FOLDER NAME [SEEDS] [SHARE] [FILE] [ENGINE]
//
// It is TypeScript that Node 22.18 and later run as it is, outside of node_modules: copy this folder into a project,
// one with "type": "module" in package.json for tsx under an older Node.
// FOLDER holds the four files of MNIST, NAME is one of those in experiments.ts, SEEDS a list such as 1,2,3. Each run takes
// minutes to an hour. What has ended is kept in FILE, published-NAME.jsonl, and is not run again. SHARE, such as 0.01, takes so
// much of the epochs, and of the examples ten times as much: to see that it runs. ENGINE is that of the nets, auto if none is named; blas
// is faster.
import { type EngineChoice, Matrix } from "layerwise";
import { type LabeledDataset, loadMnist, take } from "layerwise/data";
import { experimentsOf } from "./experiments.ts";
import { keptRuns, meanOf, rangeOf, readCall } from "./kept-runs.ts";

const call = readCall("main.ts FOLDER NAME [SEEDS] [SHARE] [FILE] [ENGINE]", Object.keys(experimentsOf(1)));
const share = Number(call.share);
const engine = (process.argv[7] ?? "auto") as EngineChoice;
const experiment = experimentsOf(share)[call.name]!;

const mnist = await loadMnist(call.folder);
const part = (data: LabeledDataset): LabeledDataset => {
  const count = Math.round(data.inputs.rows * Math.min(1, share * 10));
  const some = count < data.inputs.rows ? take(data, [...Array(count).keys()]) : data;
  if (!experiment.binary) return some;
  const inputs = Matrix.zeros(some.inputs.rows, some.inputs.columns);
  for (let row = 0; row < inputs.rows; row++) {
    inputs.setRow(
      row,
      some.inputs.getRow(row).map((pixel) => (pixel > 0.5 ? 1 : 0)),
    );
  }
  return { ...some, inputs };
};
const data = { train: part(mnist.train), test: part(mnist.test), engine };

const trainings = Object.entries(experiment.variants).map(([variant, [, train]]) => {
  const run = async (seed: number) => {
    const network = await train(data, seed);
    const errorOn = (part: LabeledDataset): number => 100 * (1 - network.evaluate(part).accuracy!);
    return { testError: errorOn(data.test), trainError: errorOn(data.train), engine: network.engine };
  };
  return [variant, run] as const;
});
const told = ({ testError }: { readonly testError: number }): string => `${testError.toFixed(2)} %`;
const runsOf = await keptRuns(call, Object.fromEntries(trainings), told);

console.log(`\n${experiment.source}`);
for (const [variant, [published]] of Object.entries(experiment.variants)) {
  const errors = runsOf(variant).map(({ testError }) => testError);
  const training = meanOf(runsOf(variant).map(({ trainError }) => trainError));
  const theirs = published === undefined ? "nothing" : `${published.toFixed(2)} %`;
  console.log(
    `${variant.padEnd(20)} published ${theirs}; here ${meanOf(errors).toFixed(2)} % ` +
      `(${rangeOf(errors)}), training ${training.toFixed(3)} %`,
  );
}
