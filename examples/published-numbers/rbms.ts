// Likelihoods of RBMs that others have published, trained anew from several seeds.
//
//   node published-numbers/rbms.ts FOLDER NAME [SEEDS] [SHARE] [FILE]
//
// FOLDER holds the four files of MNIST, NAME is one of those in machines.ts, SEEDS a list such as 1,2,3. What has ended is kept in FILE,
// published-NAME.jsonl, and is not run again. SHARE, such as 0.01, takes so much of the epochs: to see that it runs.
import { keptRuns, meanOf, rangeOf, readCall } from "./kept-runs.ts";
import { type Figures, machineExperiments } from "./machines.ts";

const call = readCall("rbms.ts FOLDER NAME [SEEDS] [SHARE] [FILE]", Object.keys(machineExperiments));
const { load, variants, source } = machineExperiments[call.name]!;
const data = await load(call.folder);
const trainings = Object.entries(variants).map(([variant, [, train]]) => {
  const run = async (seed: number) => ({ figures: await train(data, seed, Number(call.share)) });
  return [variant, run] as const;
});
const told = ({ figures }: { readonly figures: Figures }): string =>
  Object.entries(figures)
    .map(([figure, value]) => `${figure} ${value.toFixed(2)}`)
    .join(", ");
const runsOf = await keptRuns(call, Object.fromEntries(trainings), told);

console.log(`\n${source}`);
for (const [variant, [published]] of Object.entries(variants)) {
  const runs = runsOf(variant);
  for (const figure of Object.keys(runs[0]?.figures ?? {})) {
    const values = runs.map(({ figures }) => figures[figure]!);
    console.log(
      `${variant}, ${figure}: published ${published[figure]?.toFixed(2) ?? "nothing"}; ` +
        `here ${meanOf(values).toFixed(2)} (${rangeOf(values)})`,
    );
  }
}
