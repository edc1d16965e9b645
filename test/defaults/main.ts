import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { datasetFromCsv, type LabeledDataset, loadDigits } from "layerwise/data";
import {
  meanOf,
  plainNet,
  plainRegression,
  pretrainedAndRandom,
  sixLogisticLayers,
  twoFactors,
} from "./trials.ts";

// npm run defaults: what the shortest programs come to, without any option, beside scikit-learn where a Python has it.
const tables = process.env.TABLES_DIR ?? "test/fixtures/uci";
const text = (name: string): string => readFileSync(`${tables}/${name}.csv`, "utf8");
const names = ["iris", "wine", "breast-cancer"];
const datasets: readonly LabeledDataset[] = [
  ...names.map((name) => datasetFromCsv(text(name), { label: "class", name })),
  await loadDigits(),
];
const seeds = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

const spread = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + (value - meanOf(values)) ** 2, 0) / (values.length - 1));
const percent = (values: readonly number[]): string =>
  `${(100 * meanOf(values)).toFixed(1)} ± ${(100 * spread(values)).toFixed(1)}`;

function show(title: string, rows: Record<string, Record<string, string>>): void {
  console.log(`\n${title}`);
  console.table(rows);
}

async function overSeeds<Result>(count: number, run: (seed: number) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (const seed of seeds(count)) results.push(await run(seed));
  return results;
}

const pretraining: Record<string, Record<string, string>> = {};
for (const dataset of datasets) {
  const results = await overSeeds(10, (seed) => pretrainedAndRandom(dataset, seed));
  const differences = results.map(({ pretrained, random }) => pretrained - random);
  pretraining[dataset.name] = {
    "pretrained %": percent(results.map(({ pretrained }) => pretrained)),
    "random %": percent(results.map(({ random }) => random)),
    "difference, points": percent(differences),
  };
}
show(
  "Right on a test fifth, three hidden layers of 64: pretrain and fit without options, 10 seeds",
  pretraining,
);

const starts: Record<string, Record<string, string>> = {};
for (const dataset of datasets) {
  const results = await overSeeds(5, (seed) => sixLogisticLayers(dataset, seed));
  for (const name of Object.keys(results[0]!)) {
    starts[name] = {
      ...starts[name],
      [`${dataset.name} %`]: percent(results.map((shares) => shares[name]!)),
    };
  }
}
show(
  "Right on a test fifth, six logistic layers of 64 by their start, everything without options, 5 seeds",
  starts,
);

const peer = scikitLearn();
const nets: Record<string, Record<string, string>> = {};
for (const dataset of datasets) {
  const results = await overSeeds(3, (seed) => plainNet(dataset, seed));
  nets[dataset.name] = {
    "layerwise %": percent(results),
    "scikit-learn %": peer?.[dataset.name] ?? "not run",
  };
}
show("Right on the test folds, one hidden layer of 100, standardized, 5 folds, 3 seeds", nets);

const lines = text("diabetes").trim().split(/\r?\n/).slice(1);
const numbers = lines.map((line) => line.split(",").map(Number));
const scores = await overSeeds(3, (seed) =>
  plainRegression(
    numbers.map((row) => row.slice(0, -1)),
    numbers.map((row) => row.at(-1)!),
    seed,
  ),
);
show("R² of the head linear on diabetes, standardized, 5 folds, 3 seeds", {
  diabetes: {
    layerwise: `${meanOf(scores).toFixed(3)} ± ${spread(scores).toFixed(3)}`,
    "scikit-learn": peer?.diabetes ?? "not run",
  },
});

const machines: Record<string, Record<string, string>> = {};
for (const hidden of [2, 4, 16, 64]) {
  const results = await overSeeds(10, (seed) => twoFactors(hidden, seed));
  const errors = results.map(({ error }) => error);
  machines[`${hidden} hidden units`] = {
    "squared error, mean alone 4": `${meanOf(errors).toFixed(2)} (${Math.min(...errors).toFixed(2)} to ${Math.max(...errors).toFixed(2)})`,
    "runs with a warning": String(results.filter(({ warnings }) => warnings.length > 0).length),
  };
}
show("Gaussian RBM on two factors in four columns, 200 rows, 10 seeds", machines);

/** What scikit-learn comes to with its defaults, as text by dataset; undefined where no Python has it. */
function scikitLearn(): Record<string, string> | undefined {
  const script = fileURLToPath(new URL(process.env.PEER_SCRIPT!, import.meta.url));
  for (const python of [process.env.PYTHON ?? "python3", "/usr/bin/python3"]) {
    const { status, stdout } = spawnSync(python, [script, tables], { encoding: "utf8" });
    if (status === 0) return JSON.parse(stdout);
  }
  return undefined;
}
