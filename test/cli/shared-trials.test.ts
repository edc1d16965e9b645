import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { sharedTrials } from "../../src/cli/trials/shared-trials.ts";
import { openClaims } from "../../src/cli/trials/trial-claims.ts";
import { openTrialLog } from "../../src/cli/trials/trial-log.ts";
import type { TrialResult } from "../../src/study/trial-result.ts";
import { ended, lineOf, sixTrials } from "../support/trial-lines.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "layerwise-shared-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Marks a trial as one whose result another process has put into the folder. */
function markDone(owner: string, id: string): void {
  openClaims(folder); // makes the folder of claims
  writeFileSync(join(folder, "claims", `${id}.done`), owner);
}

it("Trials that are marked as done, and whose lines were lost or torn, are run again", async () => {
  const trials = await sixTrials();
  const [kept, torn, lost, garbled] = trials as [TrialResult, TrialResult, TrialResult, TrialResult];
  const owner = ended(1);
  const lines = [lineOf(kept), `{${lineOf(garbled).slice(9)}`, lineOf(torn).slice(0, -40)];
  writeFileSync(join(folder, `trials-${owner}.jsonl`), lines.join(""));
  for (const { id } of [kept, torn, lost, garbled]) markDone(owner, id);

  const log = await openTrialLog(folder, () => {});
  expect(log.known).toEqual([kept]);
  const claims = openClaims(folder);
  const asked: string[] = [];
  const run = sharedTrials(
    async function* execute(specs, take) {
      for (const spec of specs) {
        const result = trials.find((trial) => trial.spec === spec)!;
        if (!take(spec)) continue;
        asked.push(result.id);
        yield result;
      }
    },
    { log, claims, waiting: () => {} },
  );
  const missing = trials.filter(({ id }) => id !== kept.id);
  const results: TrialResult[] = [];
  for await (const result of run(missing.map(({ spec }) => spec))) {
    results.push(result);
    log.append(result);
    claims.done(result.id);
  }
  const ids = (list: readonly TrialResult[]): string[] => list.map(({ id }) => id).sort();
  expect(ids(results)).toEqual(ids(missing));
  expect(asked.toSorted()).toEqual(ids(missing));

  await log.finish(trials);
  expect(readFileSync(join(folder, "trials.jsonl"), "utf8")).toBe(trials.map(lineOf).join(""));
  expect(existsSync(join(folder, "claims"))).toBe(false);
  expect(readdirSync(folder).sort()).toEqual(["trials.jsonl", "trials.rejected.jsonl"]);
}, 20_000);
