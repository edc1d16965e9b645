// What `test/campaigns/diagnose.mjs` runs, built into one file.

import { isUnitImage } from "../../../src/data/into-unit-interval.ts";
import { percentCell } from "../../../src/display/table.ts";
import type { Finding, FindingId } from "../../../src/findings/finding.ts";
import { checkCall } from "../../../src/study/diagnose/check-call.ts";
import { meanError } from "../../../src/study/diagnose/choose.ts";
import { onSeeds, tuned } from "../../../src/study/diagnose/compare.ts";
import { diagnose } from "../../../src/study/diagnose/diagnose.ts";
import { examine } from "../../../src/study/diagnose/examine.ts";
import { partsBySeed, partsOf } from "../../../src/study/diagnose/parts.ts";
import { planWork } from "../../../src/study/diagnose/plan-work.ts";
import { remediesFor } from "../../../src/study/diagnose/remedies.ts";
import { type Case, drawCase, kinds } from "../../support/ill-nets.ts";

const [nets = "20", firstSeed = "1", winners = "0", ...only] = process.argv.slice(2);
const BUDGET = Number(process.env.DIAGNOSE_BUDGET ?? 20);
const print = (...words: string[]): boolean => process.stdout.write(`${words.join(" ")}\n`);

/** Plans a case as `diagnose` does. */
async function planned({ net, dataset, options }: Case) {
  const call = checkCall("diagnose a net", net, dataset, { budget: BUDGET, ...options });
  const { checked, task, asked, given } = call;
  const plan = planWork(asked, dataset, task, given, checked);
  return { plan, task, given, checked };
}

async function findingsOf(each: Case): Promise<readonly Finding[]> {
  const { plan, task, given, checked } = await planned(each);
  const parts = partsOf(each.dataset, plan.sizes, checked.seed, plan.recipe.inputs);
  return (
    await examine(plan.recipe, parts, { task, given, seed: checked.seed, balanced: false, signal: undefined })
  ).findings;
}

/**
 * The seeds that say which remedy is the best of all, and those on which the winner is held against it: the least of many means is less than
 * its remedy is worth, so those who chose it cannot judge it.
 */
const SEEDS = {
  sieve: [101],
  choose: [102, 103, 104],
  judge: Array.from({ length: 10 }, (_, index) => 105 + index),
};
/** What errs so much more than another on one seed is not the best of all. */
const HOPELESS = 0.2;

/** By how much the winner errs more than the best of all remedies, in test error, on seeds that have not chosen either. */
async function regretOf(
  each: Case,
): Promise<{ winner: string | null; regret: number; best: string } | undefined> {
  const options = { budget: BUDGET, ...each.options };
  const diagnosis = await diagnose(each.net, each.dataset, options);
  const { findings, remedies, winner } = diagnosis;
  if (remedies.length === 0) return undefined;
  const { plan, task, given } = await planned(each);
  const balanced = findings.some(({ id }) => id === "uneven-classes");
  const ring = {
    ...{ parts: partsBySeed(each.dataset, plan.sizes), tuningSeed: 1, onRun: () => {} },
    options: { task, given, balanced, signal: undefined },
  };
  const recipes = new Map(remedies.map(({ id, recipe }) => [id, recipe]));
  for (const remedy of remediesFor(plan.recipe, findings, isUnitImage(each.dataset))) {
    if (!recipes.has(remedy.id)) recipes.set(remedy.id, (await tuned(remedy, ring)).recipe);
  }
  const errorsOn = async (ids: readonly string[], seeds: readonly number[]): Promise<readonly number[]> => {
    const named = ids.map((id) => ({ id, recipe: recipes.get(id)! }));
    return (await onSeeds(named, ring, seeds)).map((compared) => meanError(compared, "test"));
  };
  const all = [...recipes.keys()];
  const once = await errorsOn(all, SEEDS.sieve);
  const ids = all.filter((_, index) => once[index]! <= Math.min(...once) + HOPELESS);
  const errors = await errorsOn(ids, SEEDS.choose);
  const best = ids[errors.indexOf(Math.min(...errors))]!;
  const chosen = winner ?? "leave it";
  const [own, least] = chosen === best ? [0, 0] : await errorsOn([chosen, best], SEEDS.judge);
  const regret = own! - least!;
  if (process.env.DIAGNOSE_ALL) {
    const list = ids.map((id, index) => `${id} ${(100 * errors[index]!).toFixed(1)}`);
    const tried = remedies.map(
      ({ id, testErrors, gain }) => `${id} (${testErrors.length}, ${gain?.low?.toFixed(3)})`,
    );
    print(
      `${each.dataset.name}: ${(100 * regret).toFixed(1)} points | ${chosen} of ${tried.join(", ")} | ${list.join("; ")}`,
    );
  }
  return { winner, regret, best };
}

