// Likelihoods of RBMs that others have published, trained anew from several seeds.
//
//   node published-numbers/rbms.ts FOLDER NAME [SEEDS] [SHARE] [FILE]
//
// FOLDER holds the four files of MNIST, NAME is one of those in machines.ts, SEEDS a list such as 1,2,3. What has ended is kept in FILE,
// published-NAME.jsonl, and is not run again. SHARE, such as 0.01, takes so much of the epochs: to see that it runs.
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { type Figures, machineExperiments } from "./machines.ts";

const [folder = "", name = "", seeds = "1,2,3,4,5", share = "1", out] = process.argv.slice(2);
const experiment = machineExperiments[name];
if (experiment === undefined || folder === "") {
  const names = Object.keys(machineExperiments).join(", ");
  console.log(`node published-numbers/rbms.ts FOLDER NAME [SEEDS] [SHARE] [FILE], NAME one of ${names}`);
  process.exit(2);
}

interface Run {
  readonly variant: string;
  readonly seed: number;
  readonly share: string;
  readonly figures: Figures;
  readonly seconds: number;
}
const file = out ?? `published-${name}.jsonl`;
const runs: Run[] = existsSync(file)
  ? readFileSync(file, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Run)
  : [];
const data = await experiment.load(folder);
const told = (figures: Figures): string =>
  Object.entries(figures)
    .map(([figure, value]) => `${figure} ${value.toFixed(2)}`)
    .join(", ");
for (const seed of seeds.split(",").map(Number)) {
  for (const [variant, [, train]] of Object.entries(experiment.variants)) {
    if (runs.some((run) => run.variant === variant && run.seed === seed && run.share === share)) continue;
    const began = performance.now();
    const figures = await train(data, seed, Number(share));
    const run = { variant, seed, share, figures, seconds: (performance.now() - began) / 1000 };
    runs.push(run);
    appendFileSync(file, `${JSON.stringify(run)}\n`);
    console.log(`${variant}, seed ${seed}: ${told(figures)} after ${run.seconds.toFixed(0)} s`);
  }
}

console.log(`\n${experiment.source}`);
for (const [variant, [published]] of Object.entries(experiment.variants)) {
  const own = runs.filter((run) => run.variant === variant && run.share === share);
  for (const figure of Object.keys(own[0]?.figures ?? {})) {
    const values = own.map(({ figures }) => figures[figure]!);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const range = `${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)}`;
    console.log(
      `${variant}, ${figure}: published ${published[figure]?.toFixed(2) ?? "nothing"}; ` +
        `here ${mean.toFixed(2)} (${range}, ${own.length} seeds)`,
    );
  }
}
