// What `test/campaigns/diagnose.mjs` runs, built into one file.

import { isUnitImage } from "../../../src/data/into-unit-interval.ts";
import { percentCell } from "../../../src/display/table.ts";
import type { Finding, FindingId } from "../../../src/findings/finding.ts";
import { meanError, onAllSeeds, type Ring, tuned } from "../../../src/study/diagnose/compare.ts";
import { askedRecipe, diagnose, taskOf } from "../../../src/study/diagnose/diagnose.ts";
import { checkDiagnoseOptions } from "../../../src/study/diagnose/diagnose-options.ts";
import { examine } from "../../../src/study/diagnose/examine.ts";
import { partsOf } from "../../../src/study/diagnose/parts.ts";
import { planWork } from "../../../src/study/diagnose/plan-work.ts";
import { remediesFor } from "../../../src/study/diagnose/remedies.ts";
import { meanOf } from "../../../src/study/statistics/evidence.ts";
import { type Case, drawCase, kinds } from "../../support/ill-nets.ts";

const [nets = "20", firstSeed = "1", winners = "0", ...only] = process.argv.slice(2);
const BUDGET = 20;
const print = (...words: string[]): boolean => process.stdout.write(`${words.join(" ")}\n`);

/** Plans a case as `diagnose` does. */
async function planned({ net, dataset, options }: Case) {
  const checked = checkDiagnoseOptions("diagnose a net", { budget: BUDGET, ...options });
  const task = taskOf("diagnose a net", dataset);
  const { asked, given } = askedRecipe("diagnose a net", net, task, checked);
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

/** By how much the winner errs more than the best of all remedies, in test error, on seeds of their own. */
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
    seeds: [101, 102, 103, 104],
  };
  const all = new Map<string, number>();
  for (const remedy of remediesFor(plan.recipe, diagnosis.findings, isUnitImage(each.dataset))) {
    const { recipe } = await tuned(remedy, ring);
    all.set(remedy.id, meanError(await onAllSeeds(recipe, remedy.id, ring), "test"));
  }
  all.set("leave it", meanError(await onAllSeeds(plan.recipe, "leave it", ring), "test"));
  const [best, least] = [...all].sort(([, a], [, b]) => a - b)[0]!;
  const chosen = diagnosis.winner ?? "leave it";
  if (process.env.DIAGNOSE_ALL)
    print(
      chosen,
      diagnosis.remedies.map(({ id }) => id).join(", "),
      [...all]
        .sort(([, a], [, b]) => a - b)
        .map(([id, e]) => `${id} ${(100 * e).toFixed(1)}`)
        .join("; "),
    );
  return { winner: diagnosis.winner, regret: all.get(chosen)! - least, best };
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