/** What was seen of a kind. */
interface Tally {
  nets: number;
  found: number;
  wrong: number;
  readonly regrets: number[];
  named: number;
  readonly missed: string[];
}

const chosen = only.length > 0 ? kinds.filter((kind) => only.includes(kind)) : kinds;
const tallies = new Map<FindingId | "healthy", Tally>();
for (const kind of chosen) {
  tallies.set(kind, { nets: 0, found: 0, wrong: 0, regrets: [], named: 0, missed: [] });
}

async function look(kind: FindingId | "healthy", seed: number, isCompared: boolean): Promise<void> {
  const tally = tallies.get(kind)!;
  const each = drawCase(kind, seed);
  const findings = await findingsOf(each);
  const isFound = findings.some(({ id }) => id === kind);
  tally.nets += 1;
  if (isFound) tally.found += 1;
  if (findings.some(({ severity }) => severity === "wrong")) tally.wrong += 1;
  if (kind === "healthy" ? findings.length > 0 : !isFound) {
    const list = findings.map(({ id, severity, figure }) => `${id} ${severity} ${figure.toPrecision(3)}`);
    tally.missed.push(`    seed ${seed} on ${each.dataset.name}: ${list.join(", ") || "nothing"}`);
  }
  if (isCompared && process.env.DIAGNOSE_ALL) print(`${kind}, seed ${seed}`);
  const result = isCompared ? await regretOf(each) : undefined;
  if (result === undefined) return;
  const { winner, regret, best } = result;
  tally.regrets.push(regret);
  if (winner !== null) tally.named += 1;
  if (regret > MARGIN) {
    tally.missed.push(
      `    seed ${seed} on ${each.dataset.name}: ${winner} errs ${(100 * regret).toFixed(1)} points more than ${best}`,
    );
  }
}

/** A point. */
const MARGIN = 0.01;
const within = (regrets: readonly number[]): string =>
  `within a point of the best of all in ${regrets.filter((regret) => regret <= MARGIN).length} of ${regrets.length}`;

function report(): void {
  for (const [kind, { nets, found, wrong, regrets, named, missed }] of tallies) {
    if (nets === 0) continue;
    const right = kind === "healthy" ? "" : ` found in ${percentCell(found / nets)},`;
    const winning = regrets.length === 0 ? "" : `; winner named in ${named}, ${within(regrets)}`;
    print(
      `${kind.padEnd(22)}${nets} nets:${right} something wrong in ${percentCell(wrong / nets)}${winning}`,
    );
    for (const line of missed) print(line);
  }
  const all = [...tallies.values()].flatMap(({ regrets }) => regrets);
  if (all.length > 0) print(`all: ${within(all)}`);
}

// One net of each kind after another, so that a campaign that is ended early says as much of each.
process.once("SIGTERM", () => {
  report();
  process.exit(1);
});
print(`seeds ${firstSeed} to ${Number(firstSeed) + Number(nets) - 1}\n`);
for (let net = 0; net < Number(nets); net++) {
  for (const kind of chosen) await look(kind, Number(firstSeed) + net, net < Number(winners));
}
report();
