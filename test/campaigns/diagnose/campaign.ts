// What `test/campaigns/diagnose.mjs` runs, built into one file.

import { isUnitImage } from "../../../src/data/into-unit-interval.ts";
import { percentCell } from "../../../src/display/table.ts";
import type { Finding, FindingId } from "../../../src/findings/finding.ts";
import { checkCall } from "../../../src/study/diagnose/check-call.ts";
import { meanError, onSeeds, type Ring, tuned } from "../../../src/study/diagnose/compare.ts";
import { diagnose } from "../../../src/study/diagnose/diagnose.ts";
import { examine } from "../../../src/study/diagnose/examine.ts";
import { partsOf } from "../../../src/study/diagnose/parts.ts";
import { planWork } from "../../../src/study/diagnose/plan-work.ts";
import type { Recipe } from "../../../src/study/diagnose/recipe.ts";
import { remediesFor } from "../../../src/study/diagnose/remedies.ts";
import { meanOf } from "../../../src/study/statistics/evidence.ts";
import { type Case, drawCase, kinds } from "../../support/ill-nets.ts";

const [nets = "20", firstSeed = "1", winners = "0", ...only] = process.argv.slice(2);
const BUDGET = Number(process.env.DIAGNOSE_BUDGET ?? 20);
const print = (...words: string[]): boolean => process.stdout.write(`${words.join(" ")}\n`);

/** Plans a case as `diagnose` does. */
async function planned({ net, dataset, options }: Case) {
  const call = checkCall("diagnose a net", net, dataset, { budget: BUDGET, ...options });
  const { checked, task, asked, given } = call;
  const plan = await planWork(asked, dataset, task, given, checked);
  return { plan, task, given, checked };
}

async function findingsOf(each: Case): Promise<readonly Finding[]> {
  const { plan, task, given, checked } = await planned(each);
  const parts = partsOf(each.dataset, plan.sizes, checked.seed, plan.recipe.inputs);
  return (
    await examine(plan.recipe, parts, { task, given, seed: checked.seed, balanced: false, signal: undefined })
  ).findings;
}

/** The seeds that say which remedy is the best of all, and those on which the winner is held against it. */
const SEEDS = { choose: [101, 102], judge: [103, 104, 105] };

/** By how much the winner errs more than the best of all remedies, in test error, on seeds that have not chosen either. */
async function regretOf(
  each: Case,
): Promise<{ winner: string | null; regret: number; best: string } | undefined> {
  const options = { budget: BUDGET, ...each.options };
  const diagnosis = await diagnose(each.net, each.dataset, options);
  if (diagnosis.remedies.length === 0) return undefined;
  const { plan, task, given } = await planned(each);
  const balanced = diagnosis.findings.some(({ id }) => id === "uneven-classes");
  const ring: Ring = {
    ...{ dataset: each.dataset, sizes: plan.sizes, tuningSeed: 1, onRun: () => {} },
    options: { task, given, balanced, signal: undefined },
    seeds: [],
  };
  const known = new Map<string, { readonly choose: number; readonly judge: number }>();
  const measure = async (id: string, recipe: Recipe): Promise<void> => {
    const on = async (seeds: readonly number[]): Promise<number> =>
      meanError(await onSeeds(recipe, id, ring, seeds), "test");
    known.set(id, { choose: await on(SEEDS.choose), judge: await on(SEEDS.judge) });
  };
  for (const remedy of remediesFor(plan.recipe, diagnosis.findings, isUnitImage(each.dataset))) {
    await measure(remedy.id, (await tuned(remedy, ring)).recipe);
  }
  await measure("leave it", plan.recipe);
  const ranked = [...known].sort(([, a], [, b]) => a.choose - b.choose);
  const [best, errors] = ranked[0]!;
  const chosen = diagnosis.winner ?? "leave it";
  if (process.env.DIAGNOSE_ALL) {
    const list = ranked.map(([id, { choose, judge }]) => `${id} ${(40 * choose + 60 * judge).toFixed(1)}`);
    print(`    ${chosen} of ${diagnosis.remedies.map(({ id }) => id).join(", ")} | ${list.join("; ")}`);
  }
  return { winner: diagnosis.winner, regret: known.get(chosen)!.judge - errors.judge, best };
}

print(`seeds ${firstSeed} to ${Number(firstSeed) + Number(nets) - 1}\n`);
const chosen = only.length > 0 ? kinds.filter((kind) => only.includes(kind)) : kinds;
for (const kind of chosen) {
  let [found, wrong, runs] = [0, 0, 0];
  const missed: string[] = [];
  const regrets: number[] = [];
  let named = 0;
  for (let net = 0; net < Number(nets); net++) {
    const seed = Number(firstSeed) + net;
    const each = drawCase(kind, seed);
    const findings = await findingsOf(each);
    runs += 1;
    if (findings.some(({ id }) => id === kind)) found += 1;
    if (findings.some(({ severity }) => severity === "wrong")) wrong += 1;
    if (kind === "healthy" ? findings.length > 0 : !findings.some(({ id }) => id === kind)) {
      missed.push(
        `    seed ${seed} on ${each.dataset.name}: ${findings.map(({ id, severity, figure }) => `${id} ${severity} ${figure.toPrecision(3)}`).join(", ") || "nothing"}`,
      );
    }
    if (net < Number(winners)) {
      const result = await regretOf(each);
      if (result) {
        regrets.push(result.regret);
        if (result.winner !== null) named += 1;
        if (result.regret > 0.01)
          missed.push(
            `    seed ${seed}: ${result.winner} errs ${(100 * result.regret).toFixed(1)} points more than ${result.best}`,
          );
      }
    }
  }
  const right = kind === "healthy" ? "" : ` found in ${percentCell(found / runs)},`;
  const winnersLine =
    regrets.length === 0
      ? ""
      : `; winner named in ${named} of ${regrets.length}, within a point of the best of all in ${percentCell(meanOf(regrets.map((regret) => (regret <= 0.01 ? 1 : 0))))}`;
  print(
    `${(kind as FindingId).padEnd(22)}${runs} nets:${right} something wrong in ${percentCell(wrong / runs)}${winnersLine}`,
  );
  for (const line of missed) print(line);
}
