// Test errors on MNIST that others have published, trained anew from several seeds.
//
//   node published-numbers/main.ts FOLDER NAME [SEEDS] [SHARE] [FILE]
//
// It is TypeScript that Node 22.18 and later run as it is, outside of node_modules: copy this folder into a project.
// FOLDER holds the four files of MNIST, NAME is one of those in experiments.ts, SEEDS a list such as 1,2,3. Each run takes
// minutes to an hour. What has ended is kept in FILE, published-NAME.jsonl, and is not run again. SHARE, such as 0.01, takes so
// much of the epochs and of the examples: to see that it runs.
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { Matrix } from "layerwise";
import { type LabeledDataset, loadMnist, take } from "layerwise/data";
import { experimentsOf } from "./experiments.ts";

const [folder = "", name = "", seeds = "1,2,3,4,5", share = "1", out] = process.argv.slice(2);
const experiments = experimentsOf(Number(share));
const experiment = experiments[name];
if (experiment === undefined || folder === "") {
  console.log(
    `node published-numbers/main.ts FOLDER NAME [SEEDS] [SHARE] [FILE], NAME one of ${Object.keys(experiments).join(", ")}`,
  );
  process.exit(2);
}

const mnist = await loadMnist(folder);
const part = (data: LabeledDataset): LabeledDataset => {
  const count = Math.round(data.inputs.rows * Math.min(1, Number(share) * 10));
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
const data = { train: part(mnist.train), test: part(mnist.test) };

interface Run {
  readonly variant: string;
  readonly seed: number;
  readonly share: string;
  readonly testError: number;
  readonly trainError: number;
  readonly seconds: number;
}
const file = out ?? `published-${name}.jsonl`;
const runs: Run[] = existsSync(file)
  ? readFileSync(file, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Run)
  : [];
for (const seed of seeds.split(",").map(Number)) {
  for (const [variant, [, train]] of Object.entries(experiment.variants)) {
    if (runs.some((run) => run.variant === variant && run.seed === seed && run.share === share)) continue;
    const began = performance.now();
    const network = await train(data, seed);
    const [testError, trainError] = [data.test, data.train].map(
      (each) => 100 * (1 - network.evaluate(each).accuracy!),
    ) as [number, number];
    const run = { variant, seed, share, testError, trainError, seconds: (performance.now() - began) / 1000 };
    runs.push(run);
    appendFileSync(file, `${JSON.stringify(run)}\n`);
    console.log(`${variant}, seed ${seed}: ${testError.toFixed(2)} % after ${run.seconds.toFixed(0)} s`);
  }
}

console.log(`\n${experiment.source}`);
for (const [variant, [published]] of Object.entries(experiment.variants)) {
  const own = runs.filter((run) => run.variant === variant && run.share === share);
  const [test, training] = [own.map((run) => run.testError), own.map((run) => run.trainError)];
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  console.log(
    `${variant.padEnd(18)} published ${published.toFixed(2)} %; here ${mean(test).toFixed(2)} % ` +
      `(${Math.min(...test).toFixed(2)} to ${Math.max(...test).toFixed(2)}, ${own.length} seeds), training ${mean(training).toFixed(3)} %`,
  );
}
